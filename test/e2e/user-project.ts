import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, CommandOptions, CommandResult, run } from './command';
import { workspace } from './workspace';

/**
 * A name for a Compose app that no other run has.
 */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`;
}

/**
 * A user's project with the packed library, and the app in it.
 */
export class UserProject {
  /** The project's folder. */
  public readonly directory = mkdtempSync(join(workspace().scratch, 'project-'));

  /**
   * @param projenrc the text of `.projenrc.ts`
   * @param appFolder where the app's files are, from the project's folder
   */
  constructor(
    projenrc: string,
    private readonly appFolder: string = '.',
  ) {
    this.write('.projenrc.ts', projenrc);
    cpSync(join(workspace().installation, 'node_modules'), join(this.directory, 'node_modules'), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }

  /** Writes a file of the project. */
  public write(path: string, text: string): void {
    writeFileSync(join(this.directory, path), text);
  }

  /** Synthesizes, as `npx projen` does; returns how it ended. */
  public tryProjen(): CommandResult {
    return attempt('npx', ['tsx', '.projenrc.ts'], this.synthesis);
  }

  /** Synthesizes, and fails if that fails. */
  public projen(): void {
    run('npx', ['tsx', '.projenrc.ts'], this.synthesis);
  }

  /** Runs `docker compose` in the app's folder. */
  public compose(args: string[], options: CommandOptions = {}): string {
    return run('docker', ['compose', ...args], { cwd: this.appDirectory, timeoutSeconds: 300, ...options });
  }

  /** Runs `docker compose` in the app's folder; returns how it ended. */
  public tryCompose(args: string[], options: CommandOptions = {}): CommandResult {
    return attempt('docker', ['compose', ...args], { cwd: this.appDirectory, timeoutSeconds: 300, ...options });
  }

  /** Starts the app and waits until all of it is healthy. */
  public up(options: CommandOptions = {}): void {
    const { status, stderr } = this.tryCompose(['up', '-d', '--wait', '--quiet-pull'], {
      timeoutSeconds: 900,
      ...options,
    });
    if (status !== 0) {
      throw new Error(
        `the app did not come up (${status}):\n${stderr.slice(-3000)}\n${this.tryCompose(['logs', '--tail', '40']).stdout}`,
      );
    }
  }

  /** Removes the containers, networks, volumes and images of the app, and the folder. */
  public remove(): void {
    this.tryCompose(['down', '--volumes', '--remove-orphans', '--rmi', 'local', '--timeout', '5']);
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** The packages are installed already, and projen's installation after synthesis is another one in CI (`npm ci`). */
  private get synthesis(): CommandOptions {
    return { cwd: this.directory, env: { PROJEN_DISABLE_POST: 'true' } };
  }

  private get appDirectory(): string {
    return join(this.directory, this.appFolder);
  }
}
