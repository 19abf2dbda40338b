import { Call, Expression } from './expression';

const MILLIS: { [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * A duration such as `1m30s` as a call of `Duration`, or `undefined` where it is none, or a fraction of a millisecond.
 */
export function durationCall(text: any): Expression | undefined {
  if (typeof text !== 'string' || !/^(\d+(ms|s|m|h))+$/.test(text)) {
    return undefined;
  }
  const millis = [...text.matchAll(/(\d+)(ms|s|m|h)/g)].reduce((sum, [, amount, unit]) => sum + Number(amount) * MILLIS[unit], 0);
  const [factory, size] = millis % 60_000 === 0 && millis > 0 ? ['minutes', 60_000] : millis % 1000 === 0 ? ['seconds', 1000] : ['millis', 1];
  return new Call(`Duration.${factory}`, [millis / Number(size)]);
}
