import { IConstruct } from 'constructs';
import { Project } from 'projen';

/**
 * An error for people, which names the construct. Whatever else is thrown while an app is synthesized becomes one (`guarded`).
 */
class ComposeError extends Error {
  public override readonly name = 'Error'; // what a reader sees before the message
}

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
 * The name of a value's class. A bundler gives a class that speaks of itself a name with an underscore.
 */
export function typeOf(value: object): string {
  const name = value.constructor?.name ?? 'Object'; // there is no constructor above Object.create(null)
  return name.startsWith('_') ? name.replace(/^_+/, '') : name;
}

/**
 * An error for people: `[path of the construct] what is wrong; what to do`.
 *
 * @param cause what was thrown below, if something was
 */
export function composeError(construct: IConstruct, problem: string, remedy: string, cause?: unknown): Error {
  return new ComposeError(`[${pathOf(construct)}] ${problem}; ${remedy}`, cause === undefined ? undefined : { cause });
}

/**
 * Runs code that a team may have written: a hook, a visitor, a rule, a validation, a value, `bind` of a store. What it throws becomes an error
 * that names the construct and keeps what was thrown as its `cause`; an error that names a construct already passes.
 *
 * @param what what runs, for the message: `rendering`
 * @param where where to look for the mistake: `see what TeamMysql overrides`
 */
export function guarded<T>(construct: IConstruct, what: string, where: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof ComposeError || error instanceof ComposeErrors
      ? error
      : composeError(construct, `${what} failed: ${error instanceof Error ? error.message : String(error)}`, where, error);
  }
}

/**
 * Several errors of an app, a line each. Its `cause` is that of the only one that has a cause, or an `AggregateError` of all of them.
 */
class ComposeErrors extends Error {
  public override readonly name = 'Error';
  public readonly errors: (Error | string)[];

  constructor(heading: string, errors: (Error | string)[]) {
    const causes = errors.flatMap(error => (error instanceof Error && error.cause !== undefined ? [error.cause] : []));
    super([heading, ...errors.map(error => `  ${error instanceof Error ? error.message : error}`)].join('\n'), causes.length === 0 ? undefined : {
      cause: causes.length === 1 ? causes[0] : new AggregateError(causes, `${causes.length} errors`),
    });
    this.errors = errors;
  }
}

/**
 * Errors that are collected, so that a user sees all of them at once.
 */
export class ErrorList {
  private readonly errors: (Error | string)[] = [];

  /**
   * Runs something, and keeps what it throws.
   */
  public collect(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.add(...error instanceof ComposeErrors ? error.errors : [error as Error]);
    }
  }

  /** Adds errors. */
  public add(...errors: (Error | string)[]): void {
    this.errors.push(...errors);
  }

  /**
   * Ends what was going on when there are errors. One that is alone is thrown as it is.
   */
  public throwIfAny(): void {
    if (this.errors.length === 1 && this.errors[0] instanceof Error) {
      throw this.errors[0];
    }
    if (this.errors.length > 0) {
      throw new ComposeErrors('several things are wrong:', this.errors);
    }
  }

  /**
   * Ends a synthesis that has found errors.
   */
  public throwInvalid(): void {
    if (this.errors.length > 0) {
      throw new ComposeErrors('the compose app is not valid, nothing was written:', this.errors);
    }
  }
}
