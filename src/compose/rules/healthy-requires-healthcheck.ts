import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { dependenciesOf } from '../reading/dependencies';
import { replicasOf } from '../reading/deployment';
import { HealthSource, healthOf } from '../reading/health';
import { Service } from '../service/service';

/**
 * A service whose health others wait for has a healthcheck. Compose itself reports this only at start.
 *
 * @see https://github.com/docker/compose/blob/main/pkg/compose/convergence.go
 */
export class HealthyRequiresHealthcheck implements IComposeRule {
  public readonly name = 'healthy-requires-healthcheck';

  public check(model: ComposeModel): RuleViolation[] {
    const services = model._knownServices;
    return model.services.flatMap(service =>
      [...dependenciesOf(service.definition)]
        .filter(
          ([name, { condition }]) =>
            condition === 'service_healthy' && services.has(name) && isNeverHealthy(services.get(name)!),
        )
        .map(([name]) => ({
          path: service.path,
          problem: `it waits until "${name}" is healthy, but "${name}" has no healthcheck`,
          remedy: `give "${name}" a healthcheck, or use DependencyCondition.STARTED`,
        })),
    );
  }
}

/** Compose does not wait for the health of a service with 0 replicas (`needed-service-runs`). */
function isNeverHealthy(service: ModelEntry): boolean {
  return replicasOf(service.definition) > 0 && !hasHealthcheck(service);
}

/**
 * Whether a service has a healthcheck, its own or that of its image.
 */
export function hasHealthcheck({ definition, element }: ModelEntry): boolean {
  const { source } = healthOf(definition);
  return source === HealthSource.IMAGE
    ? element instanceof Service && element.image.hasHealthcheck
    : source !== HealthSource.DISABLED;
}
