import { composeTextOf, escapeInterpolation } from './interpolation';

/**
 * A value in a compose file that may refer to variables of the `.env` file.
 *
 * `EnvValue.of('text')` is literal text, an `EnvVariable` is a reference, `EnvValue.concat(…)` joins both.
 */
export interface IEnvValue {
  /**
   * The value in Compose's interpolation syntax: a literal `$` is doubled, a reference is `${NAME:?…}`.
   */
  toCompose(): string;
}

/**
 * Makes values for environments, labels and overrides.
 */
export abstract class EnvValue implements IEnvValue {
  /**
   * Literal text, which the container gets byte for byte; a `$` in it is not a reference.
   */
  public static of(text: string): EnvValue {
    return new Literal(text);
  }

  /**
   * The concatenation of several values: `EnvValue.concat(EnvValue.of('s3://'), bucketName)`.
   */
  public static concat(...values: IEnvValue[]): EnvValue {
    return new Concatenation(values);
  }

  /**
   * Text in Compose's interpolation syntax, which is not escaped: `EnvValue.interpolated('${TAG:-latest}')`. For forms
   * that an `EnvVariable` does not have; a literal `$` is written `$$`.
   *
   * @see https://docs.docker.com/reference/compose-file/interpolation/
   */
  public static interpolated(text: string): EnvValue {
    return new Interpolated(text);
  }

  /**
   * The value in Compose's interpolation syntax.
   */
  public abstract toCompose(): string;
}

class Literal extends EnvValue {
  constructor(private readonly text: string) {
    super();
  }

  public toCompose(): string {
    return escapeInterpolation(this.text);
  }
}

class Interpolated extends EnvValue {
  constructor(private readonly text: string) {
    super();
  }

  public toCompose(): string {
    return this.text;
  }
}

class Concatenation extends EnvValue {
  constructor(private readonly values: IEnvValue[]) {
    super();
  }

  public toCompose(): string {
    return this.values.map(composeTextOf).join('');
  }
}
