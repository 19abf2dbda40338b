import { ComposeElement } from './compose-element';

/**
 * An entry of a compose file beside the construct that made it.
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
   * The entry as the compose file holds it.
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
 * A compose file as rules see it: rendered, with all hooks and overrides applied, before it is written.
 */
export class ComposeModel {
  /**
   * The whole file.
   */
  public readonly definition: { [key: string]: any };

  private readonly appPath: string;
  private readonly included: IIncludedFile[];
  private readonly elements = new Map<string, ComposeElement>();
  private readonly cache = new Map<string, ModelEntry[]>();

  /**
   * @param definition the whole file
   * @param appPath the path of the app
   * @param elements the constructs that made the entries
   * @param included the compose files that the app includes
   */
  constructor(definition: { [key: string]: any }, appPath: string, elements: ComposeElement[], included: IIncludedFile[] = []) {
    this.definition = definition;
    this.appPath = appPath;
    this.included = included;
    for (const element of elements) {
      this.elements.set(`${element.section}/${element.name}`, element);
    }
  }

  /** The services. */
  public get services(): ModelEntry[] {
    return this.entries('services');
  }

  /** The networks. */
  public get networks(): ModelEntry[] {
    return this.entries('networks');
  }

  /** The volumes. */
  public get volumes(): ModelEntry[] {
    return this.entries('volumes');
  }

  /** The configs. */
  public get configs(): ModelEntry[] {
    return this.entries('configs');
  }

  /** The secrets. */
  public get secrets(): ModelEntry[] {
    return this.entries('secrets');
  }

  /**
   * All that the app may name below a top-level key: the entries of the files that it includes, which it cannot change, and its own.
   */
  public known(section: string): ModelEntry[] {
    return [...this.included.flatMap(file => file.entries(section)), ...this.entries(section)];
  }

  /**
   * Whether it includes files that no `ComposeInclude` stands for, so that not all that it may name is known.
   */
  public get includesOthers(): boolean {
    return (this.definition.include ?? []).length > this.included.length;
  }

  /**
   * The entries below a top-level key.
   */
  public entries(section: string): ModelEntry[] {
    let entries = this.cache.get(section);
    if (!entries) {
      entries = Object.entries<any>(this.definition[section] ?? {}).map(([name, definition]) => {
        const element = this.elements.get(`${section}/${name}`);
        return { name, path: element?.path ?? `${this.appPath}/${name}`, definition: definition ?? {}, element };
      });
      this.cache.set(section, entries); // rules ask for the same entries again and again, for each service some of them
    }
    return [...entries];
  }
}
