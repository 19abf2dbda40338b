import { Construct } from 'constructs';
import { IEnvValue } from './env-value';
import { invalidCharacter } from './invalid-character';
import { checkProps } from '../element/check-props';
import { callHook } from '../element/hook';
import { ignoreRule } from '../rules/ignored-rules';

/**
 * Properties of an `EnvVariable`.
 */
export interface EnvVariableProps {
  /**
   * What the variable is for; a comment in `.env` and `.env.example`.
   *
   * @default - no comment
   */
  readonly description?: string;

  /**
   * The value that a new `.env` starts with. It is committed in `.env.example`, so it must not be a secret.
   *
   * @default - empty, to be filled in by hand, unless `secret` is set
   */
  readonly defaultValue?: string;

  /**
   * Whether the variable is a secret: a new `.env` starts with a random value, `.env.example` shows none.
   *
   * @default false
   */
  readonly secret?: boolean;
}

/**
 * A variable that the app takes from its `.env` file (or from the environment of `docker compose`, which wins).
 *
 * Its id is its name. It is a value itself: pass it where an `IEnvValue` is asked for. When it is missing or empty at
 * start, Compose stops with a message that names it.
 */
export class EnvVariable extends Construct implements IEnvValue {
  /**
   * What the variable is for.
   */
  public readonly description?: string;

  /**
   * The value that a new `.env` starts with.
   */
  public readonly defaultValue?: string;

  /**
   * Whether a new `.env` starts with a random value.
   */
  public readonly secret: boolean;

  constructor(scope: Construct, id: string, props: EnvVariableProps = {}) {
    checkProps(new.target, EnvVariable, scope, id, 'EnvVariableProps', props);
    super(scope, id);
    this.description = props.description;
    this.defaultValue = props.defaultValue;
    this.secret = props.secret ?? false;
    this.node.addValidation({ validate: () => this.validate() });
  }

  /**
   * The name of the variable.
   */
  public get variableName(): string {
    return this.node.id;
  }

  /**
   * The reference, in the form that makes Compose stop when the variable is missing or empty.
   */
  public toCompose(): string {
    return `\${${this.variableName}:?set it in .env}`;
  }

  /**
   * Switches a rule off for this variable alone: `no-unused-variables`, when something else than the compose file reads
   * it.
   *
   * @param rule the name of the rule, which its message ends with
   * @param reason why the rule does not hold here, for those who read the code
   * @throws when there is no reason; at synthesis when there is no such rule, or it is kept
   */
  public ignoreRule(rule: string, reason: string): void {
    ignoreRule(this, rule, reason);
  }

  private validate(): string[] {
    const errors: string[] = [];
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(this.variableName)) {
      errors.push(
        `"${this.variableName}" is not a valid name for a variable; use letters, digits and underscores, not beginning with a digit`,
      );
    }
    if (this.secret && this.defaultValue !== undefined) {
      errors.push(
        'a secret has a default value, which would be committed; remove defaultValue (a random value is made) or secret',
      );
    }
    for (const [prop, text] of Object.entries({ description: this.description, defaultValue: this.defaultValue })) {
      const character = invalidCharacter(text ?? '');
      if (character) {
        errors.push(
          `${prop} contains ${character}, which .env files cannot; remove it, or encode the value, for example as Base64`,
        );
      }
    }
    return errors;
  }
}

/**
 * The name of a variable, for those who refer to it.
 *
 * @throws an error that names its construct, when it has none
 * @internal
 */
export function nameOfVariable(variable: EnvVariable): string {
  return callHook(variable, 'EnvVariable.variableName', () => variable.variableName);
}
