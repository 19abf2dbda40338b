import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { isTrue } from '../reading/boolean';
import { networksOf } from '../reading/networks';
import { portEntriesOf } from '../reading/ports';

/**
 * A service that publishes ports is in a network with egress. The engine silently ignores the ports of a service that
 * is only in `internal` networks.
 *
 * @see https://github.com/moby/moby/issues/36174
 */
export class PublishedPortsReachable implements IComposeRule {
  public readonly name = 'published-ports-reachable';

  public check(model: ComposeModel): RuleViolation[] {
    const internal = new Set(
      model
        .known('networks')
        .filter(({ definition }) => isTrue(definition.internal))
        .map(({ name }) => name),
    );
    return model.services
      .filter(service => {
        const networks = networksOf(service.definition);
        return (
          portEntriesOf(service.definition).length > 0 &&
          networks.length > 0 &&
          networks.every(name => internal.has(name))
        );
      })
      .map(service => ({
        path: service.path,
        problem: `it publishes ports, but none of its networks has egress (${networksOf(service.definition).join(', ')})`,
        remedy: 'add a network with egress, such as app.publicNetwork, or remove the ports',
      }));
  }
}
