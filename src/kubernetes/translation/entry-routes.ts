import { ClusterInput, RouteDefinition } from './cluster-input';
import { ClusterService } from './cluster-service';

/** The hosts from outside that lead to a service. */
export function routesTo({ name, traits }: ClusterService, { entry }: ClusterInput): RouteDefinition[] {
  return (entry?.routes ?? []).filter(({ service }) =>
    service === undefined ? traits.entryPort !== undefined : service === name,
  );
}
