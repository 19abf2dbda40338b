import { IComposeRule, RuleViolation } from './compose-rule';
import { variablesIn } from './variable-use';
import { ComposeModel } from '../app/compose-model';
import { nearest } from '../element/compose-error';

/** Compose sets them, or the shell of the user who starts the app. */
const SET_ELSEWHERE = /^(COMPOSE_.*|DOCKER_.*|HOME|PWD|USER|PATH|DISPLAY|SSH_AUTH_SOCK|XDG_RUNTIME_DIR)$/;

/**
 * Variables that need a value are declared, so that they are in `.env` and `.env.example`. A reference with a default
 * needs no declaration.
 */
export class NoUndefinedVariables implements IComposeRule {
  public readonly name = 'no-undefined-variables';

  public check(model: ComposeModel): RuleViolation[] {
    const declared = new Set(model.variables.map(({ variableName }) => variableName));
    const missing = variablesIn(model).filter(
      ({ name, needsValue }) => needsValue && !declared.has(name) && !SET_ELSEWHERE.test(name),
    );
    const first = new Map(missing.map(({ path, name }) => [`${path} ${name}`, { path, name }]));
    return [...first.values()].map(({ path, name }) => ({
      path,
      problem: `it refers to the variable ${name}, which no EnvVariable of the app declares`,
      remedy: `declare it: new EnvVariable(app, '${name}')${declared.size > 0 ? `; or did you mean ${nearest(name, [...declared])}?` : ''}`,
    }));
  }
}
