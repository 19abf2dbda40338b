import { Construct, IConstruct } from 'constructs';
import { composeError, nearest, pathOf, typeOf } from './compose-error';
import { ENUMS, INTERFACES, STRUCTS } from '../../prop-types';

/** A prop of a struct. */
interface PropType {
  readonly code: string;
  readonly optional: boolean;
}

/** A parameter of a method or constructor. */
interface Parameter extends PropType {
  readonly name: string;
  /** Whether it takes all arguments that are left. */
  readonly isRest: boolean;
}

/** The parameters of methods, by their text in `METHODS`; synthesis calls the same methods again and again. */
const knownParameters = new Map<string, Parameter[]>();

/** The classes of the library that check their props. */
const checking = new WeakSet<object>();

/** The props of structs, with those of the structs that they extend; read when they are first asked for. */
const known = new Map<string, Map<string, PropType>>();

/**
 * Checks the props of a construct as a compiler does, for programs in JavaScript: that required ones are there, that
 * none has another name or type. To be called first in a constructor, before anything uses the props.
 *
 * A subclass may pass larger props of its own on, as the compiler allows, so unknown props are an error for the class
 * itself alone.
 *
 * @param target `new.target` of the constructor
 * @param type the class that the constructor belongs to
 * @param struct the name of the struct of the props
 * @throws when scope or id cannot be one, or when a prop is missing, unknown, `null` or of another type
 */
export function checkProps(
  target: { readonly prototype: object },
  type: object,
  scope: IConstruct,
  id: string,
  struct: string,
  props: unknown,
): void {
  checking.add(type);
  let nearestType: object = target;
  while (!checking.has(nearestType)) {
    nearestType = Object.getPrototypeOf(nearestType);
  }
  if (nearestType !== type) {
    return; // a subclass of the library has checked them
  }
  const fault = faultOfPlace(scope, id) ?? faultOf(struct, props, '', target === type);
  if (fault) {
    const path = Construct.isConstruct(scope) ? pathOf(scope) : '';
    throw new TypeError(
      `[${[...(path && path !== 'project' ? [path] : []), ...(isText(id) ? [id] : [])].join('/') || typeOf(target.prototype)}] ${fault}`,
    );
  }
  checkId(scope, id);
}

