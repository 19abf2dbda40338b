import { isDeepStrictEqual } from 'node:util';
import { nearest, typeOf } from './compose-error';
import { SpecKeys } from '../spec/keys';
import { hasReference } from '../value/interpolation';

/**
 * Something in a definition that Compose refuses.
 */
export interface SpecFault {
  /** The place, as keys and numbers of entries. */
  readonly keys: string[];
  /** The name of the key that does not exist, if that is what is wrong. */
  readonly unknownKey?: string;
  /** What is wrong: `expected a list, got text`. */
  readonly problem: string;
  /** What to do. */
  readonly remedy: string;
}

/** What is read into a definition beside plain values. */
interface Options {
  /** Whether the keys are checked that a map must have: not where something else may still add them. */
  readonly complete?: boolean;
}

const TYPE_NAMES: { [letter: string]: string } = {
  s: 'a string',
  n: 'a number',
  i: 'an integer',
  b: 'true or false',
  l: 'a list',
  m: 'a map',
  z: 'null',
};

/**
 * Everything in a value that the compose specification does not allow at a place: keys, types, and texts and numbers
 * where it lists them. References (`IEnvValue`) stand for text that Compose converts at start, other values for their
 * own definition (`toDefinition()`).
 *
 * @param spec the place; `undefined` below an extension (`x-…`), where everything is allowed that YAML can hold
 */
export function specFaults(spec: SpecKeys | undefined, value: any, options: Options = {}): SpecFault[] {
  const faults: SpecFault[] = [];
  addFaults(faults, spec, value, options, []);
  return faults;
}

/** The keys lead to the place; the one that is looked into is added to the list, and removed again. */
function addFaults(
  faults: SpecFault[],
  spec: SpecKeys | undefined,
  value: any,
  options: Options,
  keys: string[],
): void {
  if (spec?.types === undefined) {
    addUnwritable(faults, value, keys);
  } else if (isObject(value) && typeof value.toCompose === 'function') {
    if (!/[sb]/.test(spec.types)) {
      faults.push(typeFault(spec, 'a reference', keys));
    }
  } else if (isObject(value) && typeof value.toDefinition === 'function') {
    addFaults(faults, spec, value.toDefinition(), options, keys);
  } else if (!fits(spec.types, value)) {
    faults.push(typeFault(spec, kindOf(value), keys));
  } else if (Array.isArray(value)) {
    addFaultsOfList(faults, spec, value, options, keys);
  } else if (isObject(value)) {
    addFaultsOfMap(faults, spec, value, options, keys);
  } else {
    addFaultOfPlain(faults, spec, value, keys);
  }
}

/**
 * What the compose specification has for a key at a place.
 *
 * @param isList whether a number is that of an entry of a list, and no key of a map
 * @returns `undefined` where it has no such key, and `{}` for an extension
 */
export function specBelow(spec: SpecKeys, key: string, isList: boolean): SpecKeys | undefined {
  const item = spec.items && /^\d+$/.test(key) ? spec.items : undefined;
  // not what every object inherits
  const named = spec.keys && Object.hasOwn(spec.keys, key) ? spec.keys[key] : spec.map;
  const isExtension = spec.types === undefined || (key.startsWith('x-') && spec.keys !== undefined && !spec.closed);
  return (isList ? (item ?? named) : (named ?? item)) ?? (isExtension ? {} : undefined);
}

/** A key that does not exist at a place. */
export function unknownKey(spec: SpecKeys, key: string, keys: string[]): SpecFault {
  const known = Object.keys(spec.keys ?? {});
  return {
    keys,
    unknownKey: key,
    problem: `the compose specification does not have the key "${key}" there`,
    remedy: known.length > 0 ? `did you mean "${nearest(key, known)}"?` : 'there are no keys below a plain value',
  };
}

/** Whether a value is of one of the types, a letter each. */
function fits(types: string, value: any): boolean {
  switch (typeof value) {
    case 'string':
      return types.includes('s');
    case 'boolean':
      return types.includes('b');
    case 'number':
      return (types.includes('n') && Number.isFinite(value)) || (types.includes('i') && Number.isInteger(value));
    default:
      return value === null
        ? types.includes('z')
        : Array.isArray(value)
          ? types.includes('l')
          : types.includes('m') && isMap(value);
  }
}

/** Not a `Map`, whose entries are no properties. */
function isMap(value: any): boolean {
  return Object.prototype.toString.call(value) === '[object Object]';
}

function isObject(value: any): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function addFaultsOfList(faults: SpecFault[], spec: SpecKeys, list: any[], options: Options, keys: string[]): void {
  for (let index = 0; index < list.length; index++) {
    if (list[index] !== undefined) {
      keys.push(String(index)); // otherwise it is left out
      addFaults(faults, spec.items, list[index], options, keys);
      keys.pop();
    }
  }
  const twice = spec.unique
    ? list.findIndex((item, index) => list.slice(0, index).some(other => isDeepStrictEqual(item, other)))
    : -1;
  if (twice >= 0) {
    faults.push({
      keys: [...keys, String(twice)],
      problem: 'the list has this entry twice, which Compose rejects',
      remedy: 'keep one of them',
    });
  }
}

