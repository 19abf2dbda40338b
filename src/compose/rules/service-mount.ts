import { posix } from 'node:path';
import { ModelEntry } from '../compose-model';
import { hasReference, withoutEscapes } from '../interpolation';

/**
 * Something that a container sees at a path of its own, read from any form that Compose allows.
 */
export interface ServiceMount {
  /** The key of the service that holds it: `volumes`, `tmpfs`, `configs`, `secrets`. */
  readonly key: string;
  /** `volume`, `bind`, `tmpfs`, `config`, `secret`, another type of Compose's, or `unknown` where a variable decides. */
  readonly type: string;
  /** The name of the volume, config or secret, or the path on the host, in Compose's syntax. */
  readonly source?: string;
  /** The absolute path in the container; none where a variable has a say in it. */
  readonly target?: string;
  /** Whether nothing at the path on the host is an error at start. */
  readonly sourceMustExist?: boolean;
}

/** Several rules ask for the mounts of one service. */
const found = new WeakMap<object, ServiceMount[]>();

/**
 * All mounts of a service.
 */
export function mountsOf({ definition }: ModelEntry): ServiceMount[] {
  const mounts = found.get(definition) ?? findMounts(definition);
  found.set(definition, mounts);
  return mounts;
}

function findMounts({ volumes, tmpfs, configs, secrets }: ModelEntry['definition']): ServiceMount[] {
  return [
    ...(volumes ?? []).map((mount: any) => (typeof mount === 'string' ? shortVolume(mount) : longVolume(mount))),
    ...[tmpfs ?? []].flat().map((mount: string) => ({ key: 'tmpfs', type: 'tmpfs', target: pathOf('/', mount.split(':')[0]) })),
    ...(configs ?? []).map((grant: any) => file('configs', 'config', '/', grant)),
    ...(secrets ?? []).map((grant: any) => file('secrets', 'secret', '/run/secrets', grant)),
  ];
}

function longVolume({ type, source, target, bind }: any): ServiceMount {
  return {
    key: 'volumes',
    type,
    source,
    target: pathOf('/', target),
    sourceMustExist: type === 'bind' && bind?.create_host_path === false,
  };
}

/** `[source:]target[:mode]`; a source that is no name is a path of the host, which Docker makes where there is nothing. */
function shortVolume(mount: string): ServiceMount {
  const parts = mount.replace(/\$\{[^}]*\}/g, reference => reference.replaceAll(':', '\0'));
  const [, source, target] = /^(?:((?:[A-Za-z]:[\\/])?[^:]+):)?([^:]+)(?::[^:]+)?$/.exec(parts) ?? [];
  return {
    key: 'volumes',
    type: hasReference(source) ? 'unknown' : /^[.~/\\]|^[A-Za-z]:[\\/]/.test(source ?? '') ? 'bind' : 'volume',
    source: source?.replaceAll('\0', ':'),
    target: pathOf('/', target),
  };
}

function file(key: string, type: string, folder: string, grant: any): ServiceMount {
  const { source, target } = typeof grant === 'string' ? { source: grant, target: undefined } : grant;
  return { key, type, source, target: pathOf(folder, target ?? source) };
}

function pathOf(folder: string, path: string | undefined): string | undefined {
  return path === undefined || hasReference(path) ? undefined : posix.resolve(folder, withoutEscapes(path));
}
