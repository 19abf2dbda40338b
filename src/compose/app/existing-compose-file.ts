import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { Project } from 'projen';
import { GeneratedFile } from './generated-file';

/** The top-level keys whose entries an included file shares with the app. */
const SECTIONS = ['services', 'networks', 'volumes', 'configs', 'secrets'];

/**
 * A compose file that somebody else keeps, with what it includes and extends itself. One that this synthesis writes is
 * taken from there, since the file on disk may be an old one.
 */
export class ExistingComposeFile {
  private readonly sections: { [section: string]: { [name: string]: any } };

  /**
   * @param project a project of the repository
   * @param path the absolute path of the file
   * @throws when a file is missing or no compose file, with what is wrong and what to do
   */
  constructor(
    private readonly project: Project,
    private readonly path: string,
    private readonly trail: string[] = [],
  ) {
    const content = this.parse();
    this.sections = Object.fromEntries(SECTIONS.map(section => [section, { ...content[section] }]));
    for (const [name, definition] of Object.entries(this.sections.services)) {
      this.sections.services[name] = this.extend(definition ?? {}, [name]);
    }
    for (const include of content.include ?? []) {
      for (const nested of [typeof include === 'string' ? include : include.path].flat()) {
        this.add(this.other(nested));
      }
    }
  }

  /**
   * The entries below a top-level key, by name.
   */
  public entries(section: string): { [name: string]: any } {
    return this.sections[section] ?? {};
  }

  /** The path as messages name it, from the project's directory: the same on each machine. */
  private get shownPath(): string {
    return relative(this.project.root.outdir, this.path);
  }

  private parse(): { [key: string]: any } {
    if (this.trail.includes(this.path)) {
      throw new Error(`the file "${this.shownPath}" includes or extends itself; take one of these references away`);
    }
    const document = yamlLibrary().parseDocument(this.text(), { merge: true });
    if (document.errors.length > 0) {
      throw new Error(
        `the file "${this.shownPath}" is not YAML: ${document.errors[0].message.split('\n')[0]}; fix it, or give another path`,
      );
    }
    const content = document.toJS();
    if (typeof content !== 'object' || content === null || Array.isArray(content)) {
      throw new Error(`the file "${this.shownPath}" is not a compose file; give the path of one`);
    }
    return content;
  }

  private text(): string {
    const ours = this.project.root.tryFindFile(this.path);
    if (ours instanceof GeneratedFile) {
      return this.render(ours);
    }
    if (!existsSync(this.path) || !statSync(this.path).isFile()) {
      throw new Error(
        `there is no file "${this.shownPath}"; give the path of a compose file, from the directory of the app`,
      );
    }
    return readFileSync(this.path, 'utf8');
  }

  private render(file: GeneratedFile): string {
    try {
      return file.render();
    } catch (error) {
      throw new Error(
        `the app that writes "${this.shownPath}" is not valid: ${(error as Error).message.split('\n').at(-1)!.trim()}`,
      );
    }
  }

  /** A service with what it takes over by `extends`, so far as others see it: lists and maps of both are not joined. */
  private extend(definition: any, trail: string[]): any {
    if (!definition.extends) {
      return definition;
    }
    const { file, service } =
      typeof definition.extends === 'string' ? { file: undefined, service: definition.extends } : definition.extends;
    const source = file ? this.other(file).sections.services : this.sections.services;
    if (!Object.hasOwn(source, service) || (!file && trail.includes(service))) {
      throw new Error(
        `the service "${trail[0]}" of "${this.shownPath}" extends "${service}", which is not there; fix the file`,
      );
    }
    return { ...this.extend(source[service] ?? {}, [...trail, service]), ...definition, extends: undefined };
  }

  private other(path: string): ExistingComposeFile {
    return new ExistingComposeFile(this.project, resolve(dirname(this.path), path), [...this.trail, this.path]);
  }

  private add(file: ExistingComposeFile): void {
    for (const section of SECTIONS) {
      Object.assign(this.sections[section], file.sections[section]);
    }
  }
}

/**
 * The library for YAML, loaded by the first file that is read: few apps have any, and it is a third of what loading
 * this package costs.
 */
export function yamlLibrary(): typeof import('yaml') {
  return require('yaml'); // eslint-disable-line @typescript-eslint/no-require-imports
}
