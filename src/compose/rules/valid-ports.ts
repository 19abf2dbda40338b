import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { publishedPortsOf } from '../reading/ports';

/**
 * Ports are from 1 to 65535.
 */
export class ValidPorts implements IComposeRule {
  public readonly name = 'valid-ports';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services.flatMap(({ path, definition }) =>
      publishedPortsOf(definition)
        .flatMap(({ target, published }) => [target, ...published])
        .filter(port => !Number.isInteger(port) || port < 1 || port > 65535)
        .map(port => ({ path, problem: `${port} is not a valid port`, remedy: 'use a port from 1 to 65535' })),
    );
  }
}
