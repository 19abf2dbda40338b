import { isDeepStrictEqual } from 'node:util';
import { IConstruct } from 'constructs';
import { composeError, ErrorList, guarded } from './compose-error';
import { nearest } from './nearest';
import { COMPOSE_SPEC, SpecKeys } from './spec/keys';

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
 * Changes by path to what a construct renders, in the order in which they were made, checked against the keys of the
 * compose specification. Additions to lists come last, so that no later override of a whole list loses them.
 */
export class Overrides {
  private readonly overrides: Override[] = [];
  private readonly additions: Addition[] = [];

  /**
   * @param noun what a message calls such a change
   */
  constructor(private readonly owner: IConstruct, private readonly noun: string = 'override') {}

  public set(path: string, value: any): void {
    this.overrides.push({ path, value });
  }

  public delete(path: string): void {
    this.overrides.push({ path, value: undefined });
  }

  /**
   * Adds entries behind those of a list.
   *
   * @param options.once whether to leave out what is in the list already
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
    const errors = new ErrorList();
    for (const { path, value } of this.overrides) {
      errors.collect(() => {
        const keys = splitPath(path);
        this.check(path, spec, keys, value);
        result = this.replaceAt(path, spec, result, keys, value);
      });
    }
    for (const { path, values, once } of this.additions) {
      errors.collect(() => {
        const keys = splitPath(path);
        this.checkAddition(path, spec, keys, values);
        const list = this.listAt(path, result, keys);
        const added = once ? values.filter(value => !list.some(item => isDeepStrictEqual(item, value))) : values;
        result = this.replaceAt(path, spec, result, keys, [...list, ...added]);
      });
    }
    errors.throwIfAny();
    return result;
  }

  /**
   * What the changes make of the value at one place: for those who ask for it before the whole is rendered. Nothing is checked, and nothing below the place
   * is added to lists.
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
        result = changedKeys.length <= keys.length
          ? keys.slice(changedKeys.length).reduce((node, key) => node?.[key], changed)
          : this.replaceAt(path, undefined, result, changedKeys.slice(keys.length), changed);
      }
    }
    return typeof result?.toDefinition === 'function' ? result.toDefinition() : result;
  }

  private check(path: string, spec: SpecKeys, keys: string[], value: any): void {
    const node = this.specAt(path, spec, keys);
    if (node) {
      this.checkValue(path, node, value);
    }
  }

  private checkAddition(path: string, spec: SpecKeys, keys: string[], values: any[]): void {
    const node = this.specAt(path, spec, keys);
    if (node && !node.items) {
      throw composeError(this.owner, `the ${this.noun} "${path}" adds to a list, but the compose specification has none there`, 'set the value with addOverride');
    }
    values.forEach(value => this.checkValue(path, node?.items, value));
  }

  /** The list that was rendered there, which may be none yet. */
  private listAt(path: string, definition: any, keys: string[]): any[] {
    const current = keys.reduce((node, key) => node?.[key], definition) ?? [];
    if (!Array.isArray(current)) {
      throw composeError(this.owner, `the ${this.noun} "${path}" adds to a list, but what was rendered there is none`,
        'set a key below it, or the whole list, with addOverride');
    }
    return current;
  }

  private specAt(path: string, spec: SpecKeys, keys: string[]): SpecKeys | undefined {
    return keys.reduce<SpecKeys | undefined>((node, key) => node && this.step(path, node, key), spec);
  }

  /** What the specification says of `key` at `node`; `undefined` below an extension (`x-…`), where anything goes. */
  private step(path: string, node: SpecKeys, key: string): SpecKeys | undefined {
    if (key.startsWith('x-')) {
      return undefined;
    }
    const next = ownEntry(node.keys, key) ?? node.map ?? (/^\d+$/.test(key) ? node.items : undefined);
    if (!next) {
      const known = Object.keys(node.keys ?? {});
      throw composeError(this.owner, `the ${this.noun} "${path}" names the key "${key}", which the compose specification does not have there`,
        known.length > 0 ? `did you mean "${nearest(key, known)}"?` : 'there are no keys below a plain value');
    }
    return next;
  }

  private checkValue(path: string, node: SpecKeys | undefined, written: any): void {
    const value = typeof written?.toDefinition === 'function'
      ? guarded(this.owner, `the value of the ${this.noun} "${path}"`, 'see its toDefinition()', () => written.toDefinition())
      : written;
    if (node && Array.isArray(value)) {
      value.forEach(item => this.checkValue(path, node.items ?? {}, item));
    } else if (node && typeof value === 'object' && value !== null && typeof value.toCompose !== 'function') {
      for (const [key, item] of Object.entries(value)) {
        this.checkValue(`${path}.${key}`, this.step(`${path}.${key}`, node, key), item);
      }
    }
  }

  /** A copy of `node` in which the entry at `keys` is `value`, or gone where that is `undefined`. */
  private replaceAt(path: string, spec: SpecKeys | undefined, current: any, [key, ...rest]: string[], value: any): any {
    if (value === undefined && current?.[key] === undefined) {
      return current;
    }
    const node = current === undefined && /^\d+$/.test(key) && spec?.items ? [] : current;
    const entry = rest.length > 0 ? this.replaceAt(path, spec && this.step(path, spec, key), node?.[key], rest, value) : value;
    if (Array.isArray(node)) {
      if (!/^\d+$/.test(key)) {
        throw composeError(this.owner, `the ${this.noun} "${path}" names the key "${key}", but what was rendered there is a list`,
          'give the number of an entry, or override the whole list with a map');
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
 * Hands the overrides of an app down to the constructs below it.
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

/** The entry of that key, and not what every object inherits. */
function ownEntry<T>(entries: { readonly [key: string]: T } | undefined, key: string): T | undefined {
  return entries && Object.hasOwn(entries, key) ? entries[key] : undefined;
}

/** Splits `a.b\.c` into `a` and `b.c`. */
function splitPath(path: string): string[] {
  return path.split(/(?<!\\)\./).map(key => key.replaceAll('\\.', '.'));
}
