import { ComposeModel, ModelEntry } from '../compose-model';
import { DependencyCondition } from '../dependency';
import { hasReference } from '../interpolation';
import { IComposeRule, RuleViolation } from './compose-rule';
import { argumentsOf } from '../reading/command';

/** The keys that may be there without a value. */
const EMPTY_KEYS = ['command', 'entrypoint', 'deploy', 'develop'];

const CONDITIONS: string[] = Object.values(DependencyCondition);

/**
 * The keys of a service are in one of the forms that Compose reads: it refuses the whole file otherwise.
 */
export class ValidForms implements IComposeRule {
  public readonly name = 'valid-forms';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services.flatMap(({ path, definition }) => [emptyKeys, conditions, healthcheck, commands]
      .flatMap(faultsIn => faultsIn(definition))
      .map(([problem, remedy]) => ({ path, problem, remedy })));
  }
}

/** A problem and its remedy. */
type Fault = [string, string];

function emptyKeys(definition: ModelEntry['definition']): Fault[] {
  return Object.keys(definition).filter(key => definition[key] === null && !EMPTY_KEYS.includes(key) && !key.startsWith('x-'))
    .map(key => [`${key} is null, which Compose refuses`, `give it a value, or take it away: addDeletionOverride('${key}')`]);
}

function conditions({ depends_on: dependsOn }: ModelEntry['definition']): Fault[] {
  const entries = typeof dependsOn === 'object' && !Array.isArray(dependsOn) ? Object.entries<any>(dependsOn ?? {}) : [];
  const isKnown = (condition: any) => CONDITIONS.includes(condition) || hasReference(condition);
  return entries.filter(([, dependency]) => !isKnown(dependency?.condition)).map(([name, dependency]) => [
    dependency?.condition === undefined
      ? `depends_on.${name} has no condition`
      : `depends_on.${name} has the condition "${dependency.condition}", which Compose does not know`,
    `give it one of ${CONDITIONS.join(', ')}`,
  ]);
}

function healthcheck(definition: ModelEntry['definition']): Fault[] {
  const test = definition.healthcheck?.test;
  return Array.isArray(test) && test.length > 0 && !['CMD', 'CMD-SHELL', 'NONE'].includes(test[0]) && !hasReference(test[0])
    ? [[`its healthcheck begins with "${test[0]}"`, 'begin the list with "CMD", "CMD-SHELL" or "NONE"']]
    : [];
}

function commands(definition: ModelEntry['definition']): Fault[] {
  return ['command', 'entrypoint'].filter(key => typeof definition[key] === 'string' && argumentsOf(definition[key]) === undefined).map(key => [
    `its ${key} cannot be split into arguments: a quote or parenthesis is left open, or it ends in a backslash`,
    'close it, or give a list of arguments',
  ]);
}
