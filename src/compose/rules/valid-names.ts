import { ComposeModel } from '../compose-model';
import { IComposeRule, RuleViolation } from './compose-rule';

/**
 * Names of services, networks, volumes, configs and secrets are of the form that the compose specification asks for.
 */
export class ValidNames implements IComposeRule {
  public readonly name = 'valid-names';

  public check(model: ComposeModel): RuleViolation[] {
    return [...model.services, ...model.networks, ...model.volumes, ...model.configs, ...model.secrets]
      .filter(({ name }) => !/^[a-zA-Z0-9._-]+$/.test(name))
      .map(({ name, path }) => ({
        path,
        problem: `"${name}" is not a valid name`,
        remedy: 'use letters, digits, dots, dashes and underscores for the id',
      }));
  }
}
