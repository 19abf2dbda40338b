import { SourcePath } from './compose-source';
import { Remarks } from './remarks';
import { SpecKeys } from '../compose/spec/keys';

/**
 * A value of a compose file without the keys that the compose specification does not have; each is remarked on.
 */
export function knownKeys(value: any, spec: SpecKeys | undefined, path: SourcePath, remarks: Remarks): any {
  if (Array.isArray(value)) {
    return value.map((item, index) => knownKeys(item, spec?.items, [...path, index], remarks));
  }
  if (typeof value !== 'object' || value === null || !spec) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      if (key.startsWith('x-')) {
        return [[key, item]];
      }
      const next = (spec.keys && Object.hasOwn(spec.keys, key) ? spec.keys[key] : undefined) ?? spec.map;
      if (!next) {
        remarks.add([...path, key], `the compose specification has no key "${key}" here; it is left out`);
        return [];
      }
      return [[key, knownKeys(item, next, [...path, key], remarks)]];
    }),
  );
}
