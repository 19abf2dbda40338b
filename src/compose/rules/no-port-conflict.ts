import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { areAlternatives, replicasOf } from '../reading/deployment';
import { PublishedPort, publishedPortsOf, shareAddress } from '../reading/ports';

/** A port and the service that publishes it. */
interface Listener {
  readonly service: ModelEntry;
  readonly port: PublishedPort;
}

/**
 * No two services that can run at the same time listen on one address and port of the host. `docker compose config`
 * accepts it, but the second container fails to start. The engine picks another port of a range at each start, so no
 * other service may publish any of its ports.
 */
export class NoPortConflict implements IComposeRule {
  public readonly name = 'no-port-conflict';

  public check(model: ComposeModel): RuleViolation[] {
    const listeners = model
      .known('services')
      .filter(({ definition }) => replicasOf(definition) > 0)
      .flatMap(service => publishedPortsOf(service.definition).map(port => ({ service, port })))
      .filter(({ port }) => port.published.length > 0);
    const ofPorts = new Map<number, Listener[]>();
    return listeners.flatMap(listener => {
      const earlier = earlierListeners(listener, ofPorts);
      return [
        ...earlier
          .filter(other => clash(other, listener))
          .slice(0, 1)
          .map(other => ({
            path: listener.service.path,
            problem: `it publishes ${textOf(listener)}, which ${other.service.path} publishes already (${textOf(other)})`,
            remedy:
              isRange(listener) || isRange(other)
                ? 'use another port or range: the engine may pick any port of a range'
                : 'publish it on another port',
          })),
        ...withoutFreePort(listener, earlier),
      ];
    });
  }
}

/** The listeners before this one that have a port in common with it, in their order; adds this one to them. */
function earlierListeners(listener: Listener, ofPorts: Map<number, Listener[]>): Listener[] {
  const earlier = new Set<Listener>();
  for (const port of listener.port.published) {
    const listeners = ofPorts.get(port) ?? [];
    listeners.forEach(other => earlier.add(other));
    ofPorts.set(port, [...listeners, listener]);
  }
  return [...earlier];
}

/** Ranges may overlap as long as they have a port for each container. */
function withoutFreePort(listener: Listener, earlier: Listener[]): RuleViolation[] {
  const rivals = isRange(listener) ? earlier.filter(other => isRange(other) && canMeet(other, listener)) : [];
  const ports = new Set([listener, ...rivals].flatMap(({ port }) => port.published));
  const containers = [listener, ...rivals].reduce((sum, { service }) => sum + replicasOf(service.definition), 0);
  return rivals.length === 0 || containers <= ports.size
    ? []
    : [
        {
          path: listener.service.path,
          problem: `it publishes a port of ${textOf(listener)}, which has too few ports for it and ${[...new Set(rivals.map(({ service }) => service.path))].join(' and ')}`,
          remedy: 'use a larger range',
        },
      ];
}

function clash(one: Listener, other: Listener): boolean {
  return !(isRange(one) && isRange(other)) && canMeet(one, other);
}

function canMeet(one: Listener, other: Listener): boolean {
  return (
    one.port.protocol === other.port.protocol &&
    shareAddress(one.port, other.port) &&
    !areAlternatives(one.service.definition, other.service.definition)
  );
}

function isRange({ port }: Listener): boolean {
  return port.published.length > 1;
}

function textOf({ port: { hostIp, published, protocol } }: Listener): string {
  return `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:${published[0]}${published.length > 1 ? `-${published.at(-1)}` : ''}/${protocol}`;
}
