import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { IConstruct } from 'constructs';
import { Project } from 'projen';
import { appAbove, composeFileOf } from './app-directory';
import { yamlLibrary } from './existing-compose-file';
import { environmentOf } from '../reading/environment';

/** The file of each app, read once: synthesis itself replaces it. */
const files = new WeakMap<IConstruct, EarlierFile>();

/**
 * The compose file of an app as it is on disk, from an earlier synthesis: the app that runs now and has data.
 */
export class EarlierFile {
  /**
   * The file of the app above a construct.
   *
   * @throws when there is no app above the construct
   */
  public static of(construct: IConstruct): EarlierFile {
    const app = appAbove(construct) ?? construct;
    const file = files.get(app) ?? new EarlierFile(join(Project.of(app).outdir, composeFileOf(construct)));
    files.set(app, file);
    return file;
  }

  /**
   * The name of the file.
   */
  public readonly name: string;

  private readonly text: string;
  private services?: { [name: string]: any };

  private constructor(path: string) {
    this.name = basename(path);
    this.text = statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path, 'utf8') : '';
  }

  /**
   * Whether the file may use a name at all, which is quicker to tell than where.
   */
  public mentions(name: string): boolean {
    return this.text.includes(name);
  }

  /**
   * Whether a service of the file uses a volume, secret or variable.
   */
  public uses(service: string, name: string): boolean {
    const isName = new RegExp(`(^|[^\\w.-])${name.replace(/[^\w]/g, '\\$&')}([^\\w.-]|$)`);
    return textsIn(this.definitionOf(service)).some(text => isName.test(text));
  }

  /**
   * The environment of a service of the file.
   */
  public environmentOf(service: string): ReadonlyMap<string, string | null> {
    return environmentOf(this.definitionOf(service) ?? {});
  }

  private definitionOf(service: string): { [key: string]: any } | undefined {
    this.services ??= (yamlLibrary().parseDocument(this.text).toJS()?.services ?? {}) as { [name: string]: any };
    return this.services[service];
  }
}

/** The texts that a value holds, without the keys of maps. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).flatMap(textsIn);
  }
  return typeof value === 'string' ? [value] : [];
}
