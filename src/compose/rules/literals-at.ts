import { hasReference } from '../interpolation';

/**
 * A value of a service that stands in the compose file, at a path of keys.
 */
export interface Literal {
  readonly key: string;
  readonly value: string | number;
}

/**
 * The texts and numbers at some paths, as far as they are there and no variable has a say in them; `*` is each entry of a list.
 */
export function literalsAt(definition: any, paths: string[]): Literal[] {
  return paths.flatMap(path => walk(definition, path.split('.'), []));
}

function walk(value: any, [key, ...rest]: string[], trail: string[]): Literal[] {
  if (key === undefined) {
    return ['string', 'number'].includes(typeof value) && !hasReference(value) ? [{ key: trail.join('.'), value }] : [];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return key === '*'
    ? Object.keys(value).flatMap(index => walk(value[index], rest, [...trail, index]))
    : walk(value[key], rest, [...trail, key]);
}
