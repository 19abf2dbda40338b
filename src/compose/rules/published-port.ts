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
  return (service.definition.ports ?? []).map((port: any) => (typeof port === 'object' ? fromLongForm(port) : fromShortForm(String(port))));
}

function fromLongForm(port: any): PublishedPort {
  return {
    hostIp: port.host_ip ?? '0.0.0.0',
    published: port.published === undefined ? undefined : Number(port.published),
    target: Number(port.target),
    protocol: port.protocol ?? 'tcp',
  };
}

/** `[[address:]published:]target[/protocol]` */
function fromShortForm(port: string): PublishedPort {
  const [address, protocol] = port.split('/');
  const [, hostIp, published, target] = /^(?:(?:(.*):)?(\d*):)?(\d+)$/.exec(address) ?? [];
  return {
    hostIp: hostIp || '0.0.0.0',
    published: published ? Number(published) : undefined,
    target: Number(target),
    protocol: protocol ?? 'tcp',
  };
}