/** What is wrong with the first two arguments of a constructor. */
function faultOfPlace(scope: unknown, id: unknown): string | undefined {
  if (!Construct.isConstruct(scope)) {
    return `the scope is ${kindOf(scope)}; give the construct, app or project that it belongs to`;
  }
  if (!isText(id)) {
    return `the id is ${id === '' ? 'empty' : kindOf(id)}; give it a string that is unique in its scope`;
  }
  // the package constructs keeps children by id in an object
  return id in {} ? `the id is "${id}", a name that each object of JavaScript has; give it another one` : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/**
 * Reports both constructs if two have one id. The program may not have created the first one itself: a network of a
 * getter, a key that a server needs.
 */
function checkId(scope: IConstruct, id: string): void {
  const existing = scope.node.tryFindChild(id);
  if (existing) {
    throw composeError(
      existing,
      `there is already a construct with this id, of the class ${typeOf(existing)}: your program created it before, or a getter or service that needs it`,
      'use that one, create yours first, or give yours another id',
    );
  }
}

/**
 * The same for the options of a method.
 *
 * @param where what has the options, for the message: `Mount.bind`
 * @param isClosed whether an option of another name is an error: not in a constructor that a subclass calls
 * @throws when an option is missing, unknown, `null` or of another type
 */
export function checkOptions(where: string, struct: string, options: unknown, isClosed = true): void {
  const fault = faultOf(struct, options, '', isClosed);
  if (fault) {
    throw new TypeError(`[${where}] ${fault}`);
  }
}

/**
 * What is wrong first with a struct that user code returned; nothing if all is well. It may have more members than the
 * struct.
 */
export function faultOfStruct(struct: string, value: object): string | undefined {
  return faultOf(struct, value, '', false);
}

/**
 * Checks the arguments of a method or constructor in the same way.
 *
 * @param where what has the arguments, for the message: `Mount.bind`
 * @param parameters their types, as in `METHODS`
 * @param isClosed whether an option of another name is an error in a struct of a type
 * @throws when an argument is missing, `null` or of another type
 */
export function checkArguments(
  where: () => string,
  parameters: string,
  args: unknown[],
  isClosed: (code: string) => boolean = () => true,
): void {
  const list = parametersOf(parameters);
  for (let index = 0; index < list.length; index++) {
    for (const value of list[index].isRest ? args.slice(index) : [args[index]]) {
      const fault = faultOfArgument(list[index], value, isClosed);
      if (fault) {
        throw new TypeError(`[${where()}] ${fault}`);
      }
    }
  }
}

function faultOfArgument(
  { name, code, optional }: Parameter,
  value: unknown,
  isClosed: (code: string) => boolean,
): string | undefined {
  if (value === undefined && optional) {
    return undefined;
  }
  return code.startsWith('S')
    ? faultOf(code.slice(1), value, '', isClosed(code))
    : faultOfValue(code, value, name, optional)?.replace('the prop', 'the argument');
}

function parametersOf(text: string): Parameter[] {
  let parameters = knownParameters.get(text);
  if (!parameters) {
    parameters = text.split(' ').map(parameter => {
      const [label, code] = parameter.split(':');
      return { name: label.replace(/\W/g, ''), code, optional: label.endsWith('?'), isRest: label.endsWith('...') };
    });
    knownParameters.set(text, parameters);
  }
  return parameters;
}

/** What is wrong with a struct first; nothing if all is well. */
function faultOf(struct: string, value: unknown, place: string, isClosed: boolean): string | undefined {
  const types = typesOf(struct);
  if (!isObject(value)) {
    return `${place ? `the prop \`${place}\` is` : 'the props are'} ${kindOf(value)}; give an object with ${[
      ...types.keys(),
    ]
      .slice(0, 3)
      .map(name => `\`${name}\``)
      .join(', ')}`;
  }
  const given = value as { [name: string]: unknown };
  const at = (name: string) => (place ? `${place}.${name}` : name);
  for (const [name, { code, optional }] of types) {
    const member = given[name];
    if (member !== undefined) {
      const fault = faultOfValue(code, member, at(name), optional);
      if (fault) {
        return fault;
      }
    } else if (!optional) {
      const written = misspelled(given, types, name);
      return `the prop \`${at(name)}\` is missing; give it ${expected(code)}${written ? `: it is written \`${written}\` here` : ''}`;
    }
  }
  const unknown =
    isClosed && isPlain(given)
      ? Object.keys(given).find(key => !types.has(key) && given[key] !== undefined)
      : undefined;
  if (unknown === undefined) {
    return undefined;
  }
  // one that is given as well is not what was meant
  const absent = [...types.keys()].filter(key => given[key] === undefined);
  const meant = nearest(unknown, absent, Math.ceil(unknown.length / 2));
  return `there is no prop \`${at(unknown)}\`; ${meant === undefined ? `the props are ${[...types.keys()].join(', ')}` : `did you mean \`${at(meant)}\`?`}`;
}

function faultOfValue(code: string, value: unknown, place: string, optional: boolean): string | undefined {
  if (code === '*') {
    return undefined;
  }
  if (value === null) {
    return `${wrong(code, value, place)}${optional ? ', or leave it out' : ''}`;
  }
  const kind = code[0];
  switch (kind) {
    case 's':
    case 'n':
    case 'b':
      // whether a number is one that makes sense is for each prop to say
      return typeof value === PRIMITIVES[kind] ? undefined : wrong(code, value, place);
    case 'L':
      return Array.isArray(value) ? faultOfItems(code.slice(1), value, place) : wrong(code, value, place);
    case 'M':
      return isObject(value) ? faultOfEntries(code.slice(1), value, place) : wrong(code, value, place);
    case 'S':
      return isObject(value) ? faultOf(code.slice(1), value, place, true) : wrong(code, value, place);
    case 'E':
      return ENUMS[code.slice(1)].split(',').includes(value as string) ? undefined : wrong(code, value, place);
    case 'I': {
      // a getter may throw, so it is not asked here
      const missing = isObject(value) ? INTERFACES[code.slice(1)].split(',').filter(member => !(member in value)) : [];
      return !isObject(value) || missing.length > 0
        ? `${wrong(code, value, place)}${missing.length > 0 ? `, which has ${missing.map(member => `\`${member}\``).join(', ')}` : ''}`
        : undefined;
    }
    case 'C':
      return isObject(value) && isA(value, code.slice(1)) ? undefined : wrong(code, value, place);
    default:
      return isObject(value) ? undefined : wrong(code, value, place);
  }
}

function wrong(code: string, value: unknown, place: string): string {
  return `the prop \`${place}\` is ${kindOf(value)}; give it ${expected(code)}`;
}

