import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { areAlternatives, replicasOf } from '../reading/deployment';
import { hasReference } from '../value/interpolation';

/**
 * No two services that can run at the same time have the same `container_name`.
 */
export class UniqueContainerNames implements IComposeRule {
  public readonly name = 'unique-container-names';

  public check(model: ComposeModel): RuleViolation[] {
    const taken = new Map<string, ModelEntry[]>();
    return model.known('services').flatMap(service => {
      const name = service.definition.container_name;
      if (name === undefined || hasReference(name) || replicasOf(service.definition) === 0) {
        return [];
      }
      const others = taken.get(name) ?? [];
      taken.set(name, [...others, service]);
      const other = others.find(candidate => !areAlternatives(candidate.definition, service.definition));
      return other
        ? [
            {
              path: service.path,
              problem: `its container has the name "${name}", which the container of ${other.path} has too`,
              remedy: 'use another containerName, or none: Compose generates one from the names of app and service',
            },
          ]
        : [];
    });
  }
}
