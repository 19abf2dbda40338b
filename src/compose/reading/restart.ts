import { hasReference } from '../value/interpolation';

/**
 * When the engine starts a container again after it has ended.
 */
export interface Restart {
  /** `no`, `always`, `unless-stopped` or `on-failure`. */
  readonly policy: string;
  /** The number of times, 0 for ever. */
  readonly maxRetries: number;
}

/** What `condition` of `deploy.restart_policy` means to the engine. */
const CONDITIONS: { [condition: string]: string } = { none: 'no', any: 'always', 'on-failure': 'on-failure' };

/**
 * When the engine starts the container of a service again; `deploy.restart_policy` overrides `restart`, and without
 * either it never does. Nothing where a variable decides.
 *
 * @param definition the service, as the compose file holds it
 * @see https://github.com/docker/compose/blob/main/pkg/compose/create.go
 */
export function restartOf(definition: { [key: string]: any }): Restart | undefined {
  const deployed = definition.deploy?.restart_policy;
  if (deployed) {
    const condition = deployed.condition ?? 'none';
    return hasReference(condition)
      ? undefined
      : { policy: CONDITIONS[condition] ?? condition, maxRetries: Number(deployed.max_attempts ?? 0) };
  }
  const restart = String(definition.restart ?? 'no');
  const [policy, maxRetries] = restart.split(':');
  return hasReference(restart)
    ? undefined
    : { policy: policy === 'false' || policy === '' ? 'no' : policy, maxRetries: Number(maxRetries ?? 0) };
}

/**
 * Whether a service is there to stay, rather than to do something once.
 */
export function runsOn(definition: { [key: string]: any }): boolean {
  return ['always', 'unless-stopped'].includes(restartOf(definition)?.policy ?? 'no');
}
