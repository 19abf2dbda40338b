import { IComposeRule, RuleViolation } from './compose-rule';
import { variablesIn } from './variable-use';
import { ComposeModel } from '../app/compose-model';
import { pathOf } from '../element/compose-error';

/**
 * Each variable that an app declares is used in its compose file, in the base or with an overlay.
 */
export class NoUnusedVariables implements IComposeRule {
  public readonly name = 'no-unused-variables';

  public check(model: ComposeModel): RuleViolation[] {
    const unused = new Map(
      model.variables
        .filter(({ variableName }) => !/^(COMPOSE|DOCKER)_/.test(variableName))
        .map(variable => [variable.variableName, variable]),
    );
    if (model.variants.some(takesAll)) {
      return [];
    }
    for (const variant of model.variants) {
      variablesIn(variant).forEach(({ name }) => unused.delete(name));
    }
    return [...unused.values()].map(variable => ({
      path: pathOf(variable),
      problem: `the compose file does not use the variable ${variable.variableName}`,
      remedy: 'use it, or remove it',
    }));
  }
}

/** Whether something reads the whole `.env`: an included file, or a service. */
function takesAll({ definition, services }: ComposeModel): boolean {
  return (definition.include ?? []).length > 0 || services.some(service => service.definition.env_file !== undefined);
}
