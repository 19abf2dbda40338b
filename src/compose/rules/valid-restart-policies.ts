import { IComposeRule, RuleViolation } from './compose-rule';
import { Fault, violationsIn } from './fault';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { restartOf } from '../reading/restart';

const POLICIES = ['no', 'always', 'unless-stopped', 'on-failure'];

/**
 * Restart policies are those of the engine, which refuses others when it creates the container.
 *
 * @see https://docs.docker.com/reference/compose-file/services/#restart
 */
export class ValidRestartPolicies implements IComposeRule {
  public readonly name = 'valid-restart-policies';

  public check(model: ComposeModel): RuleViolation[] {
    return violationsIn(model.services, faultsOf);
  }
}

function faultsOf(definition: ModelEntry['definition']): Fault[] {
  const restart = restartOf(definition);
  if (!restart) {
    return [];
  }
  const { policy, maxRetries } = restart;
  if (!POLICIES.includes(policy)) {
    return [[`"${policy}" is not a restart policy`, `use one of ${POLICIES.join(', ')}`]];
  }
  const isCount = Number.isInteger(maxRetries) && maxRetries >= 0;
  return !isCount && !definition.deploy?.restart_policy
    ? [['the maximum number of its restarts is not a number', 'write it as in "on-failure:3"']]
    : maxRetries > 0 && policy !== 'on-failure'
      ? [[`the restart policy "${policy}" has a maximum number of restarts`, 'use on-failure, or remove the number']]
      : [];
}
