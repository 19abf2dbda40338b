import { Call, Expression } from './expression';
import { millisOf } from '../compose/internal';

const DURATIONS: { [key: string]: string } = {
  interval: 'interval',
  timeout: 'timeout',
  start_period: 'startPeriod',
  start_interval: 'startInterval',
};

/**
 * A service's `healthcheck` as a call of `Healthcheck`.
 */
export interface HealthcheckCall {
  /** The call. */
  readonly call: Expression;
  /** The keys that `Healthcheck` sets but the file does not. */
  readonly unset: string[];
}

/**
 * A `healthcheck` as a call of `Healthcheck`, or `undefined` if that cannot hold it.
 *
 * @param entry its `test` contains literal text, or `IEnvValue`s for text with variables
 */
export function healthcheckCall(entry: any): HealthcheckCall | undefined {
  const { test, disable, retries, ...durations } = entry;
  if (disable === true && Object.values(entry).filter(value => value !== undefined).length === 1) {
    return { call: new Call('Healthcheck.disabled', []), unset: [] };
  }
  const command = commandOf(test);
  const calls = Object.entries<any>(durations).map(([key, text]): [string, Expression] => [
    DURATIONS[key],
    durationCall(text),
  ]);
  if (
    !command ||
    disable ||
    (retries !== undefined && !Number.isInteger(retries)) ||
    calls.some(([option, call]) => option === undefined || call === undefined)
  ) {
    return undefined;
  }
  const options: { [option: string]: Expression } = {
    ...Object.fromEntries(calls),
    ...(retries !== undefined && { retries }),
  };
  return {
    call: new Call(command.callee, Object.keys(options).length > 0 ? [...command.args, options] : command.args),
    unset: ['retries', ...Object.keys(DURATIONS)].filter(key => entry[key] === undefined),
  };
}

function commandOf(test: any): Call | undefined {
  if (typeof test === 'string') {
    return new Call('Healthcheck.shell', [test]);
  }
  const [kind, ...words] = Array.isArray(test) && test.every(word => typeof word === 'string') ? test : [];
  if (kind === 'CMD' && words.length > 0) {
    return new Call('Healthcheck.command', [words]);
  }
  return kind === 'CMD-SHELL' && words.length === 1 ? new Call('Healthcheck.shell', words) : undefined;
}

/**
 * A duration such as `1m30s` as a call of `Duration`, or `undefined` if it is not valid, or has fractions of a
 * millisecond.
 */
export function durationCall(text: any): Expression | undefined {
  const millis = typeof text === 'string' ? millisOf(text) : undefined;
  if (millis === undefined || !Number.isInteger(millis)) {
    return undefined;
  }
  const [factory, size] =
    millis % 60_000 === 0 && millis > 0 ? ['minutes', 60_000] : millis % 1000 === 0 ? ['seconds', 1000] : ['millis', 1];
  return new Call(`Duration.${factory}`, [millis / Number(size)]);
}
