import { PortMapping } from '../../compose';
import { EVERY_ADDRESS, LOOPBACK } from '../../compose/internal';

/** The addresses of private networks (RFC 1918). */
const PRIVATE_ADDRESSES = ['10.*', '192.168.*', '172.1[6-9].*', '172.2[0-9].*', '172.3[01].*'];

/** Unrelated hosts. A pattern that matches more than one of them matches every host. */
const STRANGERS = [
  'stranger',
  'stranger.example',
  'www.stranger.com',
  'a.b.stranger.net',
  '203.0.113.7',
  '[2001:db8::7]',
];

/**
 * The values of the Host header that clients of a server send: the service's name inside the app, localhost inside the
 * container, the addresses of its published ports outside, and additional hosts.
 *
 * @param name the name of the service
 * @param port the port in the container
 * @param ports the published ports
 * @param added additional hosts
 */
export function allowedHostsOf(name: string, port: number, ports: PortMapping[], added: string[]): string[] {
  const published = ports
    .filter(({ target }) => target === port)
    .flatMap(mapping => {
      const hostPort = mapping.published?.toString() ?? '*';
      return addressesOf(mapping.hostIp ?? LOOPBACK).flatMap(address => {
        const isPattern = hostPort === '*' && address.startsWith('['); // where `[` begins a character class
        const host = isPattern ? address.replace('[', '[[]') : address;
        return hostPort === '80' ? [host, `${host}:80`] : [`${host}:${hostPort}`];
      });
    });
  const others = added.map(host => host.trim()).flatMap(withAddressesOnly);
  return [...new Set([name, `${name}:${port}`, `localhost:${port}`, `${LOOPBACK}:${port}`, ...published, ...others])];
}

/**
 * Whether a pattern of hosts or origins, as MLflow reads it, matches unrelated hosts.
 *
 * @see https://github.com/mlflow/mlflow/blob/master/mlflow/server/security_utils.py
 */
export function admitsEveryHost(pattern: string): boolean {
  const text = pattern.trim();
  if (!text.includes('*')) {
    return false; // MLflow compares it literally
  }
  const expression = new RegExp(`^${text.replace(/\[!?[^\]]+\]|./gs, asExpression)}$`, 's');
  return ['', 'http://', 'https://'].some(
    scheme =>
      STRANGERS.filter(host => expression.test(`${scheme}${host}`) || expression.test(`${scheme}${host}:5000`)).length >
      1,
  );
}

/** A part of a pattern of Python's `fnmatch` as regular expression. */
function asExpression(part: string): string {
  if (part.length > 1) {
    return part.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
  }
  return part === '*' ? '.*' : part === '?' ? '.' : part.replace(/[.+^$(){}|[\]\\/]/, '\\$&');
}

/**
 * Restricts a pattern such as `10.*` to IP addresses, since it would also match the name `10.stranger.example`.
 * Browsers read each host that ends in a number as an address (https://url.spec.whatwg.org/#ends-in-a-number-checker),
 * and no top-level domain is a number (RFC 3696).
 */
function withAddressesOnly(pattern: string): string[] {
  const [, network, port = ''] = /^((?:\d[\d[\]-]*\.){1,3})\*(:[\d*]+)?$/.exec(pattern) ?? [];
  if (network === undefined) {
    return [pattern];
  }
  const before = network.split('.').length > 3 ? '' : '*.';
  return ['[0-9]', '[0-9][0-9]', '[0-9][0-9][0-9]'].map(last => `${network}${before}${last}${port}`);
}

/**
 * The origins of pages that a server serves under the given hosts. MLflow itself allows localhost, and no page has the
 * address 0.0.0.0.
 */
export function originsOf(hosts: string[]): string[] {
  return hosts
    .filter(host => !/^(localhost|127\.0\.0\.1|0\.0\.0\.0)(:|$)/.test(host))
    .flatMap(host => [`http://${host}`, `https://${host}`]);
}

/** The host names under which clients reach an address of this machine. */
function addressesOf(hostIp: string): string[] {
  switch (hostIp) {
    case LOOPBACK:
      return ['localhost', LOOPBACK];
    case EVERY_ADDRESS:
    case '0.0.0.0':
    case '::':
    case '[::]':
      return ['localhost', LOOPBACK, ...PRIVATE_ADDRESSES.flatMap(withAddressesOnly)];
    default:
      return [hostIp.includes(':') && !hostIp.startsWith('[') ? `[${hostIp}]` : hostIp];
  }
}
