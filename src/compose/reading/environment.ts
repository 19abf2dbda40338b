/** Several readers need the environment of one service. */
const found = new WeakMap<object, Map<string, string | null>>();

/**
 * The environment of a service, in either form: a map, or a list of `NAME=value`. A value is text in Compose's syntax:
 * `hasReference` tells whether it refers to a variable, `withoutEscapes` returns its text if not. `null` is the value
 * of a name alone, which gets its value from the environment of the user who starts the app. `fullEnvironmentOf` adds
 * the variables of files.
 *
 * @param definition the service, as the compose file holds it
 */
export function environmentOf(definition: { [key: string]: any }): ReadonlyMap<string, string | null> {
  const environment = found.get(definition) ?? entriesOf(definition.environment);
  found.set(definition, environment);
  return environment;
}

/**
 * The entries of a map or of a list of `NAME=value`: `environment`, `labels`, `build.args`. The last value of a name
 * wins.
 */
export function entriesOf(value: any): Map<string, string | null> {
  const entries: [string, any][] = Array.isArray(value) ? value.flatMap(fromListEntry) : Object.entries(value ?? {});
  return new Map(entries.map(([name, item]) => [name, item === null || item === undefined ? null : String(item)]));
}

/** A value may contain further equals signs. An entry that is not text is left out, since Compose refuses it. */
function fromListEntry(entry: any): [string, string | null][] {
  if (typeof entry !== 'string') {
    return [];
  }
  const end = entry.indexOf('=');
  return [end < 0 ? [entry, null] : [entry.slice(0, end), entry.slice(end + 1)]];
}
