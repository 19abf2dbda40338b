import { durationCall } from './duration-text';
import { Call, Expression } from './expression';

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
  /** The keys that `Healthcheck` sets and the file does not. */
  readonly unset: string[];
}

/**
 * A service's `healthcheck` as a call of `Healthcheck`, or `undefined` where that has no form for it.
 *
 * @param entry its `test` with literal text, or `IEnvValue`s where that refers to variables
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
