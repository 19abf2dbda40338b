import { ModelEntry } from '../compose-model';

/**
 * A published port of a service, read from either form that Compose allows.
 */
export interface PublishedPort {
  readonly hostIp: string;
  readonly published?: number;
  readonly target: number;
  readonly protocol: string;
}

/**
 * The published ports of a service.
 */
export function publishedPortsOf(service: ModelEntry): PublishedPort[] {
  return (service.definition.ports ?? [])
    .filter((port: any) => !hasReference(JSON.stringify(port)))
    .flatMap((port: any) => (typeof port === 'object' ? [fromLongForm(port)] : fromShortForm(String(port))));
}

/** Whether a variable has a say in it, whose value is known at start only. */
function hasReference(text: string): boolean {
  return text.replaceAll('$$', '').includes('$');
}

function fromLongForm(port: any): PublishedPort {
  return {
    hostIp: port.host_ip ?? '0.0.0.0',
    published: oneOf(portsIn(port.published)),
    target: Number(port.target),
    protocol: port.protocol ?? 'tcp',
  };
}

/** `[[address:]published:]target[/protocol]`; both ports may be ranges. */
function fromShortForm(port: string): PublishedPort[] {
  const [address, protocol] = port.split('/');
  const [, hostIp, published, target] = /^(?:(?:(.*):)?([\d-]*):)?([\d-]+)$/.exec(address) ?? [];
  const targets = portsIn(target ?? NaN);
  const hostPorts = portsIn(published || undefined);
  return targets.map((targetPort, index) => ({
    hostIp: hostIp || '0.0.0.0',
    published: hostPorts.length === targets.length ? hostPorts[index] : oneOf(hostPorts),
    target: targetPort,
    protocol: protocol ?? 'tcp',
  }));
}

/** The ports of `80` or `8000-8010`. */
function portsIn(ports: string | number | undefined): number[] {
  if (ports === undefined) {
    return [];
  }
  const [, first, last] = (/^(\d+)-(\d+)$/.exec(String(ports)) ?? [NaN, ports, ports]).map(Number);
  return first < last && last <= 65535 ? Array.from({ length: last - first + 1 }, (_, index) => first + index) : [last];
}

/** The port, unless the engine picks one out of several. */
function oneOf(ports: number[]): number | undefined {
  return ports.length === 1 ? ports[0] : undefined;
}
