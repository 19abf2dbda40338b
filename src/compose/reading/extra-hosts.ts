/**
 * A name with the addresses that a container knows it by.
 */
export interface ExtraHost {
  readonly host: string;
  /** Addresses, without brackets, or `host-gateway`; empty if the entry has none. */
  readonly addresses: string[];
}

/**
 * The entries of `extra_hosts`: a list of `host=address` or `host:address`, with several addresses joined by commas, or
 * a map of addresses by host. An IPv6 address may be in brackets.
 *
 * @param value the value of the key, as the compose file holds it
 * @param resolve replaces the references to variables in a text
 * @see https://docs.docker.com/reference/compose-file/services/#extra_hosts
 */
export function extraHostsOf(value: any, resolve: (text: any) => string = String): ExtraHost[] {
  return Array.isArray(value)
    ? value.map(entry => fromListEntry(resolve(entry)))
    : Object.entries<any>(value ?? {}).map(([host, addresses]) => ({
        host,
        addresses: [addresses ?? []].flat().map(address => withoutBrackets(resolve(address))),
      }));
}

/** The host ends at the first `=`; in an entry without one, at the first `:`. */
function fromListEntry(text: string): ExtraHost {
  const [, host, addresses] = /^([^=]*)=(.*)$/s.exec(text) ?? /^([^:]*):(.*)$/s.exec(text) ?? ['', text];
  return { host, addresses: addresses === undefined ? [] : addresses.split(',').map(withoutBrackets) };
}

function withoutBrackets(address: string): string {
  return address.replace(/^\[(.*)\]$/, '$1');
}
