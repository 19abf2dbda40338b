/** Several rules look for characters in one definition. */
const found = new WeakMap<object, string>();

/**
 * A definition as JSON: a character that few definitions contain is found in it faster than by a walk over all texts.
 *
 * @param definition an entry of the compose file; undefined, and what JSON cannot hold, is the empty text
 */
export function jsonTextOf(definition: any): string {
  if (typeof definition !== 'object' || definition === null) {
    return JSON.stringify(definition) ?? '';
  }
  const text = found.get(definition) ?? JSON.stringify(definition);
  found.set(definition, text);
  return text;
}
