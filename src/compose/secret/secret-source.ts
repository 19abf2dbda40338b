import { Construct } from 'constructs';
import { randomHex, randomSecret, SecretFile } from './secret-file';
import { SecretRotation } from './secret-rotation';
import { selfSignedCertificate } from './self-signed-certificate';
import { ComposeTasks } from '../app/compose-tasks';
import { EnvVariable } from '../value/env-variable';

const CONTEXT_KEY = 'projen-mlflow:secret-source';

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
   * A file for each secret, `secrets/<name>`, that synthesis makes once with a random value. Git ignores the folder,
   * and only its owner may enter it. The task `<id>:rotate-secret <name>` makes a new value, and recreates the
   * containers.
   */
  public static randomFile(): SecretSource {
    return new RandomFile(randomSecret, SecretRotation.randomText());
  }

  /**
   * A file for each secret, as with `randomFile`, whose random value is 32 bytes in hexadecimal digits: the form that
   * some servers ask keys to have.
   */
  public static randomHexFile(): SecretSource {
    return new RandomFile(randomHex, SecretRotation.randomHex());
  }

  /**
   * A file for each secret, `secrets/<name>`, that synthesis makes once: a private key and its certificate, in PEM,
   * which parts of one program know each other by. Git ignores the folder. The task `<id>:rotate-secret <name>` makes
   * another one, and recreates the containers.
   */
  public static certificateFile(): SecretSource {
    return new CertificateFile();
  }

  /**
   * A file for each secret, `secrets/<name>`, that somebody writes by hand: for a secret that is known elsewhere. It
   * must exist at start. Git ignores the folder.
   */
  public static givenFile(): SecretSource {
    return new GivenFile();
  }

  /**
   * A variable of `.env` for each secret, of the same name; a new `.env` starts with random values. Compose copies the
   * value into the container at start, which it cannot do for a container that is read-only
   * (https://github.com/docker/compose/blob/main/pkg/compose/secrets.go), so ready-made services are not read-only
   * then.
   */
  public static envVariable(): SecretSource {
    return new Variable();
  }

  /**
   * A file for each secret, `secrets/<name>`, with what a program prints: `['op', 'read',
   * 'op://my-vault/{name}/password']`. The task `<id>:secrets` writes the files, without a shell, and `<id>:up` begins
   * with it. Git ignores the folder.
   *
   * @param command the program and its words; `{name}` stands for the name of the secret
   * @throws when there is no program, or no `{name}`: all secrets would be one
   */
  public static command(command: string[]): SecretSource {
    return new Command(command);
  }

  /**
   * Whether a container may be read-only and be given such a secret.
   */
  public abstract get suitsReadOnly(): boolean;

  /**
   * What the task `<id>:rotate-secret` does to a secret from here that says nothing of it itself: by default it
   * refuses.
   */
  public get rotation(): SecretRotation {
    return SecretRotation.refused('its value is made elsewhere: change it there');
  }

  /**
   * Makes what a secret needs to come from here.
   *
   * @param secret the secret, whose id is its name
   * @param description what the secret is for
   */
  public abstract bind(secret: Construct, description?: string): SecretLocation;
}

class RandomFile extends SecretSource {
  constructor(
    private readonly generate: () => string,
    private readonly form: SecretRotation,
  ) {
    super();
  }

  public override get rotation(): SecretRotation {
    return this.form;
  }

  public get suitsReadOnly(): boolean {
    return true;
  }

  public bind(secret: Construct): SecretLocation {
    return { file: new SecretFile(secret, 'file', { name: secret.node.id, generate: this.generate }).pathInApp };
  }
}

class CertificateFile extends SecretSource {
  public override get rotation(): SecretRotation {
    return SecretRotation.newCertificate();
  }

  public get suitsReadOnly(): boolean {
    return true;
  }

  public bind(secret: Construct): SecretLocation {
    const name = secret.node.id;
    return { file: new SecretFile(secret, 'file', { name, generate: () => selfSignedCertificate(name) }).pathInApp };
  }
}

class GivenFile extends SecretSource {
  public override get rotation(): SecretRotation {
    return SecretRotation.knownElsewhere();
  }

  public get suitsReadOnly(): boolean {
    return true;
  }

  public bind(secret: Construct): SecretLocation {
    return { file: new SecretFile(secret, 'file', { name: secret.node.id }).pathInApp };
  }
}

class Command extends SecretSource {
  constructor(private readonly command: string[]) {
    super();
    if (!command[0] || !command.some(word => word.includes('{name}'))) {
      throw new Error(
        `[SecretSource.command] the command [${command.join(', ')}] cannot tell secrets apart; give a program and its words, one of them with {name}: ['pass', 'show', 'mlflow/{name}']`,
      );
    }
  }

  public override get rotation(): SecretRotation {
    return SecretRotation.refused(
      'a command prints it: change it where the command reads it, then start the app by its task `up`, which fetches it',
    );
  }

  public get suitsReadOnly(): boolean {
    return true;
  }

  public bind(secret: Construct): SecretLocation {
    const name = secret.node.id;
    const file = new SecretFile(secret, 'file', { name });
    ComposeTasks.tryOf(secret)?.addSecret(
      file.path,
      this.command.map(word => word.replaceAll('{name}', name)),
    );
    return { file: file.pathInApp };
  }
}

class Variable extends SecretSource {
  public override get rotation(): SecretRotation {
    return SecretRotation.refused('it is a variable: change it in .env, and recreate the containers');
  }

  public get suitsReadOnly(): boolean {
    return false;
  }

  public bind(secret: Construct, description?: string): SecretLocation {
    return { environment: new EnvVariable(secret, secret.node.id, { description, secret: true }).variableName };
  }
}

/**
 * Hands the source of secrets of an app down to the constructs below it.
 *
 * @internal
 */
export function provideSecretSource(app: Construct, source: SecretSource): void {
  app.node.setContext(CONTEXT_KEY, source);
}

/**
 * The source of secrets of the app above a construct.
 *
 * @internal
 */
export function secretSourceOf(construct: Construct): SecretSource {
  return construct.node.tryGetContext(CONTEXT_KEY) ?? SecretSource.randomFile();
}