/** What is wrong first with the items of a list. */
function faultOfItems(code: string, items: unknown[], place: string): string | undefined {
  for (let index = 0; index < items.length; index++) {
    const fault = faultOfValue(code, items[index], `${place}[${index}]`, false);
    if (fault) {
      return fault;
    }
  }
  return undefined;
}

/** What is wrong first with the entries of a map. One that is `undefined` counts as absent. */
function faultOfEntries(code: string, map: { [key: string]: unknown }, place: string): string | undefined {
  for (const key of Object.keys(map)) {
    const fault = map[key] === undefined ? undefined : faultOfValue(code, map[key], `${place}.${key}`, false);
    if (fault) {
      return fault;
    }
  }
  return undefined;
}

const PRIMITIVES = { s: 'string', n: 'number', b: 'boolean' };

/**
 * Whether an object is of a class: by name, since it may come from a second copy of the package; a bundler may add an
 * underscore.
 */
export function isA(value: object, type: string): boolean {
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype !== null && namesOf(prototype).has(type);
}

/** The names of a class and its base classes, by its prototype. */
const namesOfClasses = new WeakMap<object, Set<string>>();

function namesOf(prototype: object): Set<string> {
  let names = namesOfClasses.get(prototype);
  if (!names) {
    const base: object | null = Object.getPrototypeOf(prototype);
    names = new Set([typeOf(prototype), ...(base ? namesOf(base) : [])]);
    namesOfClasses.set(prototype, names);
  }
  return names;
}

/**
 * Whether a value is an object, and no list.
 */
export function isObject(value: unknown): value is { [key: string]: any } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object that a program wrote as `{ … }`, and no instance of a class that has more than the struct. */
function isPlain(value: object): boolean {
  return [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

/**
 * The kind of a value; never the value itself, which may be a secret.
 */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) {
    return String(value);
  }
  if (typeof value === 'object') {
    const name = typeOf(value);
    return Array.isArray(value) ? 'a list' : name && name !== 'Object' ? `of the class ${name}` : 'a plain object';
  }
  return (
    { string: 'a string', number: 'a number', boolean: 'a boolean', function: 'a function' }[typeof value as string] ??
    typeof value
  );
}

/**
 * The name of a type.
 */
export function expected(code: string): string {
  const type = code.slice(1);
  switch (code[0]) {
    case 's':
      return 'a string';
    case 'n':
      return 'a number';
    case 'b':
      return 'true or false';
    case 'L':
      return `a list of ${plural(type)}`;
    case 'M':
      return type === '*' ? 'a map' : `a map of ${plural(type)}`;
    case 'E':
      return `one of ${ENUMS[type]
        .split(',')
        .map(value => JSON.stringify(value))
        .join(', ')} (${type})`;
    case 'S':
      return `an object of the form ${type}`;
    case 'C':
    case 'I':
      if (type === 'IEnvValue') {
        return "an IEnvValue, such as EnvValue.of('text')";
      }
      return `${/^[AEIOU]/.test(type) ? 'an' : 'a'} ${type}`;
    default:
      return 'an object';
  }
}

function plural(code: string): string {
  return { s: 'strings', n: 'numbers', b: 'booleans' }[code[0]] ?? code.slice(1);
}

/** The key that seems to stand for a prop that is missing. */
function misspelled(given: object, types: Map<string, PropType>, name: string): string | undefined {
  return Object.keys(given).find(key => !types.has(key) && nearest(key, [name], 2) === name);
}

function typesOf(struct: string): Map<string, PropType> {
  let types = known.get(struct);
  if (!types) {
    const [bases, ...props] = STRUCTS[struct].split(' ');
    types = new Map([
      ...(bases ? bases.split(',') : []).flatMap(base => [...typesOf(base)]),
      ...props.filter(Boolean).map((text): [string, PropType] => {
        const [name, code] = text.split(':');
        return [name.replace('?', ''), { code, optional: name.endsWith('?') }];
      }),
    ]);
    known.set(struct, types);
  }
  return types;
}

/**
 * A struct with defaults. A member that is `undefined` counts as absent, so the default applies.
 *
 * @param defaults the values of absent members
 */
export function withDefaults<T extends object>(struct: T | undefined, defaults: T): T {
  return { ...defaults, ...defined(struct ?? {}) } as T;
}

/**
 * The members of a struct, or the entries of a map, that have a value.
 */
export function defined<T extends object>(struct: T): T {
  return Object.fromEntries(Object.entries(struct).filter(([, value]) => value !== undefined)) as T;
}
