import { Construct } from 'constructs';
import { checkArguments } from './check-props';
import { pathOf } from './compose-error';
import { HOOKS, METHODS } from '../../prop-types';

/** The types of what hooks return: such a struct may have more members, so it may when it is handed on. */
const RETURNED = new Set<string>(Object.values(HOOKS));

/**
 * Lets the methods of public classes check their arguments, for programs in JavaScript, which have no compiler: each
 * throws when an argument is missing, `null` or of another type, or an option has another name.
 *
 * @param layer what a layer exports
 */
export function guardMethods(layer: { [name: string]: any }): void {
  for (const [key, parameters] of Object.entries(METHODS)) {
    const [type, method] = key.split('.');
    if (layer[type]) {
      const owner = Object.hasOwn(layer[type], method) ? layer[type] : layer[type].prototype;
      const call = owner[method]; // that of a base class that is not public, if it has one
      const guard = function (this: any, ...args: unknown[]): unknown {
        const where = () => `${Construct.isConstruct(this) ? pathOf(this) : type}.${method}`;
        checkArguments(where, parameters, args, code => !RETURNED.has(code));
        return call.apply(this, args);
      };
      Object.defineProperty(owner, method, { value: guard, configurable: true, writable: true });
    }
  }
}
