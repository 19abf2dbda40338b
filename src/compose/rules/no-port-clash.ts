import { ComposeModel, ModelEntry } from '../compose-model';
import { IComposeRule, RuleViolation } from './compose-rule';
import { PublishedPort, publishedPortsOf } from './published-port';

const EVERY_ADDRESS = ['0.0.0.0', '::', '[::]', ''];

/**
 * No two services listen on one address and port of the host. `docker compose config` lets it pass; the second
 * container fails to start.
 */
export class NoPortClash implements IComposeRule {
  public readonly name = 'no-port-clash';

  public check(model: ComposeModel): RuleViolation[] {
    const taken = new Map<string, { service: ModelEntry; port: PublishedPort }[]>();
    const violations: RuleViolation[] = [];
    for (const service of model.known('services')) {
      for (const port of publishedPortsOf(service).filter(({ published }) => published !== undefined)) {
        const key = `${port.published}/${port.protocol}`;
        const others = taken.get(key) ?? [];
        const other = others.find(candidate => overlap(candidate.port.hostIp, port.hostIp));
        if (other) {
          violations.push({
            path: service.path,
            problem: `it publishes ${port.hostIp}:${key}, which ${other.service.path} publishes already (${other.port.hostIp}:${key})`,
            remedy: 'publish it on another port',
          });
        }
        taken.set(key, [...others, { service, port }]);
      }
    }
    return violations;
  }
}

function overlap(one: string, other: string): boolean {
  return one === other || EVERY_ADDRESS.includes(one) || EVERY_ADDRESS.includes(other);
}
