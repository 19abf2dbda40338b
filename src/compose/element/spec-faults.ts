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
export function specFaults(
  spec: SpecKeys | undefined,
  value: any,
  options: Options = {},
  keys: string[] = [],
): SpecFault[] {
  if (spec?.types === undefined) {
    return unwritableFaults(value, keys);
  }
  if (typeof value?.toCompose === 'function') {
    return /[sb]/.test(spec.types) ? [] : [typeFault(spec, 'a reference', keys)];
  }
  if (typeof value?.toDefinition === 'function') {
    return specFaults(spec, value.toDefinition(), options, keys);
  }
  if (![...spec.types].some(type => IS[type](value))) {
    return [typeFault(spec, kindOf(value), keys)];
  }
  if (Array.isArray(value)) {
    return listFaults(spec, value, options, keys);
  }
  return IS.m(value) ? mapFaults(spec, value, options, keys) : plainFaults(spec, value, keys);
}

/**
 * What the compose specification has for a key at a place.
 *
 * @param isList whether a number is that of an entry of a list, and no key of a map
 * @returns `undefined` where it has no such key, and `{}` for an extension
 */
export function specBelow(spec: SpecKeys, key: string, isList: boolean): SpecKeys | undefined {
  const item = /^\d+$/.test(key) ? spec.items : undefined;
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

const IS: { [letter: string]: (value: any) => boolean } = {
  s: value => typeof value === 'string',
  n: value => Number.isFinite(value),
  i: value => Number.isInteger(value),
  b: value => typeof value === 'boolean',
  z: value => value === null,
  l: value => Array.isArray(value),
  m: value => Object.prototype.toString.call(value) === '[object Object]', // no Map, whose entries are no properties
};

function listFaults(spec: SpecKeys, value: any[], options: Options, keys: string[]): SpecFault[] {
  const faults = value.flatMap((item, index) =>
    item === undefined ? [] : specFaults(spec.items, item, options, [...keys, String(index)]),
  ); // it is left out
  const twice = spec.unique
    ? value.findIndex((item, index) => value.slice(0, index).some(other => isDeepStrictEqual(item, other)))
    : -1;
  return twice < 0
    ? faults
    : [
        ...faults,
        {
          keys: [...keys, String(twice)],
          problem: 'the list has this entry twice, which Compose rejects',
          remedy: 'keep one of them',
        },
      ];
}

function mapFaults(spec: SpecKeys, value: { [key: string]: any }, options: Options, keys: string[]): SpecFault[] {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const names = spec.names === undefined ? undefined : new RegExp(spec.names);
  const missing = options.complete ? (spec.required ?? []).filter(key => value[key] === undefined) : [];
  return [
    ...missing.map(key => ({
      keys,
      problem: `expected the key "${key}", which is missing`,
      remedy: `give it ${spec.keys![key].values ? `one of ${spec.keys![key].values!.join(', ')}` : expected(spec.keys![key])}`,
    })),
    ...entries.flatMap(([key, item]): SpecFault[] => {
      const below = specBelow(spec, key, false);
      if (!below) {
        return [unknownKey(spec, key, [...keys, key])];
      }
      if (names && below === spec.map && !names.test(key)) {
        return [
          {
            keys: [...keys, key],
            problem: `"${key}" is not a valid name`,
            remedy: 'use letters, digits, dots, dashes and underscores',
          },
        ];
      }
      return specFaults(below, item, options, [...keys, key]);
    }),
  ];
}

/** What YAML cannot hold, such as a function, at any depth of a value that the specification says nothing about. */
function unwritableFaults(value: any, keys: string[]): SpecFault[] {
  if (value === undefined || typeof value?.toCompose === 'function') {
    return [];
  }
  if (typeof value?.toDefinition === 'function') {
    return unwritableFaults(value.toDefinition(), keys);
  }
  if (Array.isArray(value) || IS.m(value)) {
    return Object.entries(value).flatMap(([key, item]) => unwritableFaults(item, [...keys, key]));
  }
  return ['s', 'n', 'b', 'z'].some(type => IS[type](value))
    ? []
    : [
        {
          keys,
          problem: `expected a string, a number, true or false, null, a list or a map, got ${kindOf(value)}`,
          remedy: 'give it a value that YAML can hold',
        },
      ];
}

/** What is wrong with a text or number of the right type. A text with a reference is known at start only. */
function plainFaults(
  { values, pattern, min = -Infinity, max = Infinity }: SpecKeys,
  value: any,
  keys: string[],
): SpecFault[] {
  if (typeof value === 'number') {
    return value < min || value > max
      ? [{ keys, problem: `expected a number ${rangeOf(min, max)}, got ${value}`, remedy: 'give it one in that range' }]
      : [];
  }
  if (typeof value !== 'string' || hasReference(value)) {
    return [];
  }
  if (values && !values.includes(value)) {
    const listed = values.map(each => JSON.stringify(each)).join(', ');
    return [
      {
        keys,
        problem: `expected ${values.length > 1 ? 'one of ' : ''}${listed}, got another string`,
        remedy: `did you mean "${nearest(value, [...values])}"?`,
      },
    ];
  }
  return pattern && !new RegExp(pattern).test(value)
    ? [{ keys, problem: `expected a string that matches ${pattern}, got another string`, remedy: 'change the value' }]
    : [];
}

function rangeOf(min: number, max: number): string {
  return max === Infinity ? `not below ${min}` : `from ${min} to ${max}`;
}

function typeFault(spec: SpecKeys, kind: string, keys: string[]): SpecFault {
  return { keys, problem: `expected ${expected(spec)}, got ${kind}`, remedy: remedyFor(spec, kind) };
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
      return value === null ? 'null' : Array.isArray(value) ? 'a list' : IS.m(value) ? 'a map' : `a ${typeOf(value)}`;
    case 'undefined':
      return 'undefined';
    default:
      return `a ${typeof value}`;
  }
}
