import { Construct } from 'constructs';
import { randomHex, randomSecret, SecretFile } from './secret-file';
import { SecretRotation } from './secret-rotation';
import { selfSignedCertificate } from './self-signed-certificate';
import { EnvVariable } from '../value/env-variable';

const CONTEXT_KEY = 'projen-mlflow:secret-source';

/**
 * Where a secret comes from: one of `file`, `environment` and `command`. Without any of them it is the file
 * `secrets/<name>`, which somebody writes by hand; git ignores the folder.
 */
export interface SecretLocation {
  /**
   * A file of the host, from the app's directory. It must exist at start.
   *
   * @default - the secret is in a variable, or in `secrets/<name>`
   */
  readonly file?: string;

  /**
   * The name of a variable that holds the value: `EnvVariable.variableName`.
   *
   * @default - the secret is in a file
   */
  readonly environment?: string;

  /**
   * A program and its arguments. The task `<id>:secrets` writes what it prints to the file `secrets/<name>`, without a
   * shell; `<id>:up` runs this task first.
   *
   * @default - you write the file
   */
  readonly command?: string[];
}

/**
 * Where the secrets of an app come from, unless they have a source of their own.
 *
 * A team may write a source: a subclass that implements `bind` and `suitsReadOnly`, and overrides `rotation` where
 * values can be replaced. `bind` may call that of another source.
 */
export abstract class SecretSource {
  /**
   * A file for each secret, `secrets/<name>`, that synthesis creates once with a random value. Git ignores the folder,
   * and only its owner may open it. The task `<id>:rotate-secret <name>` writes a new value and recreates the
   * containers.
   */
  public static randomFile(): SecretSource {
    return new RandomFile(randomSecret, SecretRotation.randomText());
  }

  /**
   * A file for each secret, as with `randomFile`, whose random value is 32 bytes in hexadecimal digits, which some
   * servers require of keys.
   */
  public static randomHexFile(): SecretSource {
    return new RandomFile(randomHex, SecretRotation.randomHex());
  }

  /**
   * A file for each secret, `secrets/<name>`, that synthesis creates once: a private key and its self-signed
   * certificate, in PEM, by which parts of one program authenticate to each other. Git ignores the folder. The task
   * `<id>:rotate-secret <name>` writes a new one and recreates the containers.
   */
  public static certificateFile(): SecretSource {
    return new CertificateFile();
  }

  /**
   * A file for each secret, `secrets/<name>`, that somebody writes by hand, for a secret that is issued elsewhere. It
   * must exist at start. Git ignores the folder.
   */
  public static givenFile(): SecretSource {
    return new GivenFile();
  }

  /**
   * A variable of `.env` for each secret, of the same name; a new `.env` starts with random values. Compose copies the
   * value into the container at start, which it cannot do for a container that is read-only
   * (https://github.com/docker/compose/blob/main/pkg/compose/secrets.go), so ready-made services are then not
   * read-only.
   */
  public static envVariable(): SecretSource {
    return new Variable();
  }

  /**
   * A file for each secret, `secrets/<name>`, with the output of a program: `['op', 'read',
   * 'op://my-vault/{name}/password']`. The task `<id>:secrets` writes the files, without a shell; `<id>:up` runs this
   * task first. Git ignores the folder.
   *
   * @param command the program and its arguments; `{name}` is replaced by the name of the secret
   * @throws when there is no program, or no `{name}`: all secrets would have one value
   */
  public static command(command: string[]): SecretSource {
    return new Command(command);
  }

  /**
   * Whether Compose can give such a secret to a container with a read-only root file system: true for files, false for
   * variables. Ready-made services are not read-only where it is false.
   */
  public abstract get suitsReadOnly(): boolean;

  /**
   * What the task `<id>:rotate-secret` does to a secret from this source, unless the secret has a rotation of its own.
   * By default the task refuses to change it.
   */
  public get rotation(): SecretRotation {
    return SecretRotation.refused('its value is issued elsewhere: change it there');
  }

  /**
   * Says where a secret comes from. Called once for each secret, by its constructor; constructs that the secret needs,
   * such as an `EnvVariable`, are made below it.
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

  public bind(): SecretLocation {
    return {};
  }
}

class Command extends SecretSource {
  constructor(private readonly command: string[]) {
    super();
    if (!command[0] || !command.some(argument => argument.includes('{name}'))) {
      throw new Error(
        `[SecretSource.command] the command [${command.join(', ')}] prints the same value for each secret; give a program and its arguments, one of them with {name}: ['pass', 'show', 'mlflow/{name}']`,
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
    return { command: this.command.map(argument => argument.replaceAll('{name}', secret.node.id)) };
  }
}

class Variable extends SecretSource {
  public override get rotation(): SecretRotation {
    return SecretRotation.refused('it is a variable: change it in .env and recreate the containers');
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
