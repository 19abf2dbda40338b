import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { replicasOf } from '../reading/deployment';
import { PublishedPort, publishedPortsOf } from '../reading/ports';

/**
 * A service with several containers publishes a free port, or a range with a port for each of them.
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
              problem: `its ${replicas} containers cannot all publish the port ${textOf(port)} of the host`,
              remedy:
                'publish a large enough range ("8000-8009"), or leave out the host port, so that the engine picks free ones',
            }));
    });
  }
}

function textOf({ published: [first, ...others] }: PublishedPort): string {
  return others.length > 0 ? `${first}-${others.at(-1)}` : `${first}`;
}
