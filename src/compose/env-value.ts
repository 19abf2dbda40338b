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
   * Several values, one behind the other: `EnvValue.concat(EnvValue.of('s3://'), bucketName)`.
   */
  public static concat(...values: IEnvValue[]): EnvValue {
    return new Concatenation(values);
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

class Concatenation extends EnvValue {
  constructor(private readonly values: IEnvValue[]) {
    super();
  }

  public toCompose(): string {
    return this.values.map(value => value.toCompose()).join('');
  }
}

/**
 * Doubles each `$`, so that Compose's interpolation gives the text back as it was.
 *
 * @see https://docs.docker.com/reference/compose-file/interpolation/
 */
function escapeInterpolation(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/**
 * Turns a definition as the constructs write it into one as the compose file holds it: strings are literal and get
 * escaped, `IEnvValue`s become references, `undefined` is left out.
 *
 * @internal
 */
export function resolveValues(value: any): any {
  if (typeof value === 'string') {
    return escapeInterpolation(value);
  }
  if (Array.isArray(value)) {
    return value.filter(item => item !== undefined).map(resolveValues);
  }
  if (typeof value === 'object' && value !== null) {
    if (typeof value.toCompose === 'function') {
      return value.toCompose();
    }
    return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined).map(([key, item]) => [key, resolveValues(item)]));
  }
  return value;
}
