import { ComposeModel, ModelEntry } from '../compose-model';
import { interpolatedText, referencesIn } from '../interpolated-text';
import { hasReference } from '../interpolation';

/**
 * A place in the compose file that takes the value of a variable.
 */
export interface VariableUse {
  readonly name: string;
  /** The path of the construct. */
  readonly path: string;
  /** Whether something is amiss when the variable has no value: there is no default. */
  readonly needsValue: boolean;
}

/**
 * All uses of variables in a compose file: references in texts, names that are passed on as they are (`environment: [NAME]`), and the
 * sources of configs and secrets.
 */
export function variablesIn(model: ComposeModel): VariableUse[] {
  return Object.keys(model.definition).flatMap(section => {
    const value = model.definition[section];
    const isOfEntries = typeof value === 'object' && value !== null && !Array.isArray(value);
    const entries: ModelEntry[] = isOfEntries ? model.entries(section) : [];
    const texts = entries.flatMap(({ path, definition }) => referencesWithin(definition).map(reference => ({ ...reference, path })));
    return [
      ...texts,
      ...(isOfEntries ? [] : referencesWithin(value).map(reference => ({ ...reference, path: model.appPath }))),
      ...(['configs', 'secrets'].includes(section) ? entries.flatMap(sourceOf) : entries.flatMap(passedOn)),
    ];
  });
}

function sourceOf({ path, definition }: ModelEntry): VariableUse[] {
  const { environment } = definition;
  return environment === undefined || hasReference(environment) ? [] : [{ name: environment, path, needsValue: false }];
}

/** Names without a value, which stands for that of the variable; Compose leaves out those that it does not know. */
function passedOn({ path, definition }: ModelEntry): VariableUse[] {
  return [definition.environment, definition.build?.args].flatMap(values => (Array.isArray(values)
    ? values.filter(item => !item.includes('='))
    : Object.keys(values ?? {}).filter(name => values[name] === null))).map(name => ({ name, path, needsValue: false }));
}

function referencesWithin(value: any): { name: string; needsValue: boolean }[] {
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).flatMap(referencesWithin);
  }
  return hasReference(value)
    ? referencesIn(interpolatedText(value) ?? []).map(({ name, operator }) => ({ name, needsValue: operator === undefined || operator.endsWith('?') }))
    : [];
}
