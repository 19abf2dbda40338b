import { IComposeRule, RuleLevel, RuleViolation } from './compose-rule';
import { isMissing } from './path-exists';
import { ComposeModel } from '../app/compose-model';

/**
 * The file of a secret is there. It is a warning, since git ignores such files: where somebody else synthesizes, there
 * is none.
 */
export class SecretFileExists implements IComposeRule {
  public readonly name = 'secret-file-exists';
  public readonly level = RuleLevel.WARNING;

  public check(model: ComposeModel): RuleViolation[] {
    return model.secrets
      .filter(({ definition }) => definition.file !== undefined && isMissing(definition.file, model))
      .map(({ path, definition }) => ({
        path,
        problem: `there is no "${definition.file}", which the secret is`,
        remedy: `make it before the app starts, and say app.expectPath(${JSON.stringify(definition.file)})`,
      }));
  }
}
