import { IConstruct } from 'constructs';
import { ComposeElement } from './compose-element';
import { ErrorList, guarded } from './compose-error';
import { resolveValues } from './interpolation';

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

/**
 * A file with all values in Compose's syntax.
 *
 * @throws an error that names the element, or else the app, whose value cannot be written
 */
export function withValues(app: IConstruct, file: Sections, elements: ComposeElement[]): Sections {
  const write = (construct: IConstruct, part: any) => (
    guarded(construct, 'writing a value', 'see toCompose() or toDefinition() of the value', () => resolveValues(part))
  );
  try {
    return resolveValues(file);
  } catch {
    elements.forEach(element => write(element, file[element.section]?.[element.name]));
    return write(app, file);
  }
}
