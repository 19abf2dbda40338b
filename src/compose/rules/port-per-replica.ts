import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { replicasOf } from '../reading/deployment';
import { PublishedPort, publishedPortsOf } from '../reading/ports';

/**
 * A service of several containers publishes a free port, or a range in which there is one for each.
 */
export class PortPerReplica implements IComposeRule {
  public readonly name = 'port-per-replica';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services.flatMap(service => {
      const replicas = replicasOf(service.definition);
      return replicas <= 1
        ? []
        : publishedPortsOf(service.definition)
            .filter(({ published }) => published.length > 0 && published.length < replicas)
            .map(port => ({
              path: service.path,
              problem: `its ${replicas} containers cannot all have the port ${textOf(port)} of the host`,
              remedy:
                'publish a range that is large enough ("8000-8009"), or no port of the host, for which the engine picks free ones',
            }));
    });
  }
}

function textOf({ published: [first, ...others] }: PublishedPort): string {
  return others.length > 0 ? `${first}-${others.at(-1)}` : `${first}`;
}
