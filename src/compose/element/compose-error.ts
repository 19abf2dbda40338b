import { IConstruct } from 'constructs';
import { Project } from 'projen';

/**
 * An error whose message names the construct. Anything else that is thrown during synthesis becomes the cause of one
 * (`guarded`).
 */
class ComposeError extends Error {
  public override readonly name = 'Error'; // what a reader sees before the message
}

/** The remedy if it is not known whose code failed. */
export const SEE_CAUSE = 'see the stack of its cause';

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
 * The name of a value's class. A bundler adds an underscore to the name of a class that refers to itself.
 */
export function typeOf(value: object): string {
  const name = value.constructor?.name ?? 'Object'; // there is no constructor above Object.create(null)
  return name.startsWith('_') ? name.replace(/^_+/, '') : name;
}

/**
 * An error with the message `[path of the construct] what is wrong; what to do`.
 *
 * @param cause what was thrown below, if something was
 */
export function composeError(construct: IConstruct, problem: string, remedy: string, cause?: unknown): Error {
  return new ComposeError(`[${pathOf(construct)}] ${problem}; ${remedy}`, cause === undefined ? undefined : { cause });
}

/**
 * The error for something that was thrown: one that names the construct and has it as its `cause`, or itself if it
 * names a construct already.
 *
 * @param what what failed, for the message: `rendering`
 * @param where where to look for the mistake: `see what TeamMysql overrides`
 */
export function failure(construct: IConstruct, what: string, where: string, thrown: unknown): Error {
  return thrown instanceof ComposeError || thrown instanceof ComposeErrors
    ? thrown
    : composeError(
        construct,
        `${what} failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
        where,
        thrown,
      );
}

/**
 * Runs something that calls user code. What it throws becomes an error that names the construct and has what was thrown
 * as its `cause`. `callHook` calls a single hook, and checks what it returns.
 *
 * @param what what runs, for the message: `rendering`
 * @param where where to look for the mistake: `see what TeamMysql overrides`
 */
export function guarded<T>(construct: IConstruct, what: string, where: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw failure(construct, what, where, error);
  }
}

/**
 * Several errors of an app, a line each. Its `cause` is that of the only one that has a cause, or an `AggregateError`
 * of all of them.
 */
class ComposeErrors extends Error {
  public override readonly name = 'Error';
  public readonly errors: (Error | string)[];

  constructor(heading: string, errors: (Error | string)[]) {
    const causes = errors.flatMap(error => (error instanceof Error && error.cause !== undefined ? [error.cause] : []));
    super(
      [heading, ...errors.map(error => `  ${error instanceof Error ? error.message : error}`)].join('\n'),
      causes.length === 0
        ? undefined
        : {
            cause: causes.length === 1 ? causes[0] : new AggregateError(causes, `${causes.length} errors`),
          },
    );
    this.errors = errors;
  }
}

/**
 * Errors that are collected, so that a user sees all of them at once, each once.
 */
export class ErrorList {
  private readonly errors = new Map<string, Error | string>();

  /**
   * @param owner the construct that an error is attributed to if it names none
   */
  constructor(private readonly owner: IConstruct) {}

  /**
   * Runs something, and keeps what it throws.
   *
   * @returns whether it threw nothing
   */
  public collect(run: () => void): boolean {
    try {
      run();
      return true;
    } catch (error) {
      const told = failure(this.owner, 'checking it', SEE_CAUSE, error);
      this.add(...(told instanceof ComposeErrors ? told.errors : [told]));
      return false;
    }
  }

  /** Adds errors. Duplicates are left out, since several constructs may call the same hook. */
  public add(...errors: (Error | string)[]): void {
    for (const error of errors) {
      const message = typeof error === 'string' ? error : error.message;
      this.errors.set(message, this.errors.get(message) ?? error);
    }
  }

  /**
   * Throws if there are errors. A single error is thrown as it is.
   */
  public throwIfAny(): void {
    const errors = [...this.errors.values()];
    if (errors.length === 1 && errors[0] instanceof Error) {
      throw errors[0];
    }
    if (errors.length > 0) {
      throw new ComposeErrors('several things are wrong:', errors);
    }
  }

  /**
   * Fails the synthesis if there are errors.
   */
  public throwInvalid(): void {
    if (this.errors.size > 0) {
      throw new ComposeErrors('the compose app is not valid, nothing was written:', [...this.errors.values()]);
    }
  }
}

/**
 * The candidate with the fewest edits from a name, for "did you mean".
 *
 * @param maxEdits the highest number of edits; unlimited by default
 */
export function nearest(written: string, candidates: string[], maxEdits = Infinity): string | undefined {
  const ranked = candidates
    .map(candidate => ({ candidate, edits: editDistance(written, candidate) }))
    .filter(({ edits }) => edits <= maxEdits);
  return ranked.sort((a, b) => a.edits - b.edits)[0]?.candidate;
}

/** The Levenshtein distance, one row of its table at a time. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 1; line <= one.length; line++) {
    const next = [line];
    for (let column = 1; column <= other.length; column++) {
      const replaced = row[column - 1] + (one[line - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[column] + 1, next[column - 1] + 1));
    }
    row = next;
  }
  return row[other.length];
}
