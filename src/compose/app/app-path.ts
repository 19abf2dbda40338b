import { existsSync } from 'node:fs';
import { isAbsolute, relative as relativeOnHost, sep } from 'node:path';
import { join, normalize, relative } from 'node:path/posix';
import { IConstruct } from 'constructs';
import { Project } from 'projen';
import { directoryOf } from './app-directory';
import { composeError } from '../element/compose-error';

/**
 * What a path leads to.
 */
export enum PathKind {
  FILE,
  FOLDER,
  /** A file or a folder. */
  ANY,
}

/** An absolute path of any system. */
const ABSOLUTE = /^(\/|[A-Za-z]:|\\\\)/;

/** An absolute path of Windows, the only one with backslashes. */
const WINDOWS = /^([A-Za-z]:[\\/]|\\\\)/;

/**
 * A path that synthesis writes, or expects to exist, relative to the project's directory: `deploy/image`. An absolute
 * path is accepted if it is in the project.
 *
 * @param prop the name of the prop or argument, for messages
 * @param path from the app's directory, or from `from`
 * @param from where a relative path starts, from the project's directory
 * @param within the folder that the path must be in, from the project's directory
 * @throws when there is no app above the construct, or the path is not one in that folder
 */
export function pathInProject(
  construct: IConstruct,
  prop: string,
  path: string,
  kind: PathKind,
  from: string = directoryOf(construct),
  within = '.',
): string {
  check(construct, prop, path, kind);
  const result = isAbsolute(path)
    ? relativeOnHost(Project.of(construct).outdir, path).split(sep).join('/')
    : withoutSlash(join(from, path));
  if (ABSOLUTE.test(isAbsolute(path) ? result : path) || leadsOut(relative(within, result))) {
    throw pathError(
      construct,
      prop,
      path,
      within === '.' ? 'is outside of the project' : 'is outside of the build context',
      within === '.' ? 'give one that is in the project' : 'give one below the folder of the Dockerfile',
    );
  }
  return result || '.';
}

/**
 * A path on the machine that runs the app, which the app reads: relative to the app's directory, beginning with `./` or
 * `../`, or absolute. `~` is the home directory, as in Compose.
 *
 * @param where the construct, or the function, that has the prop
 * @param prop the name of the prop or argument, for messages
 * @throws when it is no such path
 */
export function hostPath(where: IConstruct | string, prop: string, path: string, kind: PathKind): string {
  check(where, prop, path, kind);
  return WINDOWS.test(path) || /^~(\/|$)/.test(path) ? path : pathFromApp(withoutSlash(normalize(path)));
}

/**
 * A normalized path as the compose file names it: a relative one begins with a dot, so that it cannot be taken for a
 * name.
 */
export function pathFromApp(path: string): string {
  return path === '.' || path.startsWith('/') || leadsOut(path) ? path : `./${path}`;
}

/**
 * An absolute path in a container.
 *
 * @param where the construct, or the function, that has the prop
 * @param prop the name of the prop or argument, for messages
 * @param start where a relative path starts, which is an error otherwise
 * @throws when it is no such path, or a relative one leads out of its start
 */
export function containerPath(where: IConstruct | string, prop: string, path: string, start?: string): string {
  check(where, prop, path, PathKind.ANY);
  if (start === undefined) {
    if (!ABSOLUTE.test(path)) {
      throw pathError(where, prop, path, 'is not absolute', 'begin it with a slash');
    }
    return path;
  }
  if (ABSOLUTE.test(path) || leadsOut(normalize(path))) {
    throw pathError(where, prop, path, `is outside of ${start}`, 'give one below it');
  }
  return withoutSlash(join(start, path));
}

/**
 * The absolute path of a file or folder that synthesis reads. A relative path would depend on the working directory of
 * `npx projen`.
 *
 * @param where the construct, or the function, that has the prop
 * @param prop the name of the prop or argument, for messages
 * @throws when it is relative or does not exist
 */
export function assetPath(where: IConstruct | string, prop: string, path: string): string {
  if (!isAbsolute(path)) {
    throw pathError(where, prop, path, 'is not absolute', "give the absolute one: join(__dirname, 'assets')");
  }
  if (!existsSync(path)) {
    throw pathError(where, prop, path, 'does not exist', 'give the path of an existing file or folder');
  }
  return path;
}

/**
 * The name of a compose file. Compose uses the directory of its file as that of the app, so the file cannot be
 * elsewhere.
 *
 * @throws when it is a path, or not a valid name
 */
export function composeFileName(construct: IConstruct, fileName: string): string {
  const name = fileName.replace(/^(\.\/)+/, '');
  if (faultOf(name, PathKind.FILE) || /[\\/]/.test(name)) {
    throw composeError(
      construct,
      `${JSON.stringify(fileName)} is not the name of a file`,
      'give a name without slashes, and the path in `directory` of the app',
    );
  }
  return name;
}

function check(where: IConstruct | string, prop: string, path: string, kind: PathKind): void {
  const fault = faultOf(path, kind);
  if (fault) {
    throw pathError(where, prop, path, ...fault);
  }
}

/** What is wrong with the text of a path, and what to do. */
function faultOf(path: string, kind: PathKind): [problem: string, remedy: string] | undefined {
  if (path === '') {
    return ['is empty', kind === PathKind.FILE ? 'give the path of a file' : 'write "." for the folder itself'];
  }
  if (/[\p{Cc}\p{Cs}]/u.test(path)) {
    return ['contains a line break or another control character', 'remove it'];
  }
  if (path.includes('\\') && !WINDOWS.test(path)) {
    return ['contains a backslash', 'use slashes, which work on all systems'];
  }
  return kind === PathKind.FILE && /(^|[\\/])\.{0,2}$/.test(path)
    ? ['is a folder', 'give the path of a file']
    : undefined;
}

function pathError(where: IConstruct | string, prop: string, path: string, problem: string, remedy: string): Error {
  const text = `the path ${JSON.stringify(path)} of \`${prop}\` ${problem}`;
  return typeof where === 'string' ? new Error(`[${where}] ${text}; ${remedy}`) : composeError(where, text, remedy);
}

function leadsOut(path: string): boolean {
  return /^\.\.(\/|$)/.test(path);
}

function withoutSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}
