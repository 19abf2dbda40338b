import { dependenciesOf } from '../reading/dependencies';
import { profilesOf } from '../reading/deployment';
import { mountsOf } from '../reading/mounts';
import { networksOf } from '../reading/networks';
import { PortEntry, portEntriesOf } from '../reading/ports';
import { restartOf } from '../reading/restart';
import { LOOPBACK } from '../service/port-mapping';

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
 * A service of a compose file as a picture shows it: in either form that Compose allows for a key, references by their
 * names.
 */
export class TopologyService {
  constructor(
    public readonly name: string,
    private readonly definition: { [key: string]: any },
  ) {}

  public get image(): string {
    return readable(this.definition.image ?? '');
  }

  /** Where its image is built from, if it is. */
  public get buildContext(): string | undefined {
    const { build } = this.definition;
    return build && readable(typeof build === 'string' ? build : (build.context ?? '.'));
  }

  /** Whether its container is never started again after it has ended. */
  public get isNeverRestarted(): boolean {
    return this.definition.restart !== undefined && restartOf(this.definition)?.policy === 'no';
  }

  public get profiles(): string[] {
    return profilesOf(this.definition).map(readable);
  }

  /** The networks that it is in, sorted; Compose's own `default` where it names none. */
  public get networks(): string[] {
    const { network_mode: mode } = this.definition;
    return mode ? [`network_mode ${readable(mode)}`] : [...networksOf(this.definition)].sort();
  }

  public get dependencies(): TopologyDependency[] {
    return [...dependenciesOf(this.definition)].map(([service, { condition, required }]) => ({
      service,
      condition,
      required,
    }));
  }

  /** The published ports with the address that listens: `127.0.0.1:8080 → 80`. */
  public get ports(): string[] {
    return portEntriesOf(this.definition).map(portText);
  }

  /** Whether other machines reach a port of it. */
  public get isOpen(): boolean {
    return this.ports.some(port => !port.startsWith(`${LOOPBACK}:`) && !port.startsWith('[::1]:'));
  }

  public get mounts(): TopologyMount[] {
    return mountsOf(this.definition)
      .filter(({ source, type }) => source && ['volume', 'bind', 'unknown'].includes(type))
      .map(({ type, source, writtenTarget, readOnly }) => ({
        type: type === 'volume' ? type : 'bind', // a variable holds a path rather than the name of a volume, which is the app's own
        source: readable(source!),
        target: readable(writtenTarget ?? ''),
        readOnly,
      }));
  }
}

function portText({ hostIp, published, target, protocol }: PortEntry): string {
  const address = readable(hostIp ?? '0.0.0.0').replace(/^([^[].*:.*)$/, '[$1]');
  const host = readable(published ?? '') || 'free port';
  const container = readable(target);
  return `${address}:${host}${host === container ? '' : ` → ${container}`}${protocol === 'tcp' ? '' : `/${protocol}`}`;
}

/**
 * A text without Compose's escapes, and without what stands in place of a missing variable: `${PORT:?set it}` is
 * `${PORT}`.
 */
function readable(text: string): string {
  return text.replace(/\$\$|\$\{(\w+)[^}]*\}/g, (_, name) => (name ? `\${${name}}` : '$'));
}
