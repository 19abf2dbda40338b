import { isDeepStrictEqual } from 'node:util';

/** The forms of random values, and `refused`. */
type RotationKind = 'text' | 'hex' | 'certificate' | 'refused';

/** A command that gives a new value of a secret to a service, in a container of it. */
interface RotationStep {
  readonly service: string;
  readonly command: string[];
}

/**
 * What the task `<id>:rotate-secret` does to a secret. A service that has stored a value, or encrypted data with it,
 * adds a command that gives it the new one: `Secret.addRotationStep`.
 */
export class SecretRotation {
  /**
   * Writes a new random value of letters and digits, for a password that the server reads from the file at each start.
   */
  public static randomText(): SecretRotation {
    return new SecretRotation('text');
  }

  /**
   * Writes a new random value of 32 bytes in hexadecimal digits, which some servers require of keys.
   */
  public static randomHex(): SecretRotation {
    return new SecretRotation('hex');
  }

  /**
   * Writes a new private key and its self-signed certificate, in PEM, by which parts of one program authenticate to
   * each other.
   */
  public static newCertificate(): SecretRotation {
    return new SecretRotation('certificate');
  }

  /**
   * Refuses to change a secret that is issued elsewhere, such as an API key.
   */
  public static knownElsewhere(): SecretRotation {
    return SecretRotation.refused(
      'it is issued elsewhere: change it there, write the new value to its file, and recreate the containers',
    );
  }

  /**
   * Refuses to change a secret, since a new value alone would lose data or lock users out.
   *
   * @param remedy how the secret is changed instead, for the message: `change it in the provider, then write the file`
   * @throws when there is no remedy
   */
  public static refused(remedy: string): SecretRotation {
    if (!remedy) {
      throw new Error('[SecretRotation.refused] the remedy is empty; say how the secret is changed instead');
    }
    return new SecretRotation('refused', remedy);
  }

  /**
   * The secrets of an app as options of `projen-mlflow rotate-secret`. That command runs the steps of a secret with the
   * new value, and writes the file last.
   *
   * @param rotations by the name of the secret
   * @internal
   */
  public static _toArguments(rotations: ReadonlyMap<string, SecretRotation>): string[] {
    const all = [...rotations];
    return [
      ...['text', 'hex', 'certificate'].flatMap(kind => {
        const names = all.filter(([, { _kind }]) => _kind === kind).map(([name]) => name);
        return names.length > 0 ? [`--${kind}`, names.join(',')] : [];
      }),
      ...all.flatMap(([name, { _steps }]) =>
        _steps.flatMap(({ service, command }) => ['--step', `${name}=${JSON.stringify([service, ...command])}`]),
      ),
      ...all.flatMap(([name, { _kind, _remedy }]) => (_kind === 'refused' ? ['--refuse', `${name}=${_remedy}`] : [])),
    ];
  }

  /**
   * The form of the new value, or `refused`.
   *
   * @internal
   */
  public readonly _kind: RotationKind;

  /**
   * How the secret is changed instead.
   *
   * @internal
   */
  public readonly _remedy: string;

  /**
   * The commands that run before the file is written.
   *
   * @internal
   */
  public readonly _steps: RotationStep[];

  private constructor(kind: RotationKind, remedy: string = '', steps: RotationStep[] = []) {
    this._kind = kind;
    this._remedy = remedy;
    this._steps = steps;
  }

  /**
   * The same with one more step, unless it has that step.
   *
   * @internal
   */
  public _with(step: RotationStep): SecretRotation {
    return this._steps.some(other => isDeepStrictEqual(other, step))
      ? this
      : new SecretRotation(this._kind, this._remedy, [...this._steps, step]);
  }
}
