import { isIP } from 'node:net';

/**
 * Whether a text is a host name or an IP address, without scheme, port, path or wildcard.
 */
export function isHost(text: string): boolean {
  return (
    isIP(text) > 0 || (text.length <= 253 && /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/i.test(text))
  );
}

/**
 * Whether a host is this machine only.
 */
export function isLoopback(host: string): boolean {
  return host === '::1' || /^127\./.test(host) || /^(.*\.)?localhost$/i.test(host);
}

/**
 * Whether no public CA issues certificates for a host.
 */
export function isLocal(host: string): boolean {
  return isLoopback(host) || isIP(host) > 0 || /\.(local|internal|home\.arpa)$/i.test(host) || !host.includes('.');
}

/**
 * A host as URLs write it.
 */
export function hostInUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}

/**
 * Whether a text is an IP address or a range, except the range of all addresses: `10.0.0.7`, `10.0.1.0/24`.
 */
export function isAddressRange(text: string): boolean {
  const [, address, bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address ?? '');
  return version > 0 && (bits === undefined || (Number(bits) > 0 && Number(bits) <= (version === 4 ? 32 : 128)));
}
