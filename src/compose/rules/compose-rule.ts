import { ComposeModel } from '../app/compose-model';

/**
 * Something that is wrong in an app.
 */
export interface RuleViolation {
  /**
   * The path of the construct that is to be fixed.
   */
  readonly path: string;

  /**
   * What is wrong, without a period: `the port 70000 does not exist`.
   */
  readonly problem: string;

  /**
   * What to do: `give one from 1 to 65535`.
   */
  readonly remedy: string;
}

/**
 * What becomes of a violation.
 */
export enum RuleLevel {
  /** Synthesis fails, and nothing is written. */
  ERROR = 'error',
  /** Synthesis prints it and goes on, unless the app is `strict`. */
  WARNING = 'warning',
}

/**
 * A rule that every app must keep to. Teams add their own with `ComposeApp.addRule`.
 */
export interface IComposeRule {
  /**
   * The name, by which a construct can ignore the rule: lower-case words joined by dashes, such as `no-port-conflict`.
   */
  readonly name: string;

  /**
   * What becomes of a violation.
   *
   * @default RuleLevel.ERROR
   */
  readonly level?: RuleLevel;

  /**
   * All violations in an app.
   *
   * @param model the compose file as it would be written
   */
  check(model: ComposeModel): RuleViolation[];
}
