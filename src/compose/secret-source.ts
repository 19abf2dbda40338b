import { Construct } from 'constructs';
import { EnvVariable } from './env-variable';
import { randomHex, randomSecret } from './random-secret';
import { SecretFile } from './secret-file';

/**
 * Where a secret is, as the compose file says it.
 */
export interface SecretLocation {
  /**
   * A file of the host, from the app's directory.
   *
   * @default - the secret is in a variable
   */
  readonly file?: string;

  /**
   * The name of a variable.
   *
   * @default - the secret is in a file
   */
  readonly environment?: string;
}

/**
 * Where the secrets of an app come from that say nothing of it themselves.
 */
export abstract class SecretSource {
  /**
   * A file for each secret, `secrets/<name>`, that synthesis makes once with a random value. Git ignores the folder, and only its owner may enter it.
   */
  public static randomFile(): SecretSource {
    return new RandomFile(randomSecret);
  }

  /**
   * A file for each secret, as with `randomFile`, whose random value is 32 bytes in hexadecimal digits: the form that some servers ask keys to have.
   */
  public static randomHexFile(): SecretSource {
    return new RandomFile(randomHex);
  }

  /**
   * A file for each secret, `secrets/<name>`, that somebody writes by hand: for a secret that is known elsewhere. It must exist
   * at start. Git ignores the folder.
   */
  public static givenFile(): SecretSource {
    return new GivenFile();
  }

  /**
   * A variable of `.env` for each secret, of the same name; a new `.env` starts with random values. Compose copies the
   * value into the container at start, which it cannot do for a container that is read-only
   * (https://github.com/docker/compose/blob/main/pkg/compose/secrets.go), so ready-made services are not read-only then.
   */
  public static envVariable(): SecretSource {
    return new Variable();
  }

  /**
   * Whether a container may be read-only and be given such a secret.
   */
  public abstract get suitsReadOnly(): boolean;

  /**
   * Makes what a secret needs to come from here.
   *
   * @param secret the secret, whose id is its name
   * @param description what the secret is for
   */
  public abstract bind(secret: Construct, description?: string): SecretLocation;
}

class RandomFile extends SecretSource {
  constructor(private readonly generate: () => string) {
    super();
  }

  public get suitsReadOnly(): boolean {
    return true;
  }

  public bind(secret: Construct): SecretLocation {
    return { file: new SecretFile(secret, 'file', secret.node.id, this.generate).pathInApp };
  }
}

class GivenFile extends SecretSource {
  public get suitsReadOnly(): boolean {
    return true;
  }

  public bind(secret: Construct): SecretLocation {
    return { file: new SecretFile(secret, 'file', secret.node.id).pathInApp };
  }
}

class Variable extends SecretSource {
  public get suitsReadOnly(): boolean {
    return false;
  }

  public bind(secret: Construct, description?: string): SecretLocation {
    return { environment: new EnvVariable(secret, secret.node.id, { description, secret: true }).variableName };
  }
}
