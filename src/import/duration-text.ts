import { Call, Expression } from './expression';
import { millisOf } from '../compose/internal';

/**
 * A duration such as `1m30s` as a call of `Duration`, or `undefined` where it is none, or a fraction of a millisecond.
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
