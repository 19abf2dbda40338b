/**
 * How many containers a service has, 0 for none; 1 where a variable decides.
 *
 * @param definition the service, as the compose file holds it
 */
export function replicasOf({ deploy, scale }: { [key: string]: any }): number {
  const replicas = Number(deploy?.replicas ?? scale ?? 1);
  return Number.isNaN(replicas) ? 1 : replicas;
}
