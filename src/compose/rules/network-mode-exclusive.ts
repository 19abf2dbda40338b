import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { namesIn } from '../reading/networks';

/**
 * A service has either a `network_mode` or `networks`.
 */
export class NetworkModeExclusive implements IComposeRule {
  public readonly name = 'network-mode-exclusive';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services
      .filter(({ definition }) => definition.network_mode && namesIn(definition.networks).length > 0)
      .map(({ path, definition }) => ({
        path,
        problem: `it has the network_mode "${definition.network_mode}" and also networks (${namesIn(definition.networks).join(', ')})`,
        remedy: 'remove one of the two',
      }));
  }
}
