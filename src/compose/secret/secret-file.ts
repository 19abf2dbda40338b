import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Construct } from 'constructs';
import { Component } from 'projen';
import { ignorePattern } from '../app/app-directory';
import { pathInProject, PathKind } from '../app/app-path';
import { expectPath } from '../app/project-files';
import { composeError } from '../element/compose-error';

/** Only its owner may enter it, so that the files in it can be open to whatever user a container has. */
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
   * Makes what the file holds when it is missing; without it somebody else writes the file before the start, and
   * synthesis makes the folder alone.
   */
  readonly generate?: () => string;
}

/**
 * The file of a secret, in a folder that git ignores. Synthesis never changes one that is there.
 *
 * A container sees the file with the owner and mode that it has on the host, and its user is another one. So the file
 * may be read by everybody and the folder be entered by its owner alone: Docker itself looks into the folder.
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
        `the folder of secrets ${dirname(this.path)} cannot be closed to other users: ${(error as Error).message}`,
        'make it a folder of yours',
        error,
      );
    }
    if (this.generate && !existsSync(path)) {
      writeSecretFile(path, this.generate());
    }
  }
}

/**
 * Makes the folder of secrets, and closes one that is there to all but its owner: somebody may have made it by hand, or
 * a copy of the project brought it without its mode.
 */
function makeSecretsFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  closeToOthers(path, 0o700);
}

/**
 * Closes a file or folder that others may use to all but its owner.
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
 * Writes the file of a secret, at once or not at all.
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
