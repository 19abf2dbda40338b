/** The two forms of random values, and `refused`. */
type RotationKind = 'text' | 'hex' | 'refused';

/**
 * What the task `<id>:rotate-secret` does to a secret.
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
   * The task refuses to change it: a new value alone would lose data, or lock somebody out.
   *
   * @param remedy how the secret is changed instead, for the message: `change it in the provider, then write the file`
   * @throws when there is no remedy
   */
  public static refused(remedy: string): SecretRotation {
    if (!remedy) {
      throw new Error('a rotation that is refused needs a remedy; say how the secret is changed instead');
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

  private constructor(kind: RotationKind, remedy: string = '') {
    this._kind = kind;
    this._remedy = remedy;
  }
}
