import { hasReference } from '../value/interpolation';

/**
 * An entry of `extra_hosts`: a name, and the addresses that it stands for.
 */
export interface HostEntry {
  readonly host: string;
  /** The addresses; empty if the entry has none. */
  readonly addresses: string[];
}

/**
 * The entries of `extra_hosts`, in either form: a map, or a list of `host=address` or `host:address`. Entries with
 * variables are left out, since their values are known only at start.
 *
 * @see https://docs.docker.com/reference/compose-file/services/#extra_hosts
 */
export function hostsOf(extraHosts: any): HostEntry[] {
  return Array.isArray(extraHosts)
    ? extraHosts.filter(entry => typeof entry === 'string' && !hasReference(entry)).map(fromListEntry)
    : Object.entries<any>(extraHosts ?? {})
        .map(([host, addresses]) => ({ host, addresses: [addresses ?? []].flat().map(String) }))
        .filter(({ host, addresses }) => ![host, ...addresses].some(hasReference));
}

/** The first equals sign separates, or the first colon if there is none. */
function fromListEntry(entry: string): HostEntry {
  const end = entry.includes('=') ? entry.indexOf('=') : entry.indexOf(':');
  return end < 0
    ? { host: entry, addresses: [] }
    : { host: entry.slice(0, end), addresses: entry.slice(end + 1).split(',') };
}
