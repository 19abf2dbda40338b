import { isIP } from 'node:net';
import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { portEntriesOf, publishedPortsOf } from '../reading/ports';
import { hasReference } from '../value/interpolation';

/**
 * Ports are from 1 to 65535, and listen on IP addresses.
 */
export class ValidPorts implements IComposeRule {
  public readonly name = 'valid-ports';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services.flatMap(({ path, definition }) => [
      ...publishedPortsOf(definition)
        .flatMap(({ target, published }) => [target, ...published])
        .filter(port => !isPort(port))
        .map(port => ({ path, problem: `${port} is not a valid port`, remedy: 'use a port from 1 to 65535' })),
      ...portEntriesOf(definition)
        .map(({ hostIp = '' }) => hostIp.replace(/^\[(.*)\]$/, '$1'))
        .filter(address => address !== '' && !hasReference(address) && isIP(address) === 0)
        .map(address => ({
          path,
          problem: `it listens on "${address}", which is not an IP address`,
          remedy: 'use an address of the host, such as "127.0.0.1"',
        })),
    ]);
  }
}

/** Why a number is not a port. Empty if it is one, or if it is undefined. */
export function portFaults(port: number | undefined): string[] {
  return port === undefined || isPort(port) ? [] : [`${port} is not a valid port; use a port from 1 to 65535`];
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}
