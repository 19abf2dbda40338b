import { IConstruct } from 'constructs';
import { expected, faultOfStruct, isA, isObject, kindOf } from './check-props';
import { composeError, failure, SEE_CAUSE, typeOf } from './compose-error';
import { ENUMS, HOOKS, INTERFACES } from '../../prop-types';

/**
 * What hooks return, by class or interface and member. Those that `HOOKS` lacks belong to another package, or to a
 * class that is not abstract.
 *
 * @internal
 */
export const HOOK_TYPES = { ...HOOKS, 'EnvVariable.variableName': 's', 'IValidation.validate()': 'Ls' } as const;

/** A member that user code may write and synthesis calls: `Service.renderCommand()`, `IS3Server.endpoint`. */
export type Hook = keyof typeof HOOK_TYPES;

/**
 * Calls a hook. What it throws becomes an error that names the construct and has what was thrown as its `cause`.
 *
 * @param owner whose hook it is, for the message: its class, unless given
 * @throws when it throws, or returns a value of another type
 */
export function callHook<T>(construct: IConstruct, hook: Hook, call: () => T, owner?: string): T {
  try {
    return hookResult(construct, hook, call(), owner);
  } catch (error) {
    throw failure(construct, nameOfHook(construct, hook, owner), SEE_CAUSE, error);
  }
}

/** A hook, as messages name it. */
function nameOfHook(construct: IConstruct, hook: Hook, owner: string = typeOf(construct)): string {
  return `${memberOf(hook)} of ${owner}`;
}

/**
 * What a hook returned.
 *
 * @throws when it is a value of another type, since programs in JavaScript have no compiler
 */
function hookResult<T>(construct: IConstruct, hook: Hook, value: T, owner?: string): T {
  const code: string = HOOK_TYPES[hook];
  const isOptional = code.endsWith('?');
  if (isOptional && value === undefined) {
    return value;
  }
  const type = isOptional ? code.slice(0, -1) : code;
  const misfit = misfitOf(type, value);
  if (misfit !== undefined) {
    const { kind, remedy = `return ${expected(type)}${isOptional ? ', or undefined' : ''}` } = misfit;
    throw composeError(construct, `${nameOfHook(construct, hook, owner)} returned ${kind}`, remedy);
  }
  return value;
}

/**
 * Lets a construct call its own hooks as `callHook` does, whatever a subclass or the program made of them. Hooks that
 * call others, such as `renderDefinition()`, need not check what these return. To be called before the first hook is.
 */
export function guardHooks(construct: IConstruct): void {
  const prototype = Object.getPrototypeOf(construct);
  const hooks = hooksOfClasses.get(prototype) ?? hooksInChain(prototype);
  hooksOfClasses.set(prototype, hooks);
  guardMembers(construct, hooks, construct, construct);
}

/** The hooks of the instances of a class, by its prototype. */
const hooksOfClasses = new WeakMap<object, Member[]>();

function hooksInChain(prototype: object | null): Member[] {
  return prototype ? [...hooksOf(typeOf(prototype)), ...hooksInChain(Object.getPrototypeOf(prototype))] : [];
}

/**
 * An object that a team may have written, whose members are called as `callHook` does.
 *
 * @param type the class or interface whose members they are: `WaitStrategy`
 * @param label what messages call the object: its class, unless given
 */
export function guardedHooks<T extends object>(
  construct: IConstruct,
  type: string,
  owner: T,
  label: string = typeOf(owner),
): T {
  const guarded = Object.create(owner);
  guardMembers(construct, hooksOf(type), owner, guarded, label);
  return guarded;
}

/** A hook, and the member that it is. */
interface Member {
  readonly hook: Hook;
  readonly name: string;
  readonly isMethod: boolean;
}

/** The methods that `guardMembers` defined, which are not guarded twice, and those that they call. */
const guards = new WeakMap<object, object>();

/**
 * The method of a construct that is called for a hook, without the guard around it.
 */
