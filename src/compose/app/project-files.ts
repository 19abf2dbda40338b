import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { IConstruct } from 'constructs';
import { FileBase, Project } from 'projen';
import { directoryOf } from './app-directory';
import { ErrorList, pathOf } from '../element/compose-error';

const METADATA_TYPE = 'projen-mlflow:expected-path';
const ROOM_METADATA_TYPE = 'projen-mlflow:written-path';

/**
 * Declares a file or folder that exists when the app starts, though synthesis does not write it as a file of the
 * project.
 *
 * @param path from the project's directory
 */
export function expectPath(construct: IConstruct, path: string): void {
  construct.node.addMetadata(METADATA_TYPE, path);
}

/**
 * Declares a file that synthesis writes. What is in its way is an error before any file is written: see `addObstacles`.
 *
 * @param path from the project's directory
 */
export function expectRoom(construct: IConstruct, path: string): void {
  construct.node.addMetadata(ROOM_METADATA_TYPE, path);
}

/** Adds what is in the way of the files that synthesis writes for an app: it would end halfway otherwise. */
export function addObstacles(errors: ErrorList, app: IConstruct): void {
  for (const construct of app.node.findAll()) {
    for (const { type, data } of construct.node.metadata) {
      if (type === ROOM_METADATA_TYPE) {
        const found = obstacles(Project.of(construct).outdir, data);
        errors.add(...found.map(problem => `[${pathOf(construct)}] ${problem}`));
      }
    }
  }
}

function obstacles(root: string, path: string): string[] {
  const parts = path.split('/');
  for (const index of parts.keys()) {
    const part = parts.slice(0, index + 1).join('/');
    const isLast = index === parts.length - 1;
    const entry = statSync(join(root, part), { throwIfNoEntry: false });
    if (!entry) {
      return lstatSync(join(root, part), { throwIfNoEntry: false })
        ? [`"${part}" is a link that leads to nothing, where "${path}" is written; take it away`]
        : [];
    }
    if (entry.isDirectory() === isLast) {
      return isLast
        ? [`"${part}" is a folder, where a file of this name is written; move it away, or give the file another name`]
        : [`"${part}" is a file, where a folder is needed for "${path}"; move it away, or give another folder`];
    }
  }
  return [];
}

/**
 * The files and folders that an app can refer to: those that exist, that synthesis writes, or that are expected.
 */
export class ProjectFiles {
  private readonly root: string;
  private readonly directory: string;
  private readonly written = new Set<string>();
  private readonly generated = new Set<string>();
  private readonly expected = new Set<string>();

  /**
   * @param constructs all constructs of the repository
   */
  constructor(app: IConstruct, constructs: IConstruct[] = Project.of(app).root.node.findAll()) {
    const project = Project.of(app);
    this.root = resolve(project.root.outdir);
    this.directory = resolve(project.outdir, directoryOf(app));
    for (const construct of constructs) {
      if (construct instanceof FileBase) {
        this.generated.add(construct.absolutePath);
        this.addWritten(construct.absolutePath);
      }
      for (const { type, data } of construct.node.metadata) {
        if (type === METADATA_TYPE) {
          const path = resolve(Project.of(construct).outdir, data);
          this.expected.add(path);
          this.addWritten(path);
        }
      }
    }
  }

  /**
   * Whether a path will be missing when the app starts. Paths outside of the project are not checked.
   *
   * @param path an absolute path, or one from the app's directory
   */
  public lacks(...path: string[]): boolean {
    const wanted = resolve(this.directory, ...path);
    return this.isInProject(wanted) && !this.written.has(wanted) && !this.isExpected(wanted) && !existsSync(wanted);
  }

  /**
   * The text of a file; undefined if it cannot be read, or if synthesis writes another text.
   *
   * @param path an absolute path, or one from the app's directory
   */
  public read(path: string): string | undefined {
    const wanted = resolve(this.directory, path);
    if (this.generated.has(wanted)) {
      return undefined;
    }
    try {
      return readFileSync(wanted, 'utf8');
    } catch {
      return undefined; // it is missing, or another user's: only the machine that starts the app knows it
    }
  }

  /**
   * Whether a path is below the project.
   *
   * @param path an absolute path
   */
  public isInProject(path: string): boolean {
    return path === this.root || path.startsWith(this.root + sep);
  }

  private addWritten(path: string): void {
    for (let part = path; this.isInProject(part) && !this.written.has(part); part = dirname(part)) {
      this.written.add(part);
    }
  }

  /** Whether the path, or a folder that it is in, is expected. */
  private isExpected(path: string): boolean {
    for (let part = path; this.isInProject(part); part = dirname(part)) {
      if (this.expected.has(part)) {
        return true;
      }
    }
    return false;
  }
}
