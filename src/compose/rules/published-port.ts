import { isIPv6 } from 'node:net';
import { ModelEntry } from '../compose-model';
import { hasReference } from '../interpolation';

/** The address of a port that names none: all addresses of the host, of IPv4 and IPv6. */
const EVERY_ADDRESS = '*';

/**
 * A published port of a service, read from either form that Compose allows.
 */
export interface PublishedPort {
  /** The address of the host that listens, `*` for each. */
  readonly hostIp: string;
  /** The port of the host; of several the engine picks one, without any it picks a free one. */
  readonly published: number[];
  readonly target: number;
  readonly protocol: string;
}

/**
 * The published ports of a service; those are left out in which a variable has a say, whose value is known at start only.
 */
export function publishedPortsOf(service: ModelEntry): PublishedPort[] {
  return (service.definition.ports ?? []).flatMap((port: any) => (typeof port === 'object' ? fromLongForm(port) : fromShortForm(String(port))));
}

/**
 * Whether two ports listen on one address. `0.0.0.0` is every address of IPv4, `::` every one of IPv6.
 */
export function shareAddress(one: PublishedPort, other: PublishedPort): boolean {
  const [first, second] = [one.hostIp, other.hostIp].map(address => address.replace(/^\[(.*)\]$/, '$1'));
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

/** One text for all that mean the same address: `::1` and `0:0:0:0:0:0:0:1`. */
function canonical(address: string): string {
  return isIPv6(address) ? new URL(`http://[${address}]`).hostname : address;
}

function fromLongForm(port: any): PublishedPort[] {
  if ([port.host_ip, port.published, port.target, port.protocol].some(hasReference)) {
    return [];
  }
  return [{
    hostIp: port.host_ip || EVERY_ADDRESS,
    published: portsIn(port.published),
    target: Number(port.target),
    protocol: port.protocol ?? 'tcp',
  }];
}

/** `[[address:]published:]target[/protocol]`; both ports may be ranges. */
function fromShortForm(port: string): PublishedPort[] {
  if (hasReference(port)) {
    return [];
  }
  const [address, protocol] = port.split('/');
  const [, hostIp, published, target] = /^(?:(?:(.*):)?([\d-]*):)?([\d-]+)$/.exec(address) ?? [];
  const targets = portsIn(target ?? NaN);
  const hostPorts = portsIn(published);
  return targets.map((targetPort, index) => ({
    hostIp: hostIp || EVERY_ADDRESS,
    published: hostPorts.length === targets.length ? [hostPorts[index]] : hostPorts,
    target: targetPort,
    protocol: protocol ?? 'tcp',
  }));
}

/** The ports of `80` or `8000-8010`. */
function portsIn(ports: string | number | undefined): number[] {
  if (ports === undefined || ports === '') {
    return [];
  }
  const [, first, last] = (/^(\d+)-(\d+)$/.exec(String(ports)) ?? [NaN, ports, ports]).map(Number);
  return first < last && last <= 65535 ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : [last];
}
