import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { LiteralPaths } from '../reading/literal-paths';
import { millisOf } from '../reading/quantity';

const DURATIONS = new LiteralPaths(
  'stop_grace_period',
  ...['interval', 'timeout', 'start_period', 'start_interval'].map(key => `healthcheck.${key}`),
  ...['update_config', 'rollback_config'].flatMap(key => [`deploy.${key}.delay`, `deploy.${key}.monitor`]),
  'deploy.restart_policy.delay',
  'deploy.restart_policy.window',
);

/**
 * Durations are numbers, each with a unit. Compose reads them as Go does, and also accepts days and weeks.
 *
 * @see https://docs.docker.com/reference/compose-file/extension/#specifying-durations
 */
export class ValidDurations implements IComposeRule {
  public readonly name = 'valid-durations';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services.flatMap(({ path, definition }) =>
      DURATIONS.in(definition)
        .filter(({ value }) => millisOf(value) === undefined)
        .map(({ key, value }) => ({
          path,
          problem: `${key} is "${value}", which is not a duration`,
          remedy: 'use a number and its unit, such as "10s" or "1m30s"',
        })),
    );
  }
}
