/**
 * The networks of a service, in either form that Compose allows: `default` if it names none, and none if it has a
 * `network_mode`.
 *
 * @param definition the service, as the compose file holds it
 */
export function networksOf({ network_mode: mode, networks }: { [key: string]: any }): string[] {
  const names = namesIn(networks);
  return names.length > 0 || mode ? names : ['default'];
}

/**
 * The entries of a list, or the keys of a map; Compose allows both forms.
 */
export function namesIn(entries: any): string[] {
  return Array.isArray(entries) ? entries.filter(name => typeof name === 'string') : Object.keys(entries ?? {});
}
