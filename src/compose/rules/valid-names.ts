import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { hasReference } from '../value/interpolation';

/**
 * Names of services, networks, volumes, configs and secrets have the form that the compose specification requires, and
 * names of containers the form that the engine requires.
 */
export class ValidNames implements IComposeRule {
  public readonly name = 'valid-names';

  public check(model: ComposeModel): RuleViolation[] {
    return [
      ...containerNames(model),
      ...[...model.services, ...model.networks, ...model.volumes, ...model.configs, ...model.secrets]
        .filter(({ name }) => !/^[a-zA-Z0-9._-]+$/.test(name))
        .map(({ name, path }) => ({
          path,
          problem: `"${name}" is not a valid name`,
          remedy: 'use letters, digits, dots, dashes and underscores for the id',
        })),
    ];
  }
}

/** Compose requires at least two characters, the engine only one. */
function containerNames(model: ComposeModel): RuleViolation[] {
  return model.services
    .filter(
      ({ definition: { container_name: name } }) =>
        name !== undefined && !hasReference(name) && !/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(String(name)),
    )
    .map(({ path, definition }) => ({
      path,
      problem: `${JSON.stringify(definition.container_name)} is not a valid name for a container`,
      remedy: 'use two or more letters, digits, dots, dashes and underscores, and a letter or digit first',
    }));
}
