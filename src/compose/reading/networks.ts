/**
 * The networks that a service is in, in either form that Compose allows: Compose's own `default` where it names none,
 * and none where it has a `network_mode`.
 *
 * @param definition the service, as the compose file holds it
 */
export function networksOf({ network_mode: mode, networks }: { [key: string]: any }): string[] {
  const names = namesIn(networks);
  return names.length > 0 || mode ? names : ['default'];
}

/**
 * The names in a list, or the keys of a map: Compose allows either.
 */
export function namesIn(entries: any): string[] {
  return Array.isArray(entries) ? entries.filter(name => typeof name === 'string') : Object.keys(entries ?? {});
}
