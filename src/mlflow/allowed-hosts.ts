import { PortMapping } from '../compose';
import { EVERY_ADDRESS, LOOPBACK } from '../compose/port-definition';

/** The addresses of private networks (RFC 1918), as MLflow's patterns write them. */
const PRIVATE_ADDRESSES = ['10.*', '192.168.*', ...Array.from({ length: 16 }, (_, index) => `172.${16 + index}.*`)];

/**
 * The values of the Host header that clients of a server send: the service's name inside the app, localhost inside the
 * container, the addresses of its published ports outside, and what the team adds.
 *
 * @param name the service
 * @param port the port in the container
 * @param ports the published ports
 * @param added what the team adds
 */
export function allowedHostsOf(name: string, port: number, ports: PortMapping[], added: string[]): string[] {
  const published = ports.filter(({ target }) => target === port).flatMap(mapping => {
    const hostPort = mapping.published?.toString() ?? '*';
    return addressesOf(mapping.hostIp ?? LOOPBACK).flatMap(address => (hostPort === '80' ? [address, `${address}:80`] : [`${address}:${hostPort}`]));
  });
  return [...new Set([name, `${name}:${port}`, `localhost:${port}`, `${LOOPBACK}:${port}`, ...published, ...added])];
}

/**
 * The origins of the pages that a server serves under some values of the Host header. MLflow itself adds localhost's.
 */
export function originsOf(hosts: string[]): string[] {
  return hosts.filter(host => !/^(localhost|127\.0\.0\.1)(:|$)/.test(host)).flatMap(host => [`http://${host}`, `https://${host}`]);
}

/** What clients call the address that a port listens on. */
function addressesOf(hostIp: string): string[] {
  switch (hostIp) {
    case LOOPBACK:
      return ['localhost', LOOPBACK];
    case EVERY_ADDRESS:
    case '0.0.0.0':
    case '::':
    case '[::]':
      return ['localhost', LOOPBACK, ...PRIVATE_ADDRESSES];
    default:
      return [hostIp.includes(':') && !hostIp.startsWith('[') ? `[${hostIp}]` : hostIp];
  }
}
