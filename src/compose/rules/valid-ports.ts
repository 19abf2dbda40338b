import { isIP, isIPv6 } from 'node:net';
import { IComposeRule, RuleViolation } from './compose-rule';
import { Fault, listOf, violationsIn } from './fault';
import { ComposeModel } from '../app/compose-model';
import { portEntry, portRange, writtenAddress } from '../reading/ports';
import { hasReference, withoutEscapes } from '../value/interpolation';

const PROTOCOLS = ['tcp', 'udp', 'sctp'];

/**
 * Ports are from 1 to 65535, and listen on IP addresses.
 */
export class ValidPorts implements IComposeRule {
  public readonly name = 'valid-ports';

  public check(model: ComposeModel): RuleViolation[] {
    return violationsIn(model.services, ({ ports, expose }) => [
      ...listOf(ports).flatMap(faultsOf),
      ...listOf(expose).flatMap(exposedFaults),
    ]);
  }
}

function faultsOf(port: any): Fault[] {
  const { published, target, protocol } = portEntry(port);
  const isLong = typeof port === 'object';
  return [
    ...rangeFaults(target, !isLong),
    ...(published === undefined ? [] : rangeFaults(published)),
    ...lengthFaults(target, published),
    ...protocolFaults(protocol),
    ...addressFaults(writtenAddress(port), isLong),
  ];
}

function exposedFaults(port: any): Fault[] {
  const { published, target, protocol } = portEntry(port);
  return published === undefined
    ? [...rangeFaults(target), ...protocolFaults(protocol)]
    : [[`it exposes "${port}", which names two ports`, 'name the port of the container alone']];
}

/** Why a text is neither a port nor, where the place allows one, a range. */
function rangeFaults(text: string, isRangeAllowed = true): Fault[] {
  const range = portRange(text);
  if (hasReference(text) || (range && range.every(isPort) && (isRangeAllowed || !text.includes('-')))) {
    return [];
  }
  return /^\d+-\d+$/.test(text)
    ? [[`"${text}" is not a valid range of ports`, 'use ports from 1 to 65535, the lower one first']]
    : [
        [
          `${/^-?[\d.]+$/.test(text) ? text : JSON.stringify(withoutEscapes(text))} is not a valid port`,
          'use a port from 1 to 65535',
        ],
      ];
}

/** Ranges of host and container have the same length; a single port of the container may have a range of the host. */
function lengthFaults(target: string, published = ''): Fault[] {
  const [inside, outside] = [portRange(target), portRange(published)];
  const length = ([first, last]: [number, number]) => last - first;
  return inside && outside && length(inside) > 0 && length(inside) !== length(outside)
    ? [[`the ranges of ports "${published}" and "${target}" differ in length`, 'give both the same number of ports']]
    : [];
}

function protocolFaults(protocol: string): Fault[] {
  return hasReference(protocol) || PROTOCOLS.includes(protocol.split('/')[0])
    ? []
    : [[`"${protocol}" is not a protocol of ports`, `use one of ${PROTOCOLS.join(', ')}`]];
}

function addressFaults(address: string | undefined, isLong: boolean): Fault[] {
  if (address === undefined || (address === '' && !isLong) || hasReference(address)) {
    return [];
  }
  const [, inBrackets] = /^\[(.*)\]$/.exec(address) ?? [];
  if (isLong ? isIP(address) : inBrackets === undefined ? isIP(address) === 4 : isIPv6(inBrackets)) {
    return [];
  }
  const unbracketed = inBrackets ?? address;
  return isIPv6(unbracketed)
    ? [
        [
          `it listens on "${address}", an address of IPv6`,
          isLong ? `write it without brackets: "${unbracketed}"` : `write it in brackets: "[${unbracketed}]"`,
        ],
      ]
    : [
        [
          `it listens on "${unbracketed}", which is not an IP address`,
          'use an address of the host, such as "127.0.0.1"',
        ],
      ];
}

/** Why a number is not a port. Empty if it is one, or if it is undefined. */
export function portFaults(port: number | undefined): string[] {
  return port === undefined || isPort(port) ? [] : [`${port} is not a valid port; use a port from 1 to 65535`];
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}
