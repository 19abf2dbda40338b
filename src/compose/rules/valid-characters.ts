import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { jsonTextOf } from '../reading/json-text';
import { invalidCharacter } from '../value/invalid-character';

/**
 * No text of the file contains NUL, with which Docker fails only when the container starts, or half of a surrogate
 * pair, with which Compose refuses the whole file.
 */
export class ValidCharacters implements IComposeRule {
  public readonly name = 'valid-characters';

  public check(model: ComposeModel): RuleViolation[] {
    return Object.keys(model.definition)
      .filter(section => typeof model.definition[section] === 'object')
      .flatMap(section => model.entries(section))
      .flatMap(({ path, definition }) => [
        ...(isFit(definition) ? [] : [...unfitTexts(definition, [])]).map(({ place, character }) => ({
          path,
          problem: `${place} holds ${character}, which cannot be passed to a container`,
          remedy: 'take it out, or encode the value, as Base64 for example',
        })),
        ...[...emptyNames(definition?.labels), ...emptyNames(definition?.annotations)].map(name => ({
          path,
          problem: `${JSON.stringify(name)} is not a valid name for a label`,
          remedy: 'use a name that is not empty',
        })),
      ]);
  }
}

/** Compose refuses names that are empty or consist of line breaks. */
function emptyNames(labels: any): string[] {
  return Array.isArray(labels) ? [] : Object.keys(labels ?? {}).filter(name => !/[^\n]/.test(name));
}

/** What JSON writes for NUL and half of a surrogate pair, and for nothing else but a backslash before the same text. */
const SUSPECT = /\\u(0000|d[89a-f])/;

/** Whether all keys and values are valid for sure, which is quicker to find out than which of them is not. */
function isFit(value: any): boolean {
  return !SUSPECT.test(jsonTextOf(value));
}

/** The invalid keys and values at any depth, and the keys that lead there. */
function* unfitTexts(value: any, keys: string[]): IterableIterator<{ place: string; character: string }> {
  if (typeof value === 'string') {
    const character = invalidCharacter(value);
    if (character) {
      yield { place: keys.join('.') || 'it', character };
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const character = invalidCharacter(key);
      if (character) {
        yield { place: [...keys, JSON.stringify(key)].join('.'), character };
      }
      yield* unfitTexts(item, [...keys, key]);
    }
  }
}
