import { ComposeElement } from './compose-element';

/**
 * An entry of a compose file beside the construct that made it.
 */
export interface ModelEntry {
  /**
   * The name of the service, network, volume or config.
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
 * A compose file as rules see it: rendered, with all hooks and overrides applied, before it is written.
 */
export class ComposeModel {
  /**
   * The whole file.
   */
  public readonly definition: { [key: string]: any };

  private readonly appPath: string;
  private readonly elements = new Map<string, ComposeElement>();

  /**
   * @param definition the whole file
   * @param appPath the path of the app
   * @param elements the constructs that made the entries
   */
  constructor(definition: { [key: string]: any }, appPath: string, elements: ComposeElement[]) {
    this.definition = definition;
    this.appPath = appPath;
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

  /**
   * The entries below a top-level key.
   */
  public entries(section: string): ModelEntry[] {
    return Object.entries<any>(this.definition[section] ?? {}).map(([name, definition]) => {
      const element = this.elements.get(`${section}/${name}`);
      return { name, path: element?.path ?? `${this.appPath}/${name}`, definition: definition ?? {}, element };
    });
  }
}
