import { isDeepStrictEqual } from 'node:util';

/** The forms of random values, and `refused`. */
type RotationKind = 'text' | 'hex' | 'certificate' | 'refused';

/** A command that takes a new value of a secret, in a container of a service. */
interface RotationStep {
  readonly service: string;
  readonly command: string[];
}

/**
 * What the task `<id>:rotate-secret` does to a secret. Services that have stored a value, or encrypted data with it,
 * add a command that takes the new one: `Secret.addRotationStep`.
 */
export class SecretRotation {
  /**
   * It gets a new random value of letters and digits: for a password that its server takes from the file at each start.
   */
  public static randomText(): SecretRotation {
    return new SecretRotation('text');
  }

  /**
   * It gets a new random value of 32 bytes in hexadecimal digits: the form that some servers ask keys to have.
   */
  public static randomHex(): SecretRotation {
    return new SecretRotation('hex');
  }

  /**
   * It gets a new private key and a self-signed certificate, in PEM: for parts of one program that know each other by
   * it.
   */
  public static newCertificate(): SecretRotation {
    return new SecretRotation('certificate');
  }

  /**
   * The task refuses to change it, since who issued it must issue another one.
   */
  public static knownElsewhere(): SecretRotation {
    return SecretRotation.refused(
      'it is known elsewhere: change it there, write the new value into its file, and recreate the containers',
    );
  }

  /**
   * The task refuses to change it: a new value alone would lose data, or lock somebody out.
   *
   * @param remedy how the secret is changed instead, for the message: `change it in the provider, then write the file`
   * @throws when there is no remedy
   */
  public static refused(remedy: string): SecretRotation {
    if (!remedy) {
      throw new Error(
        '[SecretRotation.refused] a rotation that is refused needs a remedy; say how the secret is changed instead',
      );
    }
    return new SecretRotation('refused', remedy);
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
   * What takes the new value before the file does.
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
   * The same with one more step; once is enough.
   *
   * @internal
   */
  public _with(step: RotationStep): SecretRotation {
    return this._steps.some(other => isDeepStrictEqual(other, step))
      ? this
      : new SecretRotation(this._kind, this._remedy, [...this._steps, step]);
  }
}
