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
