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
   * The initial value in a new `.env`. It is committed in `.env.example`, so it must not be a secret.
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
 * A variable of the app's `.env` file. The environment of `docker compose` overrides it.
 *
 * Its id is its name. It is a value itself: pass it where an `IEnvValue` is expected. If it is missing or empty at
 * start, Compose fails with a message that names it.
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
   * The reference, in the form that makes Compose fail if the variable is missing or empty.
   */
  public toCompose(): string {
    return `\${${this.variableName}:?set it in .env}`;
  }

  /**
   * Disables a rule for this variable: `no-unused-variables`, if something other than the compose file reads it.
   *
   * @param rule the id of the rule, at the end of its message
   * @param reason why the rule does not apply here, for readers of the code
   * @throws when the reason is empty; at synthesis when there is no such rule, or it is not broken
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
 * The name of a variable.
 *
 * @throws an error that names its construct, when its getter fails
 * @internal
 */
export function nameOfVariable(variable: EnvVariable): string {
  return callHook(variable, 'EnvVariable.variableName', () => variable.variableName);
}
