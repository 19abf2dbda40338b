import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Project } from 'projen';
import { MlflowStack, StackDatabase } from '../../../src';
import { MYSQL_IMAGE } from '../../../src/default-images';
import { attempt, run } from '../../e2e/command';
import { freePort } from '../../e2e/free-port';
import { uniqueName } from '../../e2e/user-project';

/** The time in which a stack has to come up, on a busy machine too. */
const START_SECONDS = 600;

/** A request that takes longer has failed. */
const REQUEST_MILLISECONDS = 10_000;

/**
 * What a service writes to its log.
 */
export interface LogTrace {
  readonly service: string;
  readonly says: RegExp;
}

/**
 * The default stack, whose object store has a small disk, and the ways to harm it from outside.
 */
export class FaultyStack {
  /**
   * Synthesizes the stack.
   *
   * @param diskMegabytes the size of the object store's disk, which is in memory
   * @param database the database of the stack
   */
  public static async make(diskMegabytes: number, database = StackDatabase.mysql()): Promise<FaultyStack> {
    const directory = mkdtempSync(join(tmpdir(), 'faulty-'));
    const name = uniqueName('faulty');
    const port = await freePort();
    const project = new Project({ name, outdir: directory });
    const stack = new MlflowStack(project, 'mlflow', {
      appName: name,
      database,
      s3: { apiPort: await freePort(), consolePort: await freePort() },
      server: { port },
    });
    stack.addOverride('volumes.minio_volume.driver_opts', {
      type: 'tmpfs',
      device: 'tmpfs',
      o: `size=${diskMegabytes}m`,
    });
    // files on a disk in memory count as memory of the process that wrote them
    stack.s3.addOverride('deploy.resources.limits.memory', `${diskMegabytes + 2048}m`);
    project.synth();
    return new FaultyStack(name, directory, `http://127.0.0.1:${port}`);
  }

  /** The experiment that clients log to. */
  public experimentId = '';

  /** How long services took to stop. */
  public readonly stops: { readonly service: string; readonly seconds: number }[] = [];

  private constructor(
    public readonly name: string,
    public readonly directory: string,
    public readonly url: string,
  ) {}

  /** Builds the image, starts all, and makes the experiment that clients log to. */
  public async up(): Promise<void> {
    // While a container holds it, the disk in memory outlives the one of the object store.
    run('docker', ['compose', 'create'], { cwd: this.directory, timeoutSeconds: START_SECONDS });
    run('docker', [
      'run',
      '--detach',
      '--name',
      `${this.name}-keeper`,
      '--volume',
      `${this.name}_minio_volume:/data`,
      '--entrypoint',
      'sleep',
      MYSQL_IMAGE,
      '7200',
    ]);
    await promisify(execFile)('docker', ['compose', 'up', '--detach', '--wait'], {
      cwd: this.directory,
      timeout: START_SECONDS * 1000,
      killSignal: 'SIGKILL',
    });
    this.experimentId = (await this.post('experiments/create', { name: 'load' })).experiment_id;
  }

  /** Removes everything. */
  public remove(): void {
    attempt('docker', ['rm', '--force', `${this.name}-keeper`]);
    attempt('docker', ['compose', 'down', '--volumes', '--remove-orphans', '--rmi', 'local', '--timeout', '5'], {
      cwd: this.directory,
    });
    rmSync(this.directory, { recursive: true });
  }

  /** Ends a container's first process as a crash does. (Docker takes `docker kill` for the wish that it stays down.) */
  public crash(service: string): void {
    this.signal(service, 'KILL');
  }

  /**
   * Sends a signal to a container's first process, from outside of its namespace: from inside the kernel ignores most.
   */
  public signal(service: string, signal: string): void {
    run('docker', [
      'run',
      '--rm',
      '--pid',
      'host',
      '--entrypoint',
      'bash',
      MYSQL_IMAGE,
      '-c',
      `kill -${signal} ${this.inspect(service, '{{.State.Pid}}')}`,
    ]);
  }

  /** Runs `docker kill`, which Docker does not heal. */
  public kill(service: string): void {
    run('docker', ['kill', '--signal', 'KILL', this.container(service)]);
  }

