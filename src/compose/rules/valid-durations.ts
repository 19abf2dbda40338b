import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { LiteralPaths } from '../reading/literal-paths';
import { millisOf } from '../reading/quantity';

const LENGTHS_OF_TIME = new LiteralPaths(
  'stop_grace_period',
  ...['interval', 'timeout', 'start_period', 'start_interval'].map(key => `healthcheck.${key}`),
  ...['update_config', 'rollback_config'].flatMap(key => [`deploy.${key}.delay`, `deploy.${key}.monitor`]),
  'deploy.restart_policy.delay',
  'deploy.restart_policy.window',
);

/**
 * Lengths of time are numbers, each with its unit. Compose reads them as Go does, with days and weeks more.
 *
 * @see https://docs.docker.com/reference/compose-file/extension/#specifying-durations
 */
export class ValidDurations implements IComposeRule {
  public readonly name = 'valid-durations';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services.flatMap(({ path, definition }) =>
      LENGTHS_OF_TIME.in(definition)
        .filter(({ value }) => millisOf(value) === undefined)
        .map(({ key, value }) => ({
          path,
          problem: `${key} is "${value}", which is no length of time`,
          remedy: 'give a number and its unit, such as "10s" or "1m30s"',
        })),
    );
  }
}
