import { IConstruct } from 'constructs';
import { ComposeElement, nameOf } from '../element/compose-element';
import { ErrorList, guarded } from '../element/compose-error';
import { callHook } from '../element/hook';
import { resolveValues } from '../value/interpolation';

/**
 * Entries of a compose file, by top-level key and name.
 */
export interface Sections {
  [section: string]: any;
}

/**
 * The elements that can say where in the file they stand; the messages of others go to the errors.
 */
export function namedElements(elements: ComposeElement[], errors: ErrorList): ComposeElement[] {
  return elements.filter(element =>
    errors.collect(() => {
      callHook(element, 'ComposeElement.section', () => element.section);
      callHook(element, 'ComposeElement.path', () => element.path);
      nameOf(element);
    }),
  );
}

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
  return {
    ...file,
    ...Object.fromEntries(
      Object.entries(added).map(([section, entries]) => [section, { ...file[section], ...entries }]),
    ),
  };
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
 * A file with all values in Compose's syntax. The messages of elements with values that cannot be written go to the
 * errors, or else that of the app.
 */
export function withValues(app: IConstruct, file: Sections, elements: ComposeElement[], errors: ErrorList): Sections {
  try {
    return resolveValues(file);
  } catch {
    const write = (construct: IConstruct, part: any) =>
      errors.collect(() => {
        guarded(construct, 'writing a value', 'see toCompose() or toDefinition() of the value', () =>
          resolveValues(part),
        );
      });
    if (elements.filter(element => !write(element, file[element.section]?.[element.name])).length === 0) {
      write(app, file);
    }
    return {};
  }
}
