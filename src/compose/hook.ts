import { IConstruct } from 'constructs';
import { expected, faultOfStruct, isA, isObject, kindOf } from './check-props';
import { composeError, failure, typeOf } from './compose-error';
import { ENUMS, HOOKS, INTERFACES } from '../prop-types';

/**
 * What hooks return, by class or interface and member. Those that `HOOKS` lacks belong to another package, or to a class that is not abstract.
 *
 * @internal
 */
export const HOOK_TYPES = { ...HOOKS, 'EnvVariable.variableName': 's', 'IValidation.validate()': 'Ls' } as const;

/** A member that user code may write and synthesis calls: `Service.renderCommand()`, `IS3Server.endpoint`. */
export type Hook = keyof typeof HOOK_TYPES;

/**
 * Calls a hook. What it throws becomes an error that names the construct and has what was thrown as its `cause`.
 *
 * @param what what the call is for, as the message says it: `binding its store`
 * @param owner the object that has the hook
 * @throws when it throws, or returns a value of another type
 */
export function callHook<T>(construct: IConstruct, what: string, hook: Hook, call: () => T, owner: object = construct): T {
  try {
    return hookResult(construct, hook, call(), owner);
  } catch (error) {
    throw failure(construct, what, owner === construct ? `see what ${typeOf(owner)} overrides` : `see ${memberOf(hook)} of ${typeOf(owner)}`, error);
  }
}

/**
 * What a hook returned.
 *
 * @param owner the object that has the hook
 * @throws when it is a value of another type, since programs in JavaScript have no compiler
 */
export function hookResult<T>(construct: IConstruct, hook: Hook, value: T, owner: object = construct): T {
  const code: string = HOOK_TYPES[hook];
  const isOptional = code.endsWith('?');
  if (isOptional && value === undefined) {
    return value;
  }
  const type = isOptional ? code.slice(0, -1) : code;
  const misfit = misfitOf(type, value);
  if (misfit !== undefined) {
    const { kind, remedy = `return ${expected(type)}${isOptional ? ', or undefined' : ''}` } = misfit;
    throw composeError(construct, `${memberOf(hook)} of ${typeOf(owner)} returned ${kind}`, remedy);
  }
  return value;
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
      return fault ? { kind: `an object in which ${problem}`, remedy } : isMap(value) ? undefined : { kind: kindOf(value) };
    }
    case 'C':
      return isObject(value) && isA(value, code.slice(1)) ? undefined : { kind: kindOf(value) };
    case 'E':
      return ENUMS[code.slice(1)].split(',').includes(value as string) ? undefined : { kind: kindOf(value) };
    case 'I':
      return isObject(value) && INTERFACES[code.slice(1)].split(',').every(member => member in value) ? undefined : { kind: kindOf(value) };
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
