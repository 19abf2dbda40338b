import { IComposeRule, RuleLevel, RuleViolation } from './compose-rule';
import { isMissing } from './path-exists';
import { ComposeModel } from '../app/compose-model';

/**
 * The file of a secret exists. A warning, since git ignores such files, so that they are missing in a new checkout.
 */
export class SecretFileExists implements IComposeRule {
  public readonly name = 'secret-file-exists';
  public readonly level = RuleLevel.WARNING;

  public check(model: ComposeModel): RuleViolation[] {
    return model.secrets
      .filter(({ definition }) => definition.file !== undefined && isMissing(definition.file, model))
      .map(({ path, definition }) => ({
        path,
        problem: `there is no "${definition.file}", the file of the secret`,
        remedy: `create it before the app starts, and call app.expectPath(${JSON.stringify(definition.file)})`,
      }));
  }
}
