import { ComposeModel, ModelEntry } from '../app/compose-model';
import { entriesOf, environmentOf } from '../reading/environment';
import { jsonTextOf } from '../reading/json-text';
import { interpolatedText, referencesIn } from '../value/interpolated-text';
import { hasReference } from '../value/interpolation';

/**
 * A place in the compose file that uses a variable.
 */
export interface VariableUse {
  readonly name: string;
  /** The path of the construct. */
  readonly path: string;
  /** Whether the variable must have a value: the reference has no default. */
  readonly needsValue: boolean;
}

/** Several rules need the uses of one model. */
const found = new WeakMap<ComposeModel, VariableUse[]>();

/**
 * All uses of variables in a compose file: references in texts, names without a value (`environment: [NAME]`), and the
 * sources of configs and secrets.
 */
export function variablesIn(model: ComposeModel): VariableUse[] {
  const uses = found.get(model) ?? findVariables(model);
  found.set(model, uses);
  return uses;
}

function findVariables(model: ComposeModel): VariableUse[] {
  return Object.keys(model.definition).flatMap(section => {
    const value = model.definition[section];
    const isOfEntries = typeof value === 'object' && value !== null && !Array.isArray(value);
    const entries: ModelEntry[] = isOfEntries ? model.entries(section) : [];
    const references = isOfEntries
      ? entries.flatMap(({ path, definition }) => textsWithReferences(definition).flatMap(text => usesIn(text, path)))
      : textsWithReferences(value).flatMap(text => usesIn(text, model.appPath));
    return [
      ...references,
      ...(['configs', 'secrets'].includes(section) ? entries.flatMap(sourceOf) : entries.flatMap(passedOn)),
    ];
  });
}

function sourceOf({ path, definition }: ModelEntry): VariableUse[] {
  const { environment } = definition;
  return environment === undefined || hasReference(environment) ? [] : [{ name: environment, path, needsValue: false }];
}

/** Names without a value, which get that of the variable; Compose leaves out variables that are not set. */
function passedOn({ path, definition }: ModelEntry): VariableUse[] {
  if (typeof definition !== 'object') {
    return []; // below an extension, which may hold any value
  }
  return [environmentOf(definition), entriesOf(definition.build?.args)]
    .flatMap(values => [...values].filter(([, value]) => value === null))
    .map(([name]) => ({ name, path, needsValue: false }));
}

function usesIn(text: string, path: string): VariableUse[] {
  return referencesIn(interpolatedText(text) ?? []).map(({ name, operator }) => ({
    name,
    path,
    needsValue: operator === undefined || operator.endsWith('?'),
  }));
}

/** The texts at any depth that refer to variables. */
function textsWithReferences(value: any): string[] {
  const texts: string[] = [];
  if (jsonTextOf(value).includes('$')) {
    addTextsWithReferences(texts, value);
  }
  return texts;
}

function addTextsWithReferences(texts: string[], value: any): void {
  if (typeof value === 'string') {
    if (hasReference(value)) {
      texts.push(value);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      addTextsWithReferences(texts, value[key]);
    }
  }
}
