import { ComposeElement } from './compose-element';
import { ErrorList } from './compose-error';

/**
 * Entries of a compose file, by top-level key and name.
 */
export interface Sections { [section: string]: any }

/**
 * What elements render; the messages of those that fail go to the errors.
 */
export function renderSections(elements: ComposeElement[], errors: ErrorList): Sections {
  const sections: Sections = {};
  for (const element of elements) {
    errors.collect(() => {
      (sections[element.section] ??= {})[element.name] = element.toDefinition();
    });
  }
  return sections;
}

/**
 * A compose file with entries more.
 */
export function withSections(file: Sections, added: Sections): Sections {
  return { ...file, ...Object.fromEntries(Object.entries(added).map(([section, entries]) => [section, { ...file[section], ...entries }])) };
}

/**
 * A compose file with overrides, without what these leave no room for.
 */
export function settled(file: Sections, elements: ComposeElement[]): Sections {
  const result = { ...file };
  for (const element of elements) {
    const definition = result[element.section]?.[element.name];
    const kept = definition && element._settled(definition);
    if (kept !== definition) {
      result[element.section] = { ...result[element.section], [element.name]: kept };
    }
  }
  return result;
}
