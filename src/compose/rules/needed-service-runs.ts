import { IComposeRule, RuleLevel, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { dependenciesOf } from '../reading/dependencies';
import { replicasOf } from '../reading/deployment';

/**
 * A service that others depend on has a container. With 0 replicas, Compose starts its dependants without waiting, and
 * those that share its network or the like cannot start at all. A warning, since an overlay may disable a service on
 * purpose.
 *
 * @see https://github.com/docker/compose/blob/main/pkg/compose/convergence.go
 */
export class NeededServiceRuns implements IComposeRule {
  public readonly name = 'needed-service-runs';
  public readonly level = RuleLevel.WARNING;

  public check(model: ComposeModel): RuleViolation[] {
    const services = model._knownServices;
    const isOff = (name: string) => services.has(name) && replicasOf(services.get(name)!.definition) === 0;
    return model.services
      .filter(({ definition }) => replicasOf(definition) > 0)
      .flatMap(({ path, definition }) =>
        [...dependenciesOf(definition)]
          .filter(([name, { required }]) => required && isOff(name))
          .map(([name]) => ({
            path,
            problem: `it depends on "${name}", which has 0 replicas: Compose does not wait for it`,
            remedy: `give "${name}" a replica, or remove the dependency`,
          })),
      );
  }
}
