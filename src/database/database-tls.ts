import { Config } from '../compose';

/**
 * How a connection to a database is secured. It is for `DatabaseEngine` to spell.
 */
export class DatabaseTls {
  /**
   * No encryption, for a network that nobody else is in.
   */
  public static disabled(): DatabaseTls {
    return new DatabaseTls('disabled');
  }

  /**
   * Encryption with whoever answers. Somebody on the way can answer in the server's place.
   */
  public static unverified(): DatabaseTls {
    return new DatabaseTls('unverified');
  }

  /**
   * Encryption with a server whose certificate comes from the authority, whatever name it is for.
   *
   * @param authority the authority's certificate, in PEM; by default all that Debian trusts
   */
  public static verifyAuthority(authority?: Config): DatabaseTls {
    return new DatabaseTls('verify-authority', authority);
  }

  /**
   * Encryption with a server whose certificate comes from the authority and is for the host's name.
   *
   * @param authority the authority's certificate, in PEM; by default all that Debian trusts
   */
  public static verifyHost(authority?: Config): DatabaseTls {
    return new DatabaseTls('verify-host', authority);
  }

  private constructor(
    /** The name of the mode: `disabled`, `unverified`, `verify-authority` or `verify-host`. */
    public readonly mode: string,
    /** The certificate of the authority that is trusted, if it is one of the app's own. */
    public readonly authority?: Config,
  ) {}

  /**
   * Whether the certificate of the server is checked.
   */
  public get verifies(): boolean {
    return this.mode.startsWith('verify');
  }
}
