import { isDeepStrictEqual } from 'node:util';
import { ComposeTag } from './compose-yaml';
import { isObject } from '../element/check-props';

interface Definition {
  [key: string]: any;
}

/** Maps that Compose does not merge key by key: another logging driver drops the options, limits replace each other. */
const ATOMIC = [/^services\.[^.]+\.logging$/, /^services\.[^.]+\.ulimits\.[^.]+$/];

/**
 * The file that turns one compose file into another when Compose merges it (`-f compose.yaml -f compose.prod.yaml`):
 * what differs, with tags where Compose would join lists or keep what is to go.
 *
 * @see https://docs.docker.com/reference/compose-file/merge/
 */
export function changesBetween(base: Definition, desired: Definition): Definition {
  return mapChanges(base, desired, []);
}

function mapChanges(base: Definition, desired: Definition, path: string[]): any {
  const changes: Definition = {};
  for (const key of new Set([...Object.keys(base), ...Object.keys(desired)])) {
    if (isDeepStrictEqual(base[key], desired[key])) {
      continue;
    }
    if (!Object.hasOwn(desired, key)) {
      changes[key] = ComposeTag.reset();
    } else if (!Object.hasOwn(base, key)) {
      changes[key] = desired[key];
    } else if (isObject(base[key]) && isObject(desired[key]) && !isAtomic([...path, key])) {
      changes[key] = mapChanges(base[key], desired[key], [...path, key]);
    } else if (isSimple(base[key]) && isSimple(desired[key]) && desired[key] !== null) {
      changes[key] = desired[key];
    } else if (path.length === 0) {
      // An extension: there is no map around it. Compose makes text of a number or flag, which is all that it can be
      // given here.
      changes[key] = desired[key] === null ? ComposeTag.reset() : ComposeTag.override(desired[key]);
    } else if (isSimple(desired[key]) && typeof desired[key] !== 'string') {
      // a tag would make text of a number or of nothing, so it goes to the map around it
      return ComposeTag.override(desired);
    } else {
      changes[key] = ComposeTag.override(desired[key]);
    }
  }
  return changes;
}

function isAtomic(path: string[]): boolean {
  return ATOMIC.some(pattern => pattern.test(path.map(key => key.replaceAll('.', '_')).join('.')));
}

/** Text, a number, a flag or nothing. */
function isSimple(value: any): boolean {
  return typeof value !== 'object' || value === null;
}
