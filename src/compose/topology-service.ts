import { LOOPBACK } from './port-definition';

/**
 * A mount of a service, of data that outlives its container.
 */
export interface TopologyMount {
  readonly type: 'volume' | 'bind';
  /** The name of the volume, or the path on the host. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/**
 * A service that another one waits for.
 */
export interface TopologyDependency {
  readonly service: string;
  readonly condition: string;
  readonly required: boolean;
}

/**
 * A service of a compose file as a picture shows it: in either form that Compose allows for a key, references by their names.
 */
export class TopologyService {
  constructor(public readonly name: string, private readonly definition: { [key: string]: any }) {}

  public get image(): string {
    return readable(this.definition.image ?? '');
  }

  /** Where its image is built from, if it is. */
  public get buildContext(): string | undefined {
    const { build } = this.definition;
    return build && readable(typeof build === 'string' ? build : build.context ?? '.');
  }

  /** Whether its container is never started again after it has ended. */
  public get isNeverRestarted(): boolean {
    return this.definition.restart === 'no';
  }

  public get profiles(): string[] {
    return (this.definition.profiles ?? []).map(readable);
  }

  /** The networks that it is in, sorted; Compose's own `default` where it names none. */
  public get networks(): string[] {
    const { network_mode: mode, networks } = this.definition;
    if (mode) {
      return [`network_mode ${readable(mode)}`];
    }
    return namesIn(networks ?? ['default']).sort();
  }

  public get dependencies(): TopologyDependency[] {
    const dependencies = this.definition.depends_on ?? {};
    return namesIn(dependencies).map(service => ({
      service,
      condition: dependencies[service]?.condition ?? 'service_started',
      required: dependencies[service]?.required ?? true,
    }));
  }

  /** The published ports with the address that listens: `127.0.0.1:8080 → 80`. */
  public get ports(): string[] {
    return (this.definition.ports ?? []).map((port: any) => (typeof port === 'object' ? longPort(port) : shortPort(String(port))));
  }

  /** Whether other machines reach a port of it. */
  public get isOpen(): boolean {
    return this.ports.some(port => !port.startsWith(`${LOOPBACK}:`) && !port.startsWith('[::1]:'));
  }

  public get mounts(): TopologyMount[] {
    return (this.definition.volumes ?? [])
      .map((mount: any) => (typeof mount === 'object' ? longMount(mount) : shortMount(mount)))
      .filter(({ type, source }: TopologyMount) => source && ['volume', 'bind'].includes(type));
  }
}

/** The names in a list, or the keys of a map. */
function namesIn(names: string[] | { [name: string]: any }): string[] {
  return Array.isArray(names) ? [...names] : Object.keys(names);
}

function longPort(port: any): string {
  return portText(port.host_ip ?? '0.0.0.0', port.published ?? '', port.target, port.protocol ?? 'tcp');
}

/** `[[address:]published:]target[/protocol]` */
function shortPort(port: string): string {
  const [, hostIp, published, target, protocol] = /^(?:(?:(.+):)?([^:]*):)?([^:/]+)(?:\/(.+))?$/.exec(readable(port)) ?? [];
  return target === undefined ? readable(port) : portText(hostIp || '0.0.0.0', published ?? '', target, protocol ?? 'tcp');
}

function portText(hostIp: string, published: string | number, target: string | number, protocol: string): string {
  const address = readable(hostIp).replace(/^([^[].*:.*)$/, '[$1]');
  const host = readable(String(published)) || 'free port';
  const container = readable(String(target));
  return `${address}:${host}${host === container ? '' : ` → ${container}`}${protocol === 'tcp' ? '' : `/${protocol}`}`;
}

function longMount(mount: any): TopologyMount {
  return { type: mount.type, source: readable(mount.source ?? ''), target: readable(mount.target ?? ''), readOnly: mount.read_only ?? false };
}

/** `[source:]target[:mode]`; a source that is no name is a path of the host. */
function shortMount(mount: string): TopologyMount {
  const [, source, target, mode] = /^(?:((?:[A-Za-z]:[\\/])?[^:]+):)?([^:]+)(?::([^:]+))?$/.exec(readable(mount)) ?? [];
  return {
    type: /^[.~/\\$]|^[A-Za-z]:/.test(source ?? '') ? 'bind' : 'volume',
    source: source ?? '',
    target: target ?? '',
    readOnly: (mode ?? '').split(',').includes('ro'),
  };
}

/** A text without Compose's escapes, and without what stands in place of a missing variable: `${PORT:?set it}` is `${PORT}`. */
function readable(text: string): string {
  return text.replace(/\$\$|\$\{(\w+)[^}]*\}/g, (_, name) => (name ? `\${${name}}` : '$'));
}
