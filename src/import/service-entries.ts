import { Call, Expression, Name } from './expression';
import { millisOf, portEntry, portNumbers, volumeEntry } from '../compose/internal';

/** The keys that a `PortMapping` can hold. */
const KEYS = ['target', 'published', 'host_ip', 'protocol', 'mode'];

/**
 * An entry of `ports` as `PortMapping`s, or `undefined` if these cannot hold it.
 */
export function portMappings(entry: any): Expression[] | undefined {
  const isLong = typeof entry === 'object' && entry !== null;
  if (isLong && (Object.keys(entry).some(key => !KEYS.includes(key)) || ![undefined, 'ingress'].includes(entry.mode))) {
    return undefined;
  }
  const { hostIp, published, target, protocol } = portEntry(entry);
  const isRange = isLong ? /^\d+$/ : /^\d+(-\d+)?$/;
  if (
    !isRange.test(target) ||
    (published !== undefined && !isRange.test(published)) ||
    (hostIp !== undefined && !/^[\d.]+$|^[\da-fA-F:]+$/.test(hostIp)) ||
    !['tcp', 'udp'].includes(protocol)
  ) {
    return undefined;
  }
  const targets = portNumbers(target);
  const hostPorts = published === undefined ? targets.map(() => undefined) : portNumbers(published);
  return targets.length === hostPorts.length
    ? targets.map((port, index) => mapping(port, hostPorts[index], hostIp, protocol))
    : undefined;
}

function mapping(
  target: number,
  published: number | undefined,
  hostIp: string | undefined,
  protocol: string | undefined,
): Expression {
  return {
    target,
    published,
    hostIp: hostIp ?? '*',
    protocol: protocol === 'udp' ? new Name('PortProtocol.UDP') : undefined,
  };
}

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

const DURATIONS: { [key: string]: string } = {
  interval: 'interval',
  timeout: 'timeout',
  start_period: 'startPeriod',
  start_interval: 'startInterval',
};

/**
 * A service's `healthcheck` as a call of `Healthcheck`.
 */
export interface HealthcheckCall {
  /** The call. */
  readonly call: Expression;
  /** The keys that `Healthcheck` sets but the file does not. */
  readonly unset: string[];
}

/**
 * A `healthcheck` as a call of `Healthcheck`, or `undefined` if that cannot hold it.
 *
 * @param entry its `test` contains literal text, or `IEnvValue`s for text with variables
 */
export function healthcheckCall(entry: any): HealthcheckCall | undefined {
  const { test, disable, retries, ...durations } = entry;
  if (disable === true && Object.values(entry).filter(value => value !== undefined).length === 1) {
    return { call: new Call('Healthcheck.disabled', []), unset: [] };
  }
  const command = commandOf(test);
  const calls = Object.entries<any>(durations).map(([key, text]): [string, Expression] => [
    DURATIONS[key],
    durationCall(text),
  ]);
  if (
    !command ||
    disable ||
    (retries !== undefined && !Number.isInteger(retries)) ||
    calls.some(([option, call]) => option === undefined || call === undefined)
  ) {
    return undefined;
  }
  const options: { [option: string]: Expression } = {
    ...Object.fromEntries(calls),
    ...(retries !== undefined && { retries }),
  };
  return {
    call: new Call(command.callee, Object.keys(options).length > 0 ? [...command.args, options] : command.args),
    unset: ['retries', ...Object.keys(DURATIONS)].filter(key => entry[key] === undefined),
  };
}

function commandOf(test: any): Call | undefined {
  if (typeof test === 'string') {
    return new Call('Healthcheck.shell', [test]);
  }
  const [kind, ...words] = Array.isArray(test) && test.every(word => typeof word === 'string') ? test : [];
  if (kind === 'CMD' && words.length > 0) {
    return new Call('Healthcheck.command', [words]);
  }
  return kind === 'CMD-SHELL' && words.length === 1 ? new Call('Healthcheck.shell', words) : undefined;
}

/**
 * A duration such as `1m30s` as a call of `Duration`, or `undefined` if it is not valid, or has fractions of a
 * millisecond.
 */
export function durationCall(text: any): Expression | undefined {
  const millis = typeof text === 'string' ? millisOf(text) : undefined;
  if (millis === undefined || !Number.isInteger(millis)) {
    return undefined;
  }
  const [factory, size] =
    millis % 60_000 === 0 && millis > 0 ? ['minutes', 60_000] : millis % 1000 === 0 ? ['seconds', 1000] : ['millis', 1];
  return new Call(`Duration.${factory}`, [millis / Number(size)]);
}
