import { ComposeModel } from '../compose-model';

/**
 * Something that is wrong in an app.
 */
export interface RuleViolation {
  /**
   * The path of the construct that is to be mended.
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
 * A rule that every app must keep to. Teams add their own with `ComposeApp.addRule`.
 */
export interface IComposeRule {
  /**
   * All violations in an app.
   *
   * @param model the compose file as it would be written
   */
  check(model: ComposeModel): RuleViolation[];
}
