/**
 * How many containers a service has; 1 where a variable decides.
 *
 * @param definition the service, as the compose file holds it
 */
export function replicasOf({ deploy, scale }: { [key: string]: any }): number {
  return Number(deploy?.replicas ?? scale ?? 1) || 1;
}
