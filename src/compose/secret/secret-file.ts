import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Construct } from 'constructs';
import { Component } from 'projen';
import { ignorePattern } from '../app/app-directory';
import { pathInProject, PathKind } from '../app/app-path';
import { expectPath, expectRoom } from '../app/project-files';
import { composeError } from '../element/compose-error';

/** The folder of secret files. Only its owner may open it, so the files can be readable by all users of containers. */
export const SECRETS_FOLDER = 'secrets';

const RANDOM_LENGTH = 32;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Properties of a `SecretFile`.
 */
export interface SecretFileProps {
  /** The name of the file. */
  readonly name: string;
  /**
   * Makes the content of a file that is missing. Without it somebody else writes the file before the start, and
   * synthesis creates the folder only.
   */
  readonly generate?: () => string;
}

/**
 * The file of a secret, in a folder that git ignores. Synthesis never changes a file that exists.
 *
 * A container sees the file with the owner and mode of the host, but runs as another user. So the file is readable by
 * everybody, and only its owner may open the folder; Docker itself reads it as root.
 */
export class SecretFile extends Component {
  /**
   * Where the file is, from the app's directory.
   */
  public readonly pathInApp: string;

  /**
   * Where the file is, from the project's directory.
   */
  public readonly path: string;

  private readonly generate?: () => string;

  constructor(scope: Construct, id: string, props: SecretFileProps) {
    super(scope, id);
    this.pathInApp = `./${SECRETS_FOLDER}/${props.name}`;
    this.path = pathInProject(this, 'name', this.pathInApp, PathKind.FILE);
    this.generate = props.generate;
    expectPath(this, this.path);
    expectRoom(scope, this.path);
    this.project.addGitIgnore(`${ignorePattern(dirname(this.path))}/`);
    this.project.addPackageIgnore(`${ignorePattern(dirname(this.path))}/`);
  }

  public synthesize(): void {
    const path = join(this.project.outdir, this.path);
    try {
      makeSecretsFolder(dirname(path));
    } catch (error) {
      throw composeError(
        this,
        `the folder of secrets ${dirname(this.path)} cannot be made private: ${(error as Error).message}`,
        'make it a folder that you own',
        error,
      );
    }
    if (this.generate && !existsSync(path)) {
      writeSecretFile(path, this.generate());
    }
  }
}

/**
 * Creates the folder of secrets. One that exists is made private: somebody may have created it by hand, or a copy of
 * the project lost its mode.
 */
function makeSecretsFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  closeToOthers(path, 0o700);
}

/**
 * Makes a file or folder accessible to its owner only.
 *
 * @param mode what its owner may do
 */
export function closeToOthers(path: string, mode: number): void {
  if (statSync(path).mode % 0o100 !== 0 && process.platform !== 'win32') {
    // where modes say nothing
    chmodSync(path, mode);
  }
}

/**
 * Writes the file of a secret atomically.
 */
export function writeSecretFile(path: string, secret: string): void {
  makeSecretsFolder(dirname(path));
  const scratch = `${path}.${randomUUID()}`;
  writeFileSync(scratch, secret, { mode: 0o600, flag: 'wx' });
  chmodSync(scratch, 0o644); // whatever the umask is: else the container's user could not read it
  renameSync(scratch, path);
}

/**
 * A new secret: letters and digits alone, which no shell, URL or configuration format needs to quote.
 */
export function randomSecret(): string {
  return Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/**
 * A new secret of 32 bytes, in hexadecimal digits.
 */
export function randomHex(): string {
  return randomBytes(32).toString('hex');
}
