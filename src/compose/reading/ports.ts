import { isIPv6 } from 'node:net';
import { EVERY_ADDRESS } from '../service/port-mapping';
import { splitText } from '../value/interpolated-text';
import { hasReference } from '../value/interpolation';

/**
 * The parts of an entry of `ports`, each as text in Compose's syntax.
 */
export interface PortEntry {
  /** The address of the host that listens, without brackets; none for all addresses. */
  readonly hostIp?: string;
  /** The port of the host, or a range; none for a free port. */
  readonly published?: string;
  /** The port in the container, or a range. */
  readonly target: string;
  /** `tcp`, `udp` or another protocol. */
  readonly protocol: string;
}

/**
 * A published port of a service.
 */
export interface PublishedPort {
  /** The address of the host that listens, `*` for all addresses. */
  readonly hostIp: string;
  /** The port of the host. The engine picks one of several, and a free one if the list is empty. */
  readonly published: number[];
  readonly target: number;
  readonly protocol: string;
}

/** Several rules need the ports of one service. */
const found = new WeakMap<object, PublishedPort[]>();

/**
 * The entries of `ports`, in either form: a map, or `[[address:][published]:]target[/protocol]`.
 *
 * @param definition the service, as the compose file holds it
 */
export function portEntriesOf(definition: { [key: string]: any }): PortEntry[] {
  return [definition.ports ?? []]
    .flat()
    .filter(port => port !== null)
    .map(portEntry);
}

/**
 * One entry of `ports`.
 */
export function portEntry(port: any): PortEntry {
  return typeof port === 'object' ? fromLongForm(port) : fromShortForm(String(port));
}

/**
 * The published ports of a service, one by one if both ports of an entry are ranges. Ports with variables are left out,
 * since their values are known only at start, and ranges of different lengths, which Compose refuses.
 */
export function publishedPortsOf(definition: { [key: string]: any }): PublishedPort[] {
  const ports = found.get(definition) ?? portEntriesOf(definition).flatMap(portsOfEntry);
  found.set(definition, ports);
  return ports;
}

/**
 * Whether two ports listen on the same address. `0.0.0.0` is all addresses of IPv4, `::` all of IPv6.
 */
export function shareAddress(one: Pick<PublishedPort, 'hostIp'>, other: Pick<PublishedPort, 'hostIp'>): boolean {
  const [first, second] = [one.hostIp, other.hostIp];
  if ([first, second].includes(EVERY_ADDRESS)) {
    return true;
  }
  if (isIPv6(first) !== isIPv6(second)) {
    return false;
  }
  return isEveryOfItsKind(first) || isEveryOfItsKind(second) || canonical(first) === canonical(second);
}

function isEveryOfItsKind(address: string): boolean {
  return canonical(address) === '0.0.0.0' || canonical(address) === canonical('::');
}

/** The same text for all forms of an address: `::1` and `0:0:0:0:0:0:0:1`. */
function canonical(address: string): string {
  return isIPv6(address) ? new URL(`http://[${address}]`).hostname : address;
}

function fromLongForm({ host_ip: hostIp, published, target, protocol }: any): PortEntry {
  return entry(hostIp, published, target, protocol);
}

function fromShortForm(port: string): PortEntry {
  const [address, protocol] = splitText(port, '/');
  const parts = splitText(address, ':');
  return entry(parts.slice(0, -2).join(':'), parts.at(-2), parts.at(-1), protocol);
}

function entry(hostIp: any, published: any, target: any, protocol: any): PortEntry {
  const address = textOf(hostIp)?.replace(/^\[(.*)\]$/, '$1');
  const transport = textOf(protocol) ?? 'tcp';
  return {
    ...(address !== undefined && { hostIp: address }),
    ...(textOf(published) !== undefined && { published: textOf(published) }),
    target: textOf(target) ?? '',
    protocol: hasReference(transport) ? transport : transport.toLowerCase(),
  };
}

/** Text or a number as text; `undefined` if it is empty. */
function textOf(value: any): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

function portsOfEntry({ hostIp, published, target, protocol }: PortEntry): PublishedPort[] {
  if ([hostIp, published, target, protocol].some(hasReference)) {
    return [];
  }
  const targets = portNumbers(target);
  const hostPorts = published === undefined ? [] : portNumbers(published);
  if (targets.length > 1 && hostPorts.length > 0 && hostPorts.length !== targets.length) {
    return []; // Compose refuses it
  }
  return targets.map((targetPort, index) => ({
    hostIp: hostIp ?? EVERY_ADDRESS,
    published: hostPorts.length === targets.length ? [hostPorts[index]] : hostPorts,
    target: targetPort,
    protocol,
  }));
}

/**
 * The ports of `80` or `8000-8010`; any other text is one invalid port, `NaN`.
 */
export function portNumbers(ports: string): number[] {
  const [first, last] = portRange(ports) ?? [NaN, NaN];
  return first < last && last <= 65535 ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : [last];
}

/**
 * The first and the last port of `80` or `8000-8010`; `undefined` for any other text, or if the last one is lower.
 */
export function portRange(ports: string): [number, number] | undefined {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(ports) ?? [];
  return Number(first) <= Number(last) ? [Number(first), Number(last)] : undefined;
}

/**
 * The address of an entry of `ports` as it is written: in the short form, one of IPv6 is in brackets.
 */
export function writtenAddress(port: any): string | undefined {
  return typeof port === 'object'
    ? port.host_ip
    : splitText(splitText(String(port), '/')[0], ':')
        .slice(0, -2)
        .join(':');
}