export function unguarded<T extends object>(method: T): T {
  return (guards.get(method) as T | undefined) ?? method;
}

/** The hooks of each class and interface. */
const hooksOfTypes = new Map<string, Member[]>();

function hooksOf(type: string): Member[] {
  if (hooksOfTypes.size === 0) {
    for (const hook of Object.keys(HOOK_TYPES) as Hook[]) {
      const owner = hook.slice(0, hook.indexOf('.'));
      const name = memberOf(hook).replace('()', '');
      const member = { hook, name, isMethod: hook.endsWith('()') };
      hooksOfTypes.set(owner, [...(hooksOfTypes.get(owner) ?? []), member]);
    }
  }
  return hooksOfTypes.get(type) ?? [];
}

/** Gives `target` a guarded member for each of the hooks, which `owner` has. */
function guardMembers(construct: IConstruct, hooks: Member[], owner: any, target: object, label?: string): void {
  for (const { hook, name, isMethod } of hooks) {
    if (isMethod && !guards.has(owner[name]) && isConfigurable(target, name)) {
      const method = owner[name];
      const guard = (...args: unknown[]) => callHook(construct, hook, () => method.apply(owner, args), label);
      guards.set(guard, method);
      Object.defineProperty(target, name, { configurable: true, writable: true, value: guard });
    } else if (!isMethod && target !== owner) {
      Object.defineProperty(target, name, {
        configurable: true,
        get: () => callHook(construct, hook, () => owner[name], label),
      });
    }
  }
}

/** Not the hooks that another language overrides: jsii fixes them, and checks what they return itself. */
function isConfigurable(target: object, name: string): boolean {
  return Object.getOwnPropertyDescriptor(target, name)?.configurable ?? true;
}

/** The name of the member, as code writes it. */
function memberOf(hook: Hook): string {
  return hook.slice(hook.indexOf('.') + 1);
}

interface Misfit {
  /** What the value is. */
  readonly kind: string;
  /** What to do, unless that follows from the type. */
  readonly remedy?: string;
}

/** Why a value is not of a type; nothing if it is. Values of maps are left to those that write them. */
function misfitOf(code: string, value: unknown): Misfit | undefined {
  switch (code[0]) {
    case '*':
      return undefined;
    case 's':
      return typeof value === 'string' ? undefined : { kind: kindOf(value) };
    case 'n':
      return typeof value === 'number' ? undefined : { kind: kindOf(value) };
    case 'b':
      return typeof value === 'boolean' ? undefined : { kind: kindOf(value) };
    case 'L':
      return Array.isArray(value) ? misfitIn(code.slice(1), value) : { kind: kindOf(value) };
    case 'S': {
      const fault = isMap(value) ? faultOfStruct(code.slice(1), value) : undefined;
      const [problem, remedy] = fault?.split('; ') ?? [];
      return fault
        ? { kind: `an object in which ${problem}`, remedy }
        : isMap(value)
          ? undefined
          : { kind: kindOf(value) };
    }
    case 'C':
      return isObject(value) && isA(value, code.slice(1)) ? undefined : { kind: kindOf(value) };
    case 'E':
      return ENUMS[code.slice(1)].split(',').includes(value as string) ? undefined : { kind: kindOf(value) };
    case 'I':
      return isObject(value) && INTERFACES[code.slice(1)].split(',').every(member => member in value)
        ? undefined
        : { kind: kindOf(value) };
    default:
      return isMap(value) ? undefined : { kind: kindOf(value) };
  }
}

function misfitIn(code: string, items: unknown[]): Misfit | undefined {
  for (const item of items) {
    const misfit = misfitOf(code, item);
    if (misfit) {
      return { ...misfit, kind: `a list with ${misfit.kind}` };
    }
  }
  return undefined;
}

/** An object by whose keys something is found, and no promise or `Map`. */
function isMap(value: unknown): value is object {
  return isObject(value) && typeof (value as PromiseLike<unknown>).then !== 'function' && !(Symbol.iterator in value);
}
