import { isDeepStrictEqual } from 'node:util';
import { IConstruct } from 'constructs';
import { composeError, ErrorList, guarded, typeOf } from './compose-error';
import { specBelow, SpecFault, specFaults, unknownKey } from './spec-faults';
import { COMPOSE_SPEC, SpecKeys } from '../spec/keys';

const CONTEXT_KEY = 'projen-mlflow:overrides';

interface Override {
  readonly path: string;
  readonly value: any;
}

interface Addition {
  readonly path: string;
  readonly values: any[];
  readonly once: boolean;
}

/**
 * Changes by path of what a construct renders, in the order of the calls, checked against the keys of the compose
 * specification. Additions to lists come last, so that no override of the whole list removes them.
 */
export class Overrides {
  private readonly overrides: Override[] = [];
  private readonly additions: Addition[] = [];

  /**
   * @param noun the name of such a change in messages
   */
  constructor(
    private readonly owner: IConstruct,
    private readonly noun: string = 'override',
  ) {}

  public set(path: string, value: any): void {
    this.overrides.push({ path, value });
  }

  public delete(path: string): void {
    this.overrides.push({ path, value: undefined });
  }

  /**
   * Appends entries to a list.
   *
   * @param options.once whether entries that the list already has are left out
   */
  public append(path: string, values: any[], options: { once?: boolean } = {}): void {
    this.additions.push({ path, values, once: options.once ?? false });
  }

  /**
   * A changed copy of a definition.
   *
   * @param section the top-level key whose entries have this form, such as `services`; empty for the whole file
   */
  public apply(section: string, definition: any): any {
    const spec = section ? COMPOSE_SPEC.keys![section].map! : COMPOSE_SPEC;
    let result = definition;
    const errors = new ErrorList(this.owner);
    for (const { path, value } of this.overrides) {
      errors.collect(() => {
        const keys = splitPath(path);
        this.check(path, spec, result, keys, value);
        result = this.replaceAt(path, spec, result, keys, value);
      });
    }
    for (const { path, values, once } of this.additions) {
      errors.collect(() => {
        const keys = splitPath(path);
        this.checkAddition(path, spec, result, keys, values);
        const list = this.listAt(path, result, keys);
        const added = once ? values.filter(value => !list.some(item => isDeepStrictEqual(item, value))) : values;
        result = this.replaceAt(path, spec, result, keys, [...list, ...added]);
      });
    }
    errors.throwIfAny();
    return result;
  }

  /**
   * What the changes make of the value at one place: for those who ask for it before the whole is rendered. Nothing is
   * checked, and nothing below the place is added to lists.
   *
   * @param keys the place
   * @param value the value that was rendered there
   */
  public valueAt(keys: string[], value: any): any {
    let result = value;
    for (const { path, value: changed } of this.overrides) {
      const changedKeys = splitPath(path);
      const common = changedKeys.slice(0, keys.length);
      if (common.every((key, index) => key === keys[index])) {
        result =
          changedKeys.length <= keys.length
            ? keys.slice(changedKeys.length).reduce((node, key) => node?.[key], changed)
            : this.replaceAt(path, undefined, result, changedKeys.slice(keys.length), changed);
      }
    }
    return typeof result?.toDefinition === 'function' ? this.definitionOf(keys.join('.'), result) : result;
  }

  /** Checks an override of `definition`: the keys of its path, and all of its value. */
  private check(path: string, spec: SpecKeys, definition: any, keys: string[], value: any): void {
    const node = this.specAt(path, spec, definition, keys);
    if (value !== undefined) {
      this.checkValue(path, node, value);
    }
  }

  private checkAddition(path: string, spec: SpecKeys, definition: any, keys: string[], values: any[]): void {
    const node = this.specAt(path, spec, definition, keys);
    if (node.types && !node.items) {
      throw composeError(
        this.owner,
        `the ${this.noun} "${path}" adds to a list, but the compose specification has none there`,
        'set the value with addOverride',
      );
    }
    this.checkValue(path, node.items && { types: 'l', items: node.items }, values);
  }

