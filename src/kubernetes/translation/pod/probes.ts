import { environmentOf, healthOf, HealthSource, millisOf } from '../../../compose/internal';
import { ClusterService } from '../cluster-service';
import { Report } from '../report';
import { escaped, Values } from '../values';

/** Compose's own values. */
const DEFAULTS = { interval: '30s', timeout: '30s', retries: 3 };
const DEFAULT_START_INTERVAL = '5s';

/** No probe restarts a pod with data: a database that recovers answers late, and would have to start again. */
const DAY = 24 * 60 * 60;

/** A pod is restarted after this many times the failures that make it not ready. */
const LIVENESS_PATIENCE = 3;

/**
 * The healthcheck of a service as probes: startup until it first succeeds, readiness for requests and dependants,
 * liveness to restart it.
 *
 * @param keepsData whether the service has a volume that is kept
 */
export function probesOf(
  service: ClusterService,
  keepsData: boolean,
  values: Values,
  report: Report,
): { [key: string]: any } {
  const { name, definition, isFinite } = service;
  const { source, test } = healthOf(definition);
  if (isFinite || source === HealthSource.DISABLED) {
    return {};
  }
  if (source === HealthSource.UNKNOWN) {
    report.error(name, 'a variable decides on its `healthcheck`', 'write out `disable` and the first word of `test`');
    return {};
  }
  if (test.length === 0) {
    if (definition.healthcheck !== undefined) {
      report.error(
        name,
        'its `healthcheck` changes that of its image, which Kubernetes does not know',
        'give it a `test`',
      );
    }
    return {};
  }
  const {
    interval,
    timeout,
    retries,
    start_period: startPeriod,
    start_interval: startInterval,
  } = {
    ...DEFAULTS,
    ...definition.healthcheck,
  };
  const seconds = (key: string, duration: any) => secondsOf(service, key, duration, values, report);
  const period = Math.max(1, Math.ceil(seconds('interval', interval)));
  const startSeconds = startPeriod === undefined ? 0 : seconds('start_period', startPeriod);
  const startEvery =
    startInterval === undefined && startSeconds === 0
      ? period
      : Math.max(1, Math.ceil(seconds('start_interval', startInterval ?? DEFAULT_START_INTERVAL)));
  const threshold = Math.max(1, Number(values.resolve(name, retries)) || DEFAULTS.retries);
  const budget = keepsData ? DAY : startSeconds + period * threshold;
  const probe = {
    ...(requestOf(service, test, values) ?? { exec: { command: commandOf(service, test, values) } }),
    timeoutSeconds: Math.max(1, Math.ceil(seconds('timeout', timeout))),
  };
  return {
    startupProbe: { ...probe, periodSeconds: startEvery, failureThreshold: Math.ceil(budget / startEvery) },
    readinessProbe: { ...probe, periodSeconds: period, failureThreshold: threshold },
    ...(!keepsData && {
      livenessProbe: { ...probe, periodSeconds: period, failureThreshold: threshold * LIVENESS_PATIENCE },
    }),
  };
}

/** The request that tells the same as a healthcheck: the kubelet need not start a process for each. */
function requestOf(
  { name, definition, traits: { healthRequest } }: ClusterService,
  [form, ...words]: string[],
  values: Values,
): { [key: string]: any } | undefined {
  if (!healthRequest || form !== 'CMD' || words.join(' ') !== healthRequest.command.join(' ')) {
    return undefined;
  }
  const { path, port, prefixVariable = '' } = healthRequest;
  const prefix = environmentOf(definition).get(prefixVariable) ?? '';
  return { httpGet: { path: `${values.resolve(name, prefix)}${path}`, port } };
}

function commandOf({ name }: ClusterService, [form, ...words]: string[], values: Values): string[] {
  return form === 'CMD-SHELL'
    ? ['/bin/sh', '-c', escaped(values.resolve(name, words.join(' ')))]
    : values.words(name, words);
}

function secondsOf({ name }: ClusterService, key: string, duration: any, values: Values, report: Report): number {
  const millis = millisOf(values.resolve(name, duration));
  if (millis === undefined) {
    report.error(name, `\`healthcheck.${key}\` is not a duration`, 'give one such as "10s"');
  }
  return (millis ?? 0) / 1000;
}
