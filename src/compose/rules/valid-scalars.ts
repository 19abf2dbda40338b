import { IComposeRule, RuleViolation } from './compose-rule';
import { Fault, violationsIn } from './fault';
import { ComposeModel } from '../app/compose-model';
import { isBoolean } from '../reading/boolean';
import { Literal, LiteralPaths } from '../reading/literal-paths';

/** Values that Compose converts to one type, also from text. */
interface Scalars {
  readonly paths: LiteralPaths;
  readonly isValid: (value: Literal['value']) => boolean;
  readonly noun: string;
  readonly remedy: string;
}

const COUNTS: Scalars = {
  paths: new LiteralPaths(
    'scale',
    'cpu_count',
    'healthcheck.retries',
    'deploy.replicas',
    'deploy.restart_policy.max_attempts',
    'deploy.placement.max_replicas_per_node',
    'deploy.update_config.parallelism',
    'deploy.rollback_config.parallelism',
  ),
  isValid: value => /^\+?\d+$/.test(String(value)) && Number.isSafeInteger(Number(value)),
  noun: 'a number that is 0 or greater',
  remedy: 'use a number such as 2',
};

const WEIGHTS: Scalars = {
  paths: new LiteralPaths('blkio_config.weight', 'blkio_config.weight_device.*.weight'),
  isValid: value => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535,
  noun: 'a number from 0 to 65535',
  remedy: 'write a number without quotes, from 10 to 1000',
};

const INTEGERS: Scalars = {
  paths: new LiteralPaths(
    'cpu_period',
    'cpu_quota',
    'cpu_rt_period',
    'cpu_rt_runtime',
    'cpu_shares',
    'pids_limit',
    'oom_score_adj',
    'deploy.resources.limits.pids',
    ...['ulimits', 'build.ulimits'].flatMap(key => [`${key}.*`, `${key}.*.soft`, `${key}.*.hard`]),
  ),
  isValid: value => /^[+-]?\d+$/.test(String(value)) && Number.isSafeInteger(Number(value)),
  noun: 'an integer',
  remedy: 'use a number without a unit and without decimal places',
};

const PERCENTAGES: Scalars = {
  paths: new LiteralPaths('cpu_percent'),
  isValid: value => /^\+?\d+$/.test(String(value)) && Number(value) <= 100,
  noun: 'an integer from 0 to 100',
  remedy: 'use a number such as 50',
};

const SCORES: Scalars = {
  paths: new LiteralPaths('oom_score_adj'),
  isValid: value => !(Math.abs(Number(value)) > 1000),
  noun: 'an integer from -1000 to 1000',
  remedy: 'use a number such as 500',
};

const DECIMALS: Scalars = {
  paths: new LiteralPaths(
    'cpus',
    'deploy.resources.limits.cpus',
    'deploy.resources.reservations.cpus',
    'deploy.resources.reservations.generic_resources.*.discrete_resource_spec.value',
    'deploy.update_config.max_failure_ratio',
    'deploy.rollback_config.max_failure_ratio',
  ),
  isValid: value => /^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(String(value)),
  noun: 'a number that is 0 or greater',
  remedy: 'use a number such as 1.5',
};

const BOOLEANS: Scalars = {
  paths: new LiteralPaths(
    ...['attach', 'init', 'oom_kill_disable', 'privileged', 'read_only', 'stdin_open', 'tty'],
    ...['no_cache', 'privileged', 'pull'].map(key => `build.${key}`),
    'depends_on.*.restart',
    'env_file.*.required',
    'healthcheck.disable',
    'networks.*.use_service_name_alias',
    'post_start.*.privileged',
    'pre_stop.*.privileged',
    'volumes.*.read_only',
    'volumes.*.bind.create_host_path',
    'volumes.*.volume.nocopy',
  ),
  isValid: isBoolean,
  noun: 'true or false',
  remedy: 'use true or false without quotes',
};

const BOOLEANS_OF_RESOURCES: Scalars = {
  ...BOOLEANS,
  paths: new LiteralPaths('external', 'internal', 'attachable', 'enable_ipv4', 'enable_ipv6'),
};

/**
 * Numbers and booleans that are written as text can be converted, and counts are not negative.
 *
 * @see https://github.com/compose-spec/compose-go/blob/main/loader/interpolate.go
 */
export class ValidScalars implements IComposeRule {
  public readonly name = 'valid-scalars';

  public check(model: ComposeModel): RuleViolation[] {
    const resources = [...model.networks, ...model.volumes, ...model.configs, ...model.secrets];
    return [
      ...violationsIn(
        model.services,
        ...[COUNTS, WEIGHTS, INTEGERS, PERCENTAGES, SCORES, DECIMALS, BOOLEANS].map(faultsIn),
      ),
      ...violationsIn(resources, faultsIn(BOOLEANS_OF_RESOURCES)),
    ];
  }
}

function faultsIn({ paths, isValid, noun, remedy }: Scalars): (definition: any) => Fault[] {
  return definition =>
    paths
      .in(definition)
      .filter(({ value }) => !isValid(value))
      .map(({ key, value }) => [`${key} is ${JSON.stringify(value)}, which is not ${noun}`, remedy]);
}
