import { IConstruct } from 'constructs';
import { ProjectFiles } from './project-files';
import { checkOptions } from '../element/check-props';
import { ComposeElement } from '../element/compose-element';
import { pathOf } from '../element/compose-error';
import { EnvVariable } from '../value/env-variable';

/**
 * An entry of a compose file with the construct that made it.
 */
export interface ModelEntry {
  /**
   * The name of the service, network, volume, config or secret.
   */
  readonly name: string;

  /**
   * The path of the construct, for messages.
   */
  readonly path: string;

  /**
   * The entry in the compose file.
   */
  readonly definition: { [key: string]: any };

  /**
   * The construct that made the entry.
   *
   * @default - none: an override of the app made it
   */
  readonly element?: ComposeElement;
}

/**
 * A compose file that an app includes, as rules see it.
 */
export interface IIncludedFile {
  /**
   * The entries below a top-level key.
   */
  entries(section: string): ModelEntry[];
}

/**
 * Properties of a `ComposeModel`.
 */
export interface ComposeModelProps {
  /**
   * The app.
   */
  readonly app: IConstruct;

  /**
   * The constructs that made the entries.
   *
   * @default - none
   */
  readonly elements?: ComposeElement[];

  /**
   * The compose files that the app includes.
   *
   * @default - none
   */
  readonly included?: IIncludedFile[];

  /**
   * The variables that the app declares.
   *
   * @default - none
   */
  readonly variables?: EnvVariable[];

  /**
   * The app without overlays and with each of them, including this model.
   *
   * @default - this model alone
   */
  readonly variants?: ComposeModel[];
}

/**
 * A compose file as rules see it: rendered, with all hooks and overrides applied, before it is written.
 */
export class ComposeModel {
  /**
   * The whole file.
   */
  public readonly definition: { [key: string]: any };

  private readonly props: ComposeModelProps;
  private readonly elements = new Map<string, ComposeElement>();
  private readonly cache = new Map<string, ModelEntry[]>();
  private projectFiles?: ProjectFiles;
  private knownServices?: ReadonlyMap<string, ModelEntry>;

  /**
   * @param definition the whole file
   */
  constructor(definition: { [key: string]: any }, props: ComposeModelProps) {
    checkOptions('ComposeModel', 'ComposeModelProps', props, new.target === ComposeModel);
    this.definition = definition;
    this.props = props;
    for (const element of props.elements ?? []) {
      this.elements.set(`${element.section}/${element.name}`, element);
    }
  }

  /** The services. */
  public get services(): ModelEntry[] {
    return [...this.entriesOf('services')];
  }

  /** The networks. */
  public get networks(): ModelEntry[] {
    return [...this.entriesOf('networks')];
  }

  /** The volumes. */
  public get volumes(): ModelEntry[] {
    return [...this.entriesOf('volumes')];
  }

  /** The configs. */
  public get configs(): ModelEntry[] {
    return [...this.entriesOf('configs')];
  }

  /** The secrets. */
  public get secrets(): ModelEntry[] {
    return [...this.entriesOf('secrets')];
  }

  /** The variables that the app declares. */
  public get variables(): EnvVariable[] {
    return [...(this.props.variables ?? [])];
  }

  /**
   * The app without overlays and with each of them, including this model, for rules that check whether something is
   * used anywhere.
   */
  public get variants(): ComposeModel[] {
    return [...(this.props.variants ?? [this])];
  }

  /**
   * All entries that the app may refer to below a top-level key: its own, and those of the files that it includes.
   */
  public known(section: string): ModelEntry[] {
    return [...this.included.flatMap(file => file.entries(section)), ...this.entriesOf(section)];
  }

  /**
   * The services that a dependency may name, by name.
   *
   * @internal
   */
  public get _knownServices(): ReadonlyMap<string, ModelEntry> {
    return (this.knownServices ??= new Map(this.known('services').map(service => [service.name, service])));
  }

  /**
   * Whether it includes files without a `ComposeInclude`, so that not all entries are known.
   */
  public get includesOthers(): boolean {
    return (this.definition.include ?? []).length > this.included.length;
  }

  /**
   * The entries below a top-level key.
   */
  public entries(section: string): ModelEntry[] {
    return [...this.entriesOf(section)];
  }

  /**
   * The files of the project that exist or will be written.
   *
   * @internal
   */
  public get _files(): ProjectFiles {
    return (this.projectFiles ??= new ProjectFiles(this.props.app));
  }

  /** @internal */
  public set _files(files: ProjectFiles) {
    this.projectFiles = files;
  }

  /** The path of the app, for messages. */
  public get appPath(): string {
    return pathOf(this.props.app);
  }

  private get included(): IIncludedFile[] {
    return this.props.included ?? [];
  }

  /** Rules ask for the same entries many times. */
  private entriesOf(section: string): ModelEntry[] {
    let entries = this.cache.get(section);
    if (!entries) {
      const { appPath } = this;
      entries = Object.entries<any>(this.definition[section] ?? {}).map(([name, definition]) => {
        const element = this.elements.get(`${section}/${name}`);
        return { name, path: element?.path ?? `${appPath}/${name}`, definition: definition ?? {}, element };
      });
      this.cache.set(section, entries);
    }
    return entries;
  }
}
