import { hasReference } from '../value/interpolation';

/**
 * When the engine restarts a container after it has exited.
 */
export interface Restart {
  /** `no`, `always`, `unless-stopped` or `on-failure`. */
  readonly policy: string;
  /** The maximum number of restarts, 0 for no maximum. */
  readonly maxRetries: number;
}

/** The restart policy of the engine for `condition` of `deploy.restart_policy`. */
const CONDITIONS: { [condition: string]: string } = { '': 'no', none: 'no', any: 'always' };

/**
 * The restart policy of a service: `deploy.restart_policy` overrides `restart`, and the default is `no`. `undefined` if
 * a variable decides.
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
    : { policy: definition.restart === false || policy === '' ? 'no' : policy, maxRetries: Number(maxRetries ?? 0) };
}

/**
 * Whether a service is long-running, unlike an init job.
 */
export function runsOn(definition: { [key: string]: any }): boolean {
  return ['always', 'unless-stopped'].includes(restartOf(definition)?.policy ?? 'no');
}
