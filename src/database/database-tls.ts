import { Config } from '../compose';

/**
 * The TLS mode of a connection to a database.
 */
export class DatabaseTls {
  /**
   * No encryption, for a network that nobody else can use.
   */
  public static disabled(): DatabaseTls {
    return new DatabaseTls('disabled');
  }

  /**
   * Encryption without verification of the server, which does not protect from a man in the middle.
   */
  public static unverified(): DatabaseTls {
    return new DatabaseTls('unverified');
  }

  /**
   * Encryption with a server whose certificate is signed by the CA, for any host name.
   *
   * @param authority the CA certificate, in PEM; by default all that Debian trusts
   */
  public static verifyAuthority(authority?: Config): DatabaseTls {
    return new DatabaseTls('verify-authority', authority);
  }

  /**
   * Encryption with a server whose certificate is signed by the CA and issued for its host name.
   *
   * @param authority the CA certificate, in PEM; by default all that Debian trusts
   */
  public static verifyHost(authority?: Config): DatabaseTls {
    return new DatabaseTls('verify-host', authority);
  }

  private constructor(
    /** The name of the mode: `disabled`, `unverified`, `verify-authority` or `verify-host`. */
    public readonly mode: string,
    /** The certificate of the trusted CA, if it is not one that Debian trusts. */
    public readonly authority?: Config,
  ) {}

  /**
   * Whether the certificate of the server is verified.
   */
  public get verifies(): boolean {
    return this.mode.startsWith('verify');
  }
}
