import { isDeepStrictEqual } from 'node:util';
import { isObject, nearest } from '../compose/internal';

/** More of a value makes the comparison slow, but not better. */
const COMPARED_LENGTH = 200;

/**
 * A line for each difference of `actual` from `expected`. Maps are compared key by key and may have further keys; all
 * other values are compared as a whole.
 */
export function* differencesBetween(path: string, expected: any, actual: any): IterableIterator<string> {
  if (isObject(expected) && isObject(actual)) {
    for (const [key, value] of Object.entries(expected)) {
      if (value !== undefined && !Object.hasOwn(actual, key)) {
        yield `  ${path}.${key}: expected ${text(value)}, found nothing${hint(
          key,
          Object.keys(actual).filter(other => !Object.hasOwn(expected, other)),
        )}`;
      } else {
        yield* differencesBetween(`${path}.${key}`, value, actual[key]);
      }
    }
  } else if (!isDeepStrictEqual(expected, actual)) {
    yield `  ${path}: expected ${text(expected)}, found ${text(actual)}`;
    if (Array.isArray(expected) && Array.isArray(actual)) {
      yield* entriesMissed(expected, actual);
    }
  }
}

/** The missing entries of a list, each with the most similar entry, or its additional entries. */
function* entriesMissed(expected: any[], actual: any[]): IterableIterator<string> {
  const missing = without(expected, actual);
  const surplus = without(actual, expected);
  for (const entry of missing) {
    const near = nearest(shortened(entry), surplus.map(shortened));
    const found = surplus.find(other => shortened(other) === near);
    yield `    lacks ${text(entry)}${found === undefined ? '' : `, the nearest entry is ${text(found)}`}`;
  }
  if (missing.length === 0) {
    yield surplus.length > 0
      ? `    has too many entries: ${surplus.map(text).join(', ')}`
      : '    has the same entries in another order';
  }
}

/** The entries of a list that another list does not have, or has less often. */
function without(list: any[], other: any[]): any[] {
  const rest = [...other];
  return list.filter(entry => {
    const index = rest.findIndex(candidate => isDeepStrictEqual(candidate, entry));
    if (index >= 0) {
      rest.splice(index, 1);
    }
    return index < 0;
  });
}

/** A suggestion of a similar name, if there is one with at least half of the letters in common. */
export function hint(name: string, candidates: string[]): string {
  const meant = nearest(name, candidates, Math.floor(name.length / 2));
  return meant === undefined ? '' : `; did you mean "${meant}"?`;
}

function text(value: any): string {
  return JSON.stringify(value) ?? 'nothing';
}

function shortened(value: any): string {
  return text(value).slice(0, COMPARED_LENGTH);
}
