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
   * Literal text, which reaches the container byte for byte (a `$` in it is no reference).
   */
  public static of(text: string): EnvValue {
    return new Literal(text);
  }

  /**
   * Several values, one after the other: `EnvValue.concat(EnvValue.of('s3://'), bucketName)`.
   */
  public static concat(...values: IEnvValue[]): EnvValue {
    return new Concatenation(values);
  }

  /**
   * Text in Compose's own interpolation syntax, taken over as it is: `EnvValue.interpolated('${TAG:-latest}')`. For the
   * forms that an `EnvVariable` does not have; a literal `$` in it is written `$$`.
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
