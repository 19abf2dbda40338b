/**
 * A struct over its defaults. A member that is `undefined` counts as absent, so it never takes a default away.
 *
 * @param defaults what holds where the struct says nothing
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
