/**
 * A name with an address that a container knows it by.
 */
export interface ExtraHost {
  readonly host: string;
  /** An address, without brackets, or `host-gateway`. */
  readonly address: string;
}

/**
 * The entries of `extra_hosts`: a list of `host=address` or `host:address`, or a map of addresses by host. An IPv6
 * address may be in brackets.
 *
 * @param value the value of the key, as the compose file holds it
 * @param resolve replaces the references to variables in a text
 */
export function extraHostsOf(value: any, resolve: (text: any) => string = String): ExtraHost[] {
  return Array.isArray(value)
    ? value.map(entry => {
        const text = resolve(entry);
        const [, host, address] = /^([^=]*)=(.*)$/.exec(text) ?? /^([^:]*):(.*)$/.exec(text) ?? ['', text, ''];
        return { host, address: withoutBrackets(address) };
      })
    : Object.entries<any>(value ?? {}).flatMap(([host, addresses]) =>
        [addresses].flat().map(address => ({ host, address: withoutBrackets(resolve(address)) })),
      );
}

function withoutBrackets(address: string): string {
  return address.replace(/^\[(.*)\]$/, '$1');
}
