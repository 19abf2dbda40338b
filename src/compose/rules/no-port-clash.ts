import { ComposeModel, ModelEntry } from '../compose-model';
import { IComposeRule, RuleViolation } from './compose-rule';
import { areAlternatives } from './profiles';
import { PublishedPort, publishedPortsOf, shareAddress } from './published-port';

/** A port beside the service that publishes it. */
interface Listener {
  readonly service: ModelEntry;
  readonly port: PublishedPort;
}

/**
 * No two services that can run at once listen on one address and port of the host. `docker compose config` lets it pass; the second
 * container fails to start.
 */
export class NoPortClash implements IComposeRule {
  public readonly name = 'no-port-clash';

  public check(model: ComposeModel): RuleViolation[] {
    const taken = new Map<string, Listener[]>();
    const violations: RuleViolation[] = [];
    const listeners = model.known('services').flatMap(service => publishedPortsOf(service).map(port => ({ service, port })));
    for (const listener of listeners.filter(({ port }) => port.published.length === 1)) {
      const key = keyOf(listener, listener.port.published[0]);
      const others = taken.get(key) ?? [];
      const other = others.find(candidate => clash(candidate, listener));
      if (other) {
        violations.push({
          path: listener.service.path,
          problem: `it publishes ${listener.port.hostIp}:${key}, which ${other.service.path} publishes already (${other.port.hostIp}:${key})`,
          remedy: 'publish it on another port',
        });
      }
      taken.set(key, [...others, listener]);
    }
    return [...violations, ...listeners.filter(({ port }) => port.published.length > 1).flatMap(listener => withoutFreePort(listener, taken))];
  }
}

/** The engine picks a free port of a range, unless there is none. */
function withoutFreePort(listener: Listener, taken: Map<string, Listener[]>): RuleViolation[] {
  const { service, port } = listener;
  const others = port.published.map(number => taken.get(keyOf(listener, number))?.find(candidate => clash(candidate, listener)));
  return others.includes(undefined) ? [] : [{
    path: service.path,
    problem: `it publishes a port of ${port.hostIp}:${port.published[0]}-${port.published.at(-1)}/${port.protocol}, `
      + `which are all published already, by ${[...new Set(others.map(other => other!.service.path))].join(' and ')}`,
    remedy: 'give it a larger range',
  }];
}

function keyOf({ port }: Listener, published: number): string {
  return `${published}/${port.protocol}`;
}

function clash(one: Listener, other: Listener): boolean {
  return shareAddress(one.port, other.port) && !areAlternatives(one.service, other.service);
}
