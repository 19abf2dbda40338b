import { ModelEntry } from '../compose-model';

/**
 * How many containers a service has; 1 where a variable decides.
 */
export function replicasOf({ definition }: ModelEntry): number {
  return Number(definition.deploy?.replicas ?? definition.scale ?? 1) || 1;
}
