import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { replicasOf } from '../reading/deployment';

/**
 * A service with a `container_name` has one container.
 */
export class ContainerNameSingleReplica implements IComposeRule {
  public readonly name = 'container-name-single-replica';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services
      .filter(service => service.definition.container_name !== undefined && replicasOf(service.definition) > 1)
      .map(service => ({
        path: service.path,
        problem: `its ${replicasOf(service.definition)} containers cannot all be named "${service.definition.container_name}"`,
        remedy: 'remove containerName: Compose generates a name for each',
      }));
  }
}
