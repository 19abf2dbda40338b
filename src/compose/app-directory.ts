import { join } from 'node:path/posix';
import { IConstruct } from 'constructs';
import { composeError } from './compose-error';

const CONTEXT_KEY = 'projen-mlflow:directory';

/**
 * Hands the directory of an app down to the constructs below it.
 */
export function provideDirectory(app: IConstruct, directory: string): void {
  app.node.setContext(CONTEXT_KEY, directory);
}

/**
 * The directory of the app above a construct, from the project's directory.
 *
 * @throws when there is no app above the construct
 */
export function directoryOf(construct: IConstruct): string {
  const directory: string | undefined = construct.node.tryGetContext(CONTEXT_KEY);
  if (directory === undefined) {
    throw composeError(construct, 'there is no ComposeApp above this construct', "make it below one: new ComposeApp(project, 'id')");
  }
  return directory;
}

/**
 * The app above a construct, if there is one: the outermost scope that knows a directory.
 */
export function appAbove(construct: IConstruct): IConstruct | undefined {
  return construct.node.scopes.find(({ node }) => node.tryGetContext(CONTEXT_KEY) !== undefined);
}

/**
 * A path of the app above a construct, from the project's directory.
 *
 * @throws when there is no app above the construct, or the path leads out of the project
 */
export function pathInProject(construct: IConstruct, path: string): string {
  const pathFromProject = join(directoryOf(construct), path);
  if (/^\.\.(\/|$)/.test(pathFromProject)) {
    throw composeError(construct, `the path "${path}" leads out of the project`, 'give one below the directory of the app');
  }
  return pathFromProject;
}

/**
 * Compose takes the directory of its file for that of the app, so the file cannot be elsewhere.
 *
 * @throws when the name is a path, or none
 */
export function checkFileName(construct: IConstruct, fileName: string): void {
  if (!/^[^/\\]+$/.test(fileName) || /^\.\.?$/.test(fileName)) {
    throw composeError(construct, `"${fileName}" is not the name of a file`, 'give a name without slashes, and the path in `directory` of the app');
  }
}

/**
 * A path as a pattern of `.gitignore` and `.npmignore` that matches it alone, from the folder of the file. What means something there stands in
 * brackets: projen writes a backslash as a slash.
 *
 * @see https://git-scm.com/docs/gitignore#_pattern_format
 */
export function ignorePattern(path: string): string {
  return `/${path.replace(/[*?[]| $/g, '[$&]')}`;
}
