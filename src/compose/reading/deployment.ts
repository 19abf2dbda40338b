/**
 * The number of containers of a service; 1 if a variable decides.
 *
 * @param definition the service, as the compose file holds it
 */
export function replicasOf({ deploy, scale }: { [key: string]: any }): number {
  const replicas = Number(deploy?.replicas ?? scale ?? 1);
  return Number.isNaN(replicas) ? 1 : replicas;
}

/**
 * The profiles of a service; none if it always starts.
 *
 * @param definition the service, as the compose file holds it
 */
export function profilesOf({ profiles }: { [key: string]: any }): string[] {
  return profiles ?? [];
}

/**
 * Whether no profile starts both of two services, so that they never run at the same time.
 */
export function areAlternatives(one: { [key: string]: any }, other: { [key: string]: any }): boolean {
  const [first, second] = [profilesOf(one), profilesOf(other)];
  return first.length > 0 && second.length > 0 && !first.some(profile => second.includes(profile));
}
