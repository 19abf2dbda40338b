import { posix } from 'node:path';
import { isTrue } from './boolean';
import { splitText } from '../value/interpolated-text';
import { hasReference, withoutEscapes } from '../value/interpolation';

/**
 * A mount of a service, read from any form that Compose allows.
 */
export interface ServiceMount {
  /** The key of the service that it is in: `volumes`, `tmpfs`, `configs`, `secrets`. */
  readonly key: string;
  /**
   * `volume`, `bind`, `tmpfs`, `config`, `secret`, another type of Compose, or `unknown` if a variable decides.
   */
  readonly type: string;
  /** The name of the volume, config or secret, or the path on the host, in Compose's syntax. */
  readonly source?: string;
  /** The absolute path in the container; none if a variable decides it. */
  readonly target?: string;
  /** The path in the container as the file has it, in Compose's syntax. */
  readonly writtenTarget?: string;
  /**
   * Whether the container can only read it. Volumes, binds and tmpfs are writable unless they are declared read-only.
   */
  readonly readOnly: boolean;
  /** Whether it is an error at start if the path on the host does not exist. */
  readonly sourceMustExist: boolean;
}

/**
 * The parts of an entry of `volumes`, in Compose's syntax.
 */
export interface VolumeEntry {
  readonly type: string;
  readonly source?: string;
  readonly target?: string;
  /** The options after the second colon of the short form, such as `ro` and `z`. */
  readonly options: string[];
}

/** Several rules need the mounts of one service. */
const found = new WeakMap<object, ServiceMount[]>();

/**
 * All mounts of a service.
 *
 * @param definition the service, as the compose file holds it
 */
export function mountsOf(definition: { [key: string]: any }): ServiceMount[] {
  const mounts = found.get(definition) ?? findMounts(definition);
  found.set(definition, mounts);
  return mounts;
}

function findMounts({ volumes, tmpfs, configs, secrets }: { [key: string]: any }): ServiceMount[] {
  return [
    ...listOf(volumes).map(mount => (typeof mount === 'string' ? shortVolume(mount) : longVolume(mount))),
    ...listOf(tmpfs).map(mount =>
      mountAt('/', splitText(String(mount), ':')[0], {
        key: 'tmpfs',
        type: 'tmpfs',
        readOnly: /:(.*,)?ro(,|$)/.test(mount),
        sourceMustExist: false,
      }),
    ),
    ...listOf(configs).map(grant => file('configs', 'config', '/', grant)),
    ...listOf(secrets).map(grant => file('secrets', 'secret', '/run/secrets', grant)),
  ];
}

/** The entries of a list, or a single one. */
function listOf(value: any): any[] {
  return [value ?? []].flat().filter(item => item !== null && item !== undefined);
}

function longVolume({ type, source, target, bind, read_only: readOnly }: any): ServiceMount {
  return mountAt('/', target, {
    key: 'volumes',
    type: hasReference(type) ? 'unknown' : type,
    source,
    readOnly: isTrue(readOnly),
    sourceMustExist: type === 'bind' && bind?.create_host_path === false,
  });
}

/** Docker creates a folder if the path does not exist on the host. */
function shortVolume(text: string): ServiceMount {
  const { type, source, target, options } = volumeEntry(text);
  return mountAt('/', target, {
    key: 'volumes',
    type,
    ...(source !== undefined && { source }),
    readOnly: options.includes('ro'),
    sourceMustExist: false,
  });
}

/**
 * The short form `[source:]target[:options]`; a source that begins with `.`, `/`, `~`, `\\` or a drive of Windows is a
 * path of the host. A single letter before a colon is a drive.
 *
 * @see https://github.com/compose-spec/compose-go/blob/main/format/volume.go
 */
export function volumeEntry(text: string): VolumeEntry {
  const parts = volumeParts(text);
  if (parts.length === 1) {
    return { type: 'volume', target: parts[0], options: [] };
  }
  const [source, target, ...options] = parts;
  const type =
    hasReference(source) && !/^[.~/]/.test(source)
      ? 'unknown'
      : /^([.~/]|\\\\|\p{L}:)/u.test(source)
        ? 'bind'
        : 'volume';
  return { type, source, target, options: options.flatMap(option => option.split(',')) };
}

/**
 * The parts of the short form between colons. Compose accepts one to three parts that are not empty.
 */
export function volumeParts(text: string): string[] {
  const parts = text.length > 2 ? splitText(text, ':') : [text];
  for (let index = 0; index < parts.length - 1; index++) {
    if (/^\p{L}$/u.test(parts[index])) {
      parts.splice(index, 2, `${parts[index]}:${parts[index + 1]}`);
    }
  }
  return parts;
}

function file(key: string, type: string, folder: string, grant: any): ServiceMount {
  const { source, target } = typeof grant === 'string' ? { source: grant, target: undefined } : grant;
  return mountAt(folder, target ?? source, { key, type, source, readOnly: true, sourceMustExist: false });
}

function mountAt(
  folder: string,
  target: string | undefined,
  mount: Omit<ServiceMount, 'target' | 'writtenTarget'>,
): ServiceMount {
  const path = target === undefined || hasReference(target) ? undefined : posix.resolve(folder, withoutEscapes(target));
  return {
    ...mount,
    ...(path !== undefined && { target: path }),
    ...(target !== undefined && { writtenTarget: target }),
  };
}
