import { dependenciesOf, healthOf, HealthSource } from '../../../compose/internal';
import { ClusterService, ClusterServices } from '../cluster-service';
import { hasOnePod, isHeadless } from '../network/service-object';
import { Report } from '../report';

/**
 * What a pod waits for before its own container starts.
 */
export interface Wait {
  readonly service: ClusterService;
  readonly until: 'ready' | 'started' | 'completed';
}

/**
 * What a service waits for. Where it waits for the mere start of another one, it waits for what that one waits for too:
 * a pod has an address before its own container starts.
 */
export function waitsOf(service: ClusterService, services: ClusterServices): Wait[] {
  const waits = new Map<string, Wait>();
  const add = (one: ClusterService) => {
    for (const [name, { condition }] of dependenciesOf(one.definition)) {
      const needed = services.get(name);
      if (!needed || waits.has(`${name} ${condition}`)) {
        continue;
      }
      const hasProbe = healthOf(needed.definition).source === HealthSource.OWN;
      const until =
        condition === 'service_completed_successfully'
          ? 'completed'
          : condition === 'service_healthy' || !hasProbe
            ? 'ready'
            : 'started';
      waits.set(`${name} ${condition}`, { service: needed, until });
      if (until === 'started') {
        add(needed);
      }
    }
  };
  add(service);
  return [...waits.values()];
}

/** The name by which a pod finds out that another one is ready, or has started: it resolves from then on. */
export function signalName({ service, until }: Wait): string {
  const resolves = hasOnePod(service) ? 'started' : isHeadless(service) ? 'ready' : undefined;
  return until === resolves ? service.object : `${service.object}-${until}`;
}

/** Reports dependencies on the health of a service that Kubernetes knows no healthcheck of. */
export function checkWaits(services: ClusterServices, report: Report): void {
  for (const service of services.values()) {
    for (const [name, { condition }] of dependenciesOf(service.definition)) {
      const needed = services.get(name);
      if (needed?.isFinite && !needed.isJob) {
        report.error(
          service.name,
          `it waits for "${name}", which runs at times of a schedule`,
          'remove the dependency on it',
        );
      } else if (needed && condition === 'service_healthy' && healthOf(needed.definition).source !== HealthSource.OWN) {
        report.error(
          service.name,
          `it waits for the health of "${name}", whose healthcheck is that of its image, which Kubernetes does not know`,
          `give "${name}" a healthcheck of its own`,
        );
      }
    }
  }
}
