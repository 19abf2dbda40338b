import { IComposeRule, RuleViolation } from './compose-rule';
import { Fault, violationsIn } from './fault';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { bytesOf } from '../reading/quantity';
import { hasReference } from '../value/interpolation';

/** Pairs of keys for one limit. Compose accepts both if they are equal. */
const TWINS: [string, string, (value: any) => number | undefined][] = [
  ['cpus', 'deploy.resources.limits.cpus', Number],
  ['mem_limit', 'deploy.resources.limits.memory', bytesOf],
  ['mem_reservation', 'deploy.resources.reservations.memory', bytesOf],
  ['pids_limit', 'deploy.resources.limits.pids', Number],
  ['scale', 'deploy.replicas', Number],
];

/** The engine accepts keys of one list only: a number of processors, or a share of their time. */
const PROCESSORS = ['cpus', 'deploy.resources.limits.cpus'];
const PROCESSOR_TIME = ['cpu_quota', 'cpu_period'];

/**
 * The limits of a service do not contradict each other. Compose or the engine refuses them, the engine only when it
 * creates the container.
 *
 * Tested with Docker Compose 2.40 and Docker Engine 29.
 */
export class NoConflictingLimits implements IComposeRule {
  public readonly name = 'no-conflicting-limits';

  public check(model: ComposeModel): RuleViolation[] {
    return violationsIn(model.services, differentTwins, processors, memory);
  }
}

function differentTwins(definition: ModelEntry['definition']): Fault[] {
  return TWINS.flatMap(([key, other, read]): Fault[] => {
    const [value, twin] = [valueAt(definition, key), valueAt(definition, other)];
    if (value === undefined) {
      return [];
    }
    if (twin !== undefined) {
      return read(value) === read(twin)
        ? []
        : [[`${key} and ${other} have different values (${value} and ${twin})`, 'remove one of the two']];
    }
    const parent = other.slice(0, other.lastIndexOf('.'));
    return parent.startsWith('deploy.resources.') &&
      isSet(definition, parent) &&
      !isSet(definition, other) &&
      read(value)
      ? [[`${key} is set beside ${parent}, where Compose misses the same value`, `set ${other} in place of ${key}`]]
      : [];
  });
}

function processors(definition: ModelEntry['definition']): Fault[] {
  const [number, time] = [PROCESSORS, PROCESSOR_TIME].map(keys =>
    keys.find(key => valueAt(definition, key) !== undefined),
  );
  return number && time
    ? [[`${number} and ${time} cannot both be set: the engine refuses the container`, 'remove one of the two']]
    : [];
}

function memory(definition: ModelEntry['definition']): Fault[] {
  const at = (...keys: string[]) =>
    keys.map(key => bytesOf(valueAt(definition, key))).find(bytes => bytes !== undefined && bytes > 0);
  const limit = at('mem_limit', 'deploy.resources.limits.memory');
  const reservation = at('mem_reservation', 'deploy.resources.reservations.memory');
  const withSwap = at('memswap_limit');
  const isUnknown = hasReference(definition.mem_limit) || hasReference(definition.deploy?.resources?.limits?.memory);
  return [
    ...(limit !== undefined && reservation !== undefined && reservation > limit
      ? [['the reserved memory is more than the memory limit', 'reserve less, or raise the limit'] as Fault]
      : []),
    ...(withSwap !== undefined && limit !== undefined && withSwap < limit
      ? [
          [
            'memswap_limit, which is memory and swap together, is less than the memory limit',
            'raise memswap_limit, or remove it',
          ] as Fault,
        ]
      : []),
    ...(withSwap !== undefined && limit === undefined && !isUnknown
      ? [['memswap_limit also needs a memory limit', 'set mem_limit, or remove memswap_limit'] as Fault]
      : []),
  ];
}

/** Whether a path of keys has a value, also one that a variable decides. */
function isSet(definition: ModelEntry['definition'], path: string): boolean {
  return (path.split('.').reduce<any>((node, key) => node?.[key], definition) ?? undefined) !== undefined;
}

/** The value at a path of keys; `undefined` where the key is absent, or a variable decides it. */
function valueAt(definition: ModelEntry['definition'], path: string): any {
  const value = path.split('.').reduce<any>((node, key) => node?.[key], definition);
  return value === null || hasReference(value) ? undefined : value;
}
