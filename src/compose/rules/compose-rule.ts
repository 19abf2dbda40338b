import { ComposeModel } from '../app/compose-model';

/**
 * A mistake in an app that a rule found.
 */
export interface RuleViolation {
  /**
   * The path of the construct to fix.
   */
  readonly path: string;

  /**
   * The problem, without a period: `70000 is not a valid port`.
   */
  readonly problem: string;

  /**
   * How to fix it: `use a port from 1 to 65535`.
   */
  readonly remedy: string;
}

/**
 * The consequence of a violation.
 */
export enum RuleLevel {
  /** Synthesis fails, and nothing is written. */
  ERROR = 'error',
  /** Synthesis prints it and continues, unless the app is `strict`. */
  WARNING = 'warning',
}

/**
 * A check of a rendered app. Add your own with `ComposeApp.addRule`.
 */
export interface IComposeRule {
  /**
   * The name, which `ignoreRule` takes: lower-case words joined by dashes, such as `no-port-conflict`.
   */
  readonly name: string;

  /**
   * The consequence of a violation.
   *
   * @default RuleLevel.ERROR
   */
  readonly level?: RuleLevel;

  /**
   * Finds all violations in an app.
   *
   * @param model the compose file as it would be written
   */
  check(model: ComposeModel): RuleViolation[];
}
