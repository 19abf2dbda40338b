import { IConstruct } from 'constructs';
import { Project } from 'projen';

/**
 * The path of a construct below its project, as error messages name it: `mlflow/db`; the project itself is `project`.
 */
export function pathOf(construct: IConstruct): string {
  const ids: string[] = [];
  for (let scope: IConstruct | undefined = construct; scope && !Project.isProject(scope); scope = scope.node.scope) {
    ids.unshift(scope.node.id);
  }
  return ids.join('/') || 'project';
}

/**
 * An error for people: `[path of the construct] what is wrong; what to do`.
 *
 * @param cause what was thrown below, if something was
 */
export function composeError(construct: IConstruct, problem: string, remedy: string, cause?: unknown): Error {
  return new Error(`[${pathOf(construct)}] ${problem}; ${remedy}`, cause === undefined ? undefined : { cause });
}

/**
 * Ends a synthesis that has found errors.
 */
export function throwAll(errors: string[]): void {
  if (errors.length > 0) {
    throw new Error(`the compose app is not valid, nothing was written:\n${errors.map(error => `  ${error}`).join('\n')}`);
  }
}
