import { Call, Expression } from './expression';
import { volumeEntry } from '../compose/internal';

/**
 * An entry of `volumes` as a call of `Mount`, or `undefined` if that cannot hold it.
 *
 * @param volume returns the constant of a named volume
 */
export function mountCall(entry: any, volume: (name: string) => Expression | undefined): Expression | undefined {
  return typeof entry === 'string' ? fromShortForm(entry, volume) : fromLongForm(entry, volume);
}

function fromShortForm(entry: string, volume: (name: string) => Expression | undefined): Expression | undefined {
  const { type, source, target, options } = volumeEntry(entry);
  if (
    entry.includes('$') ||
    source === undefined ||
    !target ||
    options.length > 1 ||
    options.some(option => !['rw', 'ro'].includes(option))
  ) {
    return undefined;
  }
  const readOnly = options.includes('ro') || undefined;
  if (type === 'bind') {
    return /^[.\/~]/.test(source)
      ? new Call('Mount.bind', [source, target, { createHostPath: true, readOnly }])
      : undefined; // not a path of this system
  }
  return volumeCall(volume(source), target, readOnly);
}

function fromLongForm(entry: any, volume: (name: string) => Expression | undefined): Expression | undefined {
  const { type, source, target, read_only: readOnly, ...options } = entry ?? {};
  const unknown = Object.keys(options).filter(key => key !== type);
  const keys = Object.keys(options[type] ?? {});
  if (
    unknown.length > 0 ||
    typeof target !== 'string' ||
    target.includes('$') ||
    ![undefined, true, false].includes(readOnly)
  ) {
    return undefined;
  }
  if (type === 'volume' && typeof source === 'string' && keys.length === 0) {
    return volumeCall(volume(source), target, readOnly || undefined);
  }
  const createHostPath = options.bind?.create_host_path;
  if (
    type === 'bind' &&
    typeof source === 'string' &&
    !source.includes('$') &&
    keys.length === 1 &&
    typeof createHostPath === 'boolean'
  ) {
    return mount('Mount.bind', [source, target], {
      createHostPath: createHostPath || undefined,
      readOnly: readOnly || undefined,
    });
  }
  const size = options.tmpfs?.size;
  if (
    type === 'tmpfs' &&
    source === undefined &&
    readOnly === undefined &&
    keys.every(key => key === 'size') &&
    (size === undefined || /^\w+$/.test(size))
  ) {
    return mount('Mount.tmpfs', [target], { size: size?.toString() });
  }
  return undefined;
}

function volumeCall(
  volume: Expression | undefined,
  target: string,
  readOnly: true | undefined,
): Expression | undefined {
  return volume && mount('Mount.volume', [volume, target], { readOnly });
}

/** The call, without an argument for options if there are none. */
function mount(factory: string, args: Expression[], options: { [key: string]: Expression }): Expression {
  return new Call(factory, Object.values(options).some(option => option !== undefined) ? [...args, options] : args);
}