  /** The list that was rendered there, which may be none yet. */
  private listAt(path: string, definition: any, keys: string[]): any[] {
    const current = keys.reduce((node, key) => node?.[key], definition) ?? [];
    if (!Array.isArray(current)) {
      throw composeError(
        this.owner,
        `the ${this.noun} "${path}" adds to a list, but the rendered value is not a list`,
        'set a key below it, or the whole list, with addOverride',
      );
    }
    return current;
  }

  /** What the specification says at the end of a path; a number is that of an entry where the definition has a list. */
  private specAt(path: string, spec: SpecKeys, definition: any, keys: string[]): SpecKeys {
    let current = definition;
    return keys.reduce((node, key, index) => {
      const below = specBelow(node, key, Array.isArray(current) || (current === undefined && index > 0));
      if (!below) {
        throw this.errorOf(path, unknownKey(node, key, []));
      }
      current = current?.[key];
      return below;
    }, spec);
  }

  private checkValue(path: string, node: SpecKeys | undefined, value: any): void {
    const faults = guarded(this.owner, `the value of the ${this.noun} "${path}"`, 'see its toDefinition()', () =>
      specFaults(node, value),
    );
    const errors = new ErrorList(this.owner);
    errors.add(...faults.map(fault => this.errorOf(path, fault)));
    errors.throwIfAny();
  }

  private errorOf(path: string, { keys, unknownKey: key, problem, remedy }: SpecFault): Error {
    const place = [path, ...keys.map(each => each.replaceAll('.', '\\.'))].join('.');
    return composeError(
      this.owner,
      key === undefined
        ? `the ${this.noun} "${place}": ${problem}`
        : `the ${this.noun} "${place}" names the key "${key}", which the compose specification does not have there`,
      remedy,
    );
  }

  private definitionOf(path: string, value: { toDefinition(): any }): any {
    return guarded(
      this.owner,
      `the value of the ${this.noun} "${path}"`,
      `see toDefinition() of ${typeOf(value)}`,
      () => value.toDefinition(),
    );
  }

  /** A copy of `node` in which the entry at `keys` is `value`, or gone where that is `undefined`. */
  private replaceAt(path: string, spec: SpecKeys | undefined, current: any, [key, ...rest]: string[], value: any): any {
    if (value === undefined && current?.[key] === undefined) {
      return current;
    }
    const node = current === undefined && /^\d+$/.test(key) && spec?.items ? [] : current;
    const entry =
      rest.length > 0
        ? this.replaceAt(path, spec && specBelow(spec, key, Array.isArray(node)), node?.[key], rest, value)
        : value;
    if (Array.isArray(node)) {
      if (!/^\d+$/.test(key)) {
        throw composeError(
          this.owner,
          `the ${this.noun} "${path}" names the key "${key}", but the rendered value is a list`,
          'give the number of an entry, or override the whole list with a map',
        );
      }
      return Object.assign([...node], { [key]: entry }).filter(item => item !== undefined);
    }
    const copy = typeof node === 'object' && node !== null ? { ...node } : {};
    copy[key] = entry;
    if (entry === undefined) {
      delete copy[key];
    }
    return copy;
  }
}

/**
 * Passes the overrides of an app to the constructs below it, by context.
 */
export function provideOverrides(app: IConstruct, overrides: Overrides): void {
  app.node.setContext(CONTEXT_KEY, overrides);
}

/**
 * The overrides of the app above a construct.
 */
export function overridesOf(construct: IConstruct): Overrides | undefined {
  return construct.node.tryGetContext(CONTEXT_KEY);
}

/**
 * The keys of the path of an override: `a.b\.c` is `a` and `b.c`.
 */
export function splitPath(path: string): string[] {
  return path.split(/(?<!\\)\./).map(key => key.replaceAll('\\.', '.'));
}