  /** Runs `docker stop`. Throws when the service did not end by itself in its grace period. */
  public stop(service: string): void {
    const begin = performance.now();
    run('docker', ['compose', 'stop', service], { cwd: this.directory });
    this.stops.push({ service, seconds: (performance.now() - begin) / 1000 });
    if (this.inspect(service, '{{.State.ExitCode}}') === '137') {
      throw new Error(`${service} had to be killed after its grace period`);
    }
  }

  /** Runs `docker compose up`, as a person or a timer does. */
  public startAgain(): void {
    run('docker', ['compose', 'up', '--detach'], { cwd: this.directory, timeoutSeconds: START_SECONDS });
  }

  /** Takes a container out of the internal network. */
  public cut(service: string): void {
    run('docker', ['network', 'disconnect', `${this.name}_internal`, this.container(service)]);
  }

  /** Puts it back, under the name that Compose gave it. */
  public connect(service: string): void {
    run('docker', ['network', 'connect', '--alias', service, `${this.name}_internal`, this.container(service)]);
  }

  /** Writes to the object store's disk until it is full. */
  public fillDisk(): void {
    // ends with an error: the disk is full
    attempt('docker', ['exec', `${this.name}-keeper`, 'dd', 'if=/dev/zero', 'of=/data/.minio.sys/filler', 'bs=1M']);
  }

  /** Frees it again. */
  public freeDisk(): void {
    run('docker', ['exec', `${this.name}-keeper`, 'rm', '/data/.minio.sys/filler']);
  }

  /** Returns when a container's first process runs. Throws after a while. */
  public async runs(service: string): Promise<void> {
    const end = Date.now() + START_SECONDS * 1000;
    while (
      attempt('docker', ['inspect', '--format', '{{.State.Running}}', this.container(service)]).stdout.trim() !== 'true'
    ) {
      if (Date.now() > end) {
        throw new Error(`${service} did not start in ${START_SECONDS} s`);
      }
      await sleep(100);
    }
  }

  /** The number of times that the engine has started a service's container again. */
  public restarts(service: string): number {
    return Number(this.inspect(service, '{{.RestartCount}}'));
  }

  /** Returns whether a service wrote something since a moment, as soon as it did, or after so many seconds. */
  public async says({ service, says }: LogTrace, since: Date, seconds: number): Promise<boolean> {
    const end = Date.now() + seconds * 1000;
    while (!says.test(this.logs(service, since))) {
      if (Date.now() > end) {
        return false;
      }
      await sleep(500);
    }
    return true;
  }

  /** Returns when MLflow takes runs and artifacts. Throws after so many seconds. */
  public async works(seconds: number): Promise<void> {
    const end = Date.now() + seconds * 1000;
    let last: unknown;
    while (Date.now() < end) {
      try {
        await this.logOneRun();
        return;
      } catch (error) {
        last = error;
        await sleep(200);
      }
    }
    throw new Error(
      `the stack did not heal in ${seconds} s: ${last}\n${attempt('docker', ['compose', 'ps', '--all'], { cwd: this.directory }).stdout}`,
    );
  }

  private async logOneRun(): Promise<void> {
    const {
      run: { info },
    } = await this.post('runs/create', { experiment_id: this.experimentId });
    await this.request(
      'PUT',
      `api/2.0/mlflow-artifacts/artifacts/${this.experimentId}/${info.run_id}/artifacts/probe.bin`,
      new Uint8Array(100_000),
    );
  }

  private async post(path: string, body: object): Promise<any> {
    return this.request('POST', `api/2.0/mlflow/${path}`, JSON.stringify(body));
  }

  private async request(method: string, path: string, body?: string | Uint8Array<ArrayBuffer>): Promise<any> {
    const headers = { 'Content-Type': typeof body === 'string' ? 'application/json' : 'application/octet-stream' };
    const response = await fetch(`${this.url}/${path}`, {
      method,
      body,
      headers,
      signal: AbortSignal.timeout(REQUEST_MILLISECONDS),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
    }
    return JSON.parse(text || '{}');
  }

  private logs(service: string, since: Date): string {
    const { stdout, stderr } = attempt('docker', ['logs', '--since', since.toISOString(), this.container(service)]);
    return stdout + stderr;
  }

  private container(service: string): string {
    return `${this.name}-${service}-1`;
  }

  private inspect(service: string, format: string): string {
    return run('docker', ['inspect', '--format', format, this.container(service)]).trim();
  }
}
