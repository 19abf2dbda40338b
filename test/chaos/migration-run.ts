import { setTimeout } from 'node:timers/promises';
import { DatabaseServer } from './database-server';
import { attempt, run } from '../e2e/command';
import { uniqueName } from '../e2e/user-project';

/**
 * One run of `mlflow-migrate` in a container.
 */
export class MigrationRun {
  private readonly container = uniqueName('chaos-migrate');

  constructor(image: string, network: string, server: DatabaseServer) {
    run('docker', ['run', '--detach', '--name', this.container, '--network', network, '--env', `MLFLOW_BACKEND_STORE_URI=${server.uri}`, image, 'mlflow-migrate']);
  }

  /** Waits until it says its first word: it has connected, and begins. Or until it has ended without one. */
  public async begin(): Promise<void> {
    while (this.isRunning() && !this.log().includes('migrate: ')) {
      await setTimeout(50);
    }
  }

  /** Kills it; tells whether it was still running. */
  public kill(): boolean {
    return attempt('docker', ['kill', this.container]).status === 0;
  }

  /** Waits for its end, whatever that is; its exit code is the result. */
  public end(): number {
    return Number(run('docker', ['wait', this.container], { timeoutSeconds: 600 }).trim());
  }

  public isRunning(): boolean {
    return run('docker', ['inspect', '--format', '{{.State.Running}}', this.container]).trim() === 'true';
  }

  public log(): string {
    const { stdout, stderr } = attempt('docker', ['logs', this.container]);
    return stdout + stderr;
  }

  public remove(): void {
    attempt('docker', ['rm', '--force', this.container]);
  }
}