function addFaultsOfMap(
  faults: SpecFault[],
  spec: SpecKeys,
  map: { [key: string]: any },
  options: Options,
  keys: string[],
): void {
  for (const key of (options.complete && spec.required) || []) {
    if (map[key] === undefined) {
      const { values } = spec.keys![key];
      faults.push({
        keys: [...keys],
        problem: `expected the key "${key}", which is missing`,
        remedy: `give it ${values ? `one of ${values.join(', ')}` : expected(spec.keys![key])}`,
      });
    }
  }
  for (const key of Object.keys(map)) {
    if (map[key] !== undefined) {
      keys.push(key);
      addFaultsOfEntry(faults, spec, key, map[key], options, keys);
      keys.pop();
    }
  }
}

function addFaultsOfEntry(
  faults: SpecFault[],
  spec: SpecKeys,
  key: string,
  value: any,
  options: Options,
  keys: string[],
): void {
  const below = specBelow(spec, key, false);
  if (!below) {
    faults.push(unknownKey(spec, key, [...keys]));
  } else if (spec.names !== undefined && below === spec.map && !new RegExp(spec.names).test(key)) {
    faults.push({
      keys: [...keys],
      problem: `"${key}" is not a valid name`,
      remedy: 'use letters, digits, dots, dashes and underscores',
    });
  } else {
    addFaults(faults, below, value, options, keys);
  }
}

/** What YAML cannot hold, such as a function, at any depth of a value that the specification says nothing about. */
function addUnwritable(faults: SpecFault[], value: any, keys: string[]): void {
  if (value === undefined || (isObject(value) && typeof value.toCompose === 'function')) {
    return;
  }
  if (isObject(value) && typeof value.toDefinition === 'function') {
    addUnwritable(faults, value.toDefinition(), keys);
  } else if (Array.isArray(value) || isMap(value)) {
    for (const key of Object.keys(value)) {
      addUnwritable(faults, value[key], [...keys, key]);
    }
  } else if (!fits('snbz', value)) {
    faults.push({
      keys: [...keys],
      problem: `expected a string, a number, true or false, null, a list or a map, got ${kindOf(value)}`,
      remedy: 'give it a value that YAML can hold',
    });
  }
}

/** What is wrong with a text or number of the right type. A text with a reference is known at start only. */
function addFaultOfPlain(
  faults: SpecFault[],
  { values, pattern, min, max }: SpecKeys,
  value: any,
  keys: string[],
): void {
  if (typeof value === 'number') {
    if ((min !== undefined && value < min) || (max !== undefined && value > max)) {
      faults.push({
        keys: [...keys],
        problem: `expected a number ${rangeOf(min, max)}, got ${value}`,
        remedy: 'give it one in that range',
      });
    }
  } else if (typeof value === 'string' && values && !values.includes(value) && !hasReference(value)) {
    const listed = values.map(each => JSON.stringify(each)).join(', ');
    faults.push({
      keys: [...keys],
      problem: `expected ${values.length > 1 ? 'one of ' : ''}${listed}, got another string`,
      remedy: `did you mean "${nearest(value, [...values])}"?`,
    });
  } else if (typeof value === 'string' && pattern && !hasReference(value) && !new RegExp(pattern).test(value)) {
    faults.push({
      keys: [...keys],
      problem: `expected a string that matches ${pattern}, got another string`,
      remedy: 'change the value',
    });
  }
}

function rangeOf(min = -Infinity, max = Infinity): string {
  return max === Infinity ? `not below ${min}` : `from ${min} to ${max}`;
}

function typeFault(spec: SpecKeys, kind: string, keys: string[]): SpecFault {
  return { keys: [...keys], problem: `expected ${expected(spec)}, got ${kind}`, remedy: remedyFor(spec, kind) };
}

/** The types of a place, as a message names them. */
function expected({ types = '' }: SpecKeys): string {
  const names = [...types].filter(type => type !== 'i' || !types.includes('n')).map(type => TYPE_NAMES[type]);
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${names.at(-1)}` : names[0];
}

function remedyFor({ types = '' }: SpecKeys, kind: string): string {
  if (kind === 'null' || kind === 'undefined') {
    return 'give it a value, or leave it out';
  }
  if (types.includes('l') && kind !== 'a list') {
    return 'put the entries into a list';
  }
  if (types.includes('s') && ['a number', 'true or false'].includes(kind)) {
    return 'put the value into quotes';
  }
  if (/[nib]/.test(types) && kind === 'a string') {
    return 'write the value without quotes';
  }
  return `give it ${expected({ types })}`;
}

/** What a program gave; never its value, which may be a secret. */
function kindOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return 'a string';
    case 'number':
      return Number.isFinite(value) ? 'a number' : String(value);
    case 'boolean':
      return 'true or false';
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? 'a list' : isMap(value) ? 'a map' : `a ${typeOf(value)}`;
    case 'undefined':
      return 'undefined';
    default:
      return `a ${typeof value}`;
  }
}
