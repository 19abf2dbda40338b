import { IConstruct, IValidation } from 'constructs';
import { ComposeElement } from '../element/compose-element';
import { ErrorList, pathOf } from '../element/compose-error';
import { callHook } from '../element/hook';
import { EnvVariable, nameOfVariable } from '../value/env-variable';

/** An app, so far as it is asked here; the class `ComposeApp`, which imports this. */
interface App extends IConstruct {
  readonly appName: string;
}

/**
 * Adds what is wrong with the constructs of an app, before they are rendered: what they say of themselves, and names
 * twice.
 *
 * @param constructs all constructs of the app
 * @param others all apps of the repository, this one among them
 * @param elements the elements of the app's own file
 * @param overlays those of each overlay
 */
export function addTreeErrors(
  errors: ErrorList,
  app: App,
  constructs: IConstruct[],
  others: App[],
  elements: ComposeElement[],
  overlays: ComposeElement[][],
): void {
  for (const construct of constructs) {
    // A private list, since `node.validate()` tells nothing of the others when one of them throws.
    const { _validations: validations } = construct.node as unknown as { _validations?: IValidation[] };
    for (const validation of validations ?? [construct.node]) {
      errors.collect(() => {
        const messages = callHook(construct, 'IValidation.validate()', () => validation.validate());
        for (const message of messages) {
          errors.add(`[${pathOf(construct)}] ${message}`);
        }
      });
    }
  }
  const variables = constructs.filter(
    (construct): construct is EnvVariable =>
      construct instanceof EnvVariable && errors.collect(() => nameOfVariable(construct)),
  );
  errors.add(...nameErrors(app, others, elements, overlays, variables));
}

function* nameErrors(
  app: App,
  others: App[],
  elements: ComposeElement[],
  overlays: ComposeElement[][],
  variables: EnvVariable[],
): IterableIterator<string> {
  const twice = [[], ...overlays].flatMap(overlay =>
    duplicates([...elements, ...overlay], element => `${element.section}/${element.name}`),
  );
  yield* new Set(
    twice.map(
      ([one, other]) =>
        `[${other.path}] the name "${one.name}" is already used in ${one.section}, by ${one.path}; give one of them another id`,
    ),
  );
  yield* duplicates(variables, variable => variable.variableName).map(
    ([one, other]) =>
      `[${pathOf(other)}] the variable is already declared by ${pathOf(one)}; use that one, or give this one another name`,
  );
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(app.appName)) {
    yield `[${pathOf(app)}] "${app.appName}" is not a valid name for an app; use lower-case letters, digits, dashes and underscores, beginning with a letter or digit`;
  }
  yield* duplicates(others, other => other.appName)
    .filter(([, other]) => other === app)
    .map(
      ([one]) =>
        `[${pathOf(app)}] the app ${pathOf(one)} has the name "${one.appName}" as well, so they would share containers and volumes; give one of them another appName`,
    );
}

/** Each entry whose key another one before it has, after that first one. */
function duplicates<T>(entries: T[], keyOf: (entry: T) => string): [T, T][] {
  const first = new Map<string, T>();
  const pairs: [T, T][] = [];
  for (const entry of entries) {
    const key = keyOf(entry);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, entry);
    } else {
      pairs.push([other, entry]);
    }
  }
  return pairs;
}
