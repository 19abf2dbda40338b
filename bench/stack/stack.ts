import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { attempt, run } from '../../test/e2e/command';

/** The time in which a stack has to come up, on a busy machine too. */
const START_SECONDS = 300;

/** How often a server that starts is asked. */
const POLL_MILLISECONDS = 50;

/**
 * A Compose app with MLflow in it, in a folder of its own.
 */
export class Stack {
  /**
   * @param name the name of the app, which no other one of the machine has
   * @param directory where its compose file is
   * @param port the port of 127.0.0.1 that MLflow listens on
   */
  constructor(
    public readonly name: string,
    public readonly directory: string,
    private readonly port: number,
  ) {}

  /** Where clients find MLflow. */
  public get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Builds the image of MLflow. */
  public build(): void {
    this.compose('build', '--quiet', 'mlflow');
  }

  /** The bytes that the image of MLflow has on top of its base. */
  public addedBytes(base: string): number {
    const size = (image: string) => Number(run('docker', ['image', 'inspect', '--format', '{{.Size}}', image]));
    return size(`${this.name}-mlflow`) - size(base);
  }

  /** The seconds from `docker compose up` until MLflow answers `/health` with 200. */
  public async start(): Promise<number> {
    const begin = performance.now();
    const up = spawn('docker', ['compose', 'up', '--detach'], {
      cwd: this.directory,
      stdio: 'ignore',
      timeout: START_SECONDS * 1000,
      killSignal: 'SIGKILL',
    });
    const ended = once(up, 'exit');
    while (!(await this.isHealthy())) {
      if (performance.now() - begin > START_SECONDS * 1000) {
        throw new Error(
          `${this.name} did not come up in ${START_SECONDS} s:\n${attempt('docker', ['compose', 'logs', '--tail', '30'], { cwd: this.directory }).stdout}`,
        );
      }
      await sleep(POLL_MILLISECONDS);
    }
    const seconds = (performance.now() - begin) / 1000;
    await ended;
    return seconds;
  }

  /**
   * The memory of all processes of MLflow's container in MiB, pages that several of them share counted once
   * (https://docs.kernel.org/filesystems/proc.html, `Pss`).
   */
  public memory(): number {
    const program = `
import glob, os
total = 0
for path in set(glob.glob("/proc/[0-9]*/smaps_rollup")) - {f"/proc/{os.getpid()}/smaps_rollup"}:
    try:
        total += next(int(line.split()[1]) for line in open(path) if line.startswith("Pss:"))
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        pass  # a healthcheck that begins or has ended meanwhile
print(total / 1024)`;
    return Number(this.compose('exec', '-T', 'mlflow', 'python', '-c', program));
  }

  /** Stops everything and removes its data, but not the image. */
  public down(): void {
    this.compose('down', '--volumes', '--remove-orphans', '--timeout', '10');
  }

  /** Removes everything, whatever state it is in. */
  public remove(): void {
    attempt('docker', ['compose', 'down', '--volumes', '--remove-orphans', '--rmi', 'local', '--timeout', '5'], {
      cwd: this.directory,
    });
  }

  private compose(...args: string[]): string {
    return run('docker', ['compose', ...args], { cwd: this.directory, timeoutSeconds: 1200 });
  }

  private async isHealthy(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/health`, { signal: AbortSignal.timeout(2000) })).ok;
    } catch {
      return false; // nobody listens yet
    }
  }
}
