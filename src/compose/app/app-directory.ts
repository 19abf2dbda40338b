import { join } from 'node:path/posix';
import { IConstruct } from 'constructs';
import { composeError } from '../element/compose-error';

const CONTEXT_KEY = 'projen-mlflow:directory';
const FILE_CONTEXT_KEY = 'projen-mlflow:compose-file';

/**
 * Hands the directory of an app, and the name of its compose file, down to the constructs below it.
 */
export function provideDirectory(app: IConstruct, directory: string, fileName: string): void {
  app.node.setContext(CONTEXT_KEY, directory);
  app.node.setContext(FILE_CONTEXT_KEY, fileName);
}

/**
 * The compose file of the app above a construct, from the project's directory.
 *
 * @throws when there is no app above the construct
 */
export function composeFileOf(construct: IConstruct): string {
  return join(directoryOf(construct), construct.node.getContext(FILE_CONTEXT_KEY));
}

/**
 * The directory of the app above a construct, from the project's directory.
 *
 * @throws when there is no app above the construct
 */
export function directoryOf(construct: IConstruct): string {
  const directory: string | undefined = construct.node.tryGetContext(CONTEXT_KEY);
  if (directory === undefined) {
    throw composeError(
      construct,
      'there is no ComposeApp above this construct',
      "create it below one: new ComposeApp(project, 'id')",
    );
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
 * A pattern of `.gitignore` and `.npmignore` that matches only a path, relative to the folder of the file. Special
 * characters are put in brackets, since projen writes a backslash as a slash.
 *
 * @see https://git-scm.com/docs/gitignore#_pattern_format
 */
export function ignorePattern(path: string): string {
  return `/${path.replace(/[*?[]| $/g, '[$&]')}`;
}
