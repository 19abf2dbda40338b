import { Expression, Name } from './expression';

/** `[[address:][published]:]target[/protocol]`; both ports may be ranges. */
const SHORT = /^(?:(?:([\d.]+|\[[\da-fA-F:]+\]):)?(\d+(?:-\d+)?)?:)?(\d+(?:-\d+)?)(?:\/(tcp|udp))?$/;

/**
 * An entry of `ports` as `PortMapping`s, or `undefined` where these have no form for it.
 */
export function portMappings(entry: any): Expression[] | undefined {
  return typeof entry === 'object' && entry !== null ? fromLongForm(entry) : fromShortForm(String(entry));
}

function fromLongForm({ target, published, host_ip: hostIp, protocol, mode, ...others }: any): Expression[] | undefined {
  const typed = Object.keys(others).length === 0 && Number.isInteger(target) && (published === undefined || /^\d+$/.test(published))
    && (hostIp === undefined || /^[\d.]+$|^[\da-fA-F:]+$/.test(hostIp))
    && [undefined, 'tcp', 'udp'].includes(protocol) && [undefined, 'ingress'].includes(mode);
  return typed ? [mapping(target, published === undefined ? undefined : Number(published), hostIp, protocol)] : undefined;
}

function fromShortForm(entry: string): Expression[] | undefined {
  const match = SHORT.exec(entry);
  if (!match) {
    return undefined;
  }
  const [, hostIp, published, target, protocol] = match;
  const targets = portsIn(target);
  const hostPorts = published ? portsIn(published) : targets.map(() => undefined);
  return targets.length === hostPorts.length
    ? targets.map((port, index) => mapping(port, hostPorts[index], hostIp?.replace(/^\[|\]$/g, ''), protocol))
    : undefined;
}

function mapping(target: number, published: number | undefined, hostIp: string | undefined, protocol: string | undefined): Expression {
  return { target, published, hostIp: hostIp ?? '*', protocol: protocol === 'udp' ? new Name('PortProtocol.UDP') : undefined };
}

function portsIn(range: string): number[] {
  const [first, last = first] = range.split('-').map(Number);
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => first + index);
}
