import { Expression, Name } from './expression';
import { portEntry, portNumbers } from '../compose/internal';

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
