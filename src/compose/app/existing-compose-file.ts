import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { IConstruct } from 'constructs';
import { Project } from 'projen';
import { GeneratedFile } from './generated-file';
import { isObject } from '../element/check-props';
import { composeError } from '../element/compose-error';

/** The top-level keys whose entries an included file shares with the app. */
const SECTIONS = ['services', 'networks', 'volumes', 'configs', 'secrets'];

/**
 * A compose file that this app does not write, with the files that it includes and extends. A file that this synthesis
 * writes is rendered rather than read, since the one on disk may be out of date.
 */
export class ExistingComposeFile {
  private readonly sections: { [section: string]: { [name: string]: any } };

  /**
   * @param owner the construct that reads the file, as errors name it
   * @param path the absolute path of the file
   * @throws when a file is missing, or is not a compose file
   */
  constructor(
    private readonly owner: IConstruct,
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
    return relative(this.project.outdir, this.path);
  }

  private get project(): Project {
    return Project.of(this.owner).root;
  }

  private parse(): { [key: string]: any } {
    if (this.trail.includes(this.path)) {
      throw this.error('includes or extends itself', 'remove one of these references');
    }
    const document = yamlLibrary().parseDocument(this.text(), { merge: true });
    if (document.errors.length > 0) {
      const [error] = document.errors;
      throw this.error(`is not valid YAML: ${error.message.split('\n')[0]}`, 'fix it, or give another path', error);
    }
    let content: any;
    try {
      content = document.toJS();
    } catch (error) {
      throw this.error(`is not valid YAML: ${(error as Error).message}`, 'fix it, or give another path', error);
    }
    if (!isObject(content)) {
      throw this.error('is not a compose file', 'give the path of one');
    }
    for (const section of SECTIONS.filter(key => (content[key] ?? undefined) !== undefined)) {
      if (!isObject(content[section])) {
        throw this.error(`has no map below "${section}"`, 'fix the file');
      }
      const wrong = Object.entries(content[section]).find(([, value]) => value !== null && !isObject(value));
      if (wrong) {
        throw this.error(`has no map below "${section}.${wrong[0]}"`, 'fix the file');
      }
    }
    if (!Array.isArray(content.include ?? [])) {
      throw this.error('has no list below "include"', 'fix the file');
    }
    return content;
  }

  private text(): string {
    const ours = this.project.tryFindFile(this.path);
    if (ours instanceof GeneratedFile) {
      return this.render(ours);
    }
    if (!existsSync(this.path) || !statSync(this.path).isFile()) {
      throw this.error('does not exist', 'give the path of a compose file, from the directory of the app');
    }
    return readFileSync(this.path, 'utf8');
  }

  private render(file: GeneratedFile): string {
    try {
      return file.render();
    } catch (error) {
      const message = (error as Error).message.split('\n').at(-1)!.trim();
      throw composeError(
        this.owner,
        `the app that writes "${this.shownPath}" is not valid`,
        `fix its error: ${message}`,
        error,
      );
    }
  }

  /** A service with the keys that it gets by `extends`; lists and maps are replaced, not merged. */
  private extend(definition: any, trail: string[]): any {
    if (!definition.extends) {
      return definition;
    }
    const { file, service } =
      typeof definition.extends === 'string' ? { file: undefined, service: definition.extends } : definition.extends;
    const source = file ? this.other(file).sections.services : this.sections.services;
    if (!Object.hasOwn(source, service) || (!file && trail.includes(service))) {
      throw this.error(
        `has a service "${trail[0]}" that extends "${service}", which does not exist or extends it in turn`,
        'fix the file',
      );
    }
    return { ...this.extend(source[service] ?? {}, [...trail, service]), ...definition, extends: undefined };
  }

  private other(path: string): ExistingComposeFile {
    return new ExistingComposeFile(this.owner, resolve(dirname(this.path), path), [...this.trail, this.path]);
  }

  private error(problem: string, remedy: string, cause?: unknown): Error {
    return composeError(this.owner, `the file "${this.shownPath}" ${problem}`, remedy, cause);
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
