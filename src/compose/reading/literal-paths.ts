import { hasReference } from '../value/interpolation';

/**
 * A value of a service without references, and its path of keys.
 */
export interface Literal {
  readonly key: string;
  readonly value: string | number;
}

/**
 * Paths of keys, joined by dots, to read in many services; `*` is each entry of a list or map.
 */
export class LiteralPaths {
  private readonly paths: string[][];

  constructor(...paths: string[]) {
    this.paths = paths.map(path => path.split('.'));
  }

  /**
   * The texts and numbers at the paths that exist and contain no reference to a variable.
   */
  public in(definition: any): Literal[] {
    return this.paths
      .filter(([first]) => first === '*' || definition[first] !== undefined)
      .flatMap(path => walk(definition, path, []));
  }
}

function walk(value: any, path: string[], trail: string[]): Literal[] {
  const key = path[trail.length];
  if (key === undefined) {
    return ['string', 'number'].includes(typeof value) && !hasReference(value) ? [{ key: trail.join('.'), value }] : [];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return key === '*'
    ? Object.keys(value).flatMap(name => walk(value[name], path, [...trail, name]))
    : walk(value[key], path, [...trail, key]);
}
