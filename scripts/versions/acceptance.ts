import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Project } from 'projen';
import { Release } from './release';
import {
  ArtifactTransfer,
  BucketInit,
  ComposeApp,
  MinioService,
  MlflowImage,
  MlflowRuntime,
  MlflowService,
  MysqlService,
} from '../../src';
import { attempt, CommandResult, run } from '../../test/e2e/command';
import { freePort } from '../../test/e2e/free-port';
import { uniqueName } from '../../test/e2e/user-project';

/**
 * From this size on clients upload a file in parts, and thus directly to the store: less than the size of the file of
 * `client.py`.
 */
const DIRECT_UPLOADS = {
  MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD: 'true', // clients before 3.15 do not ask the server
  MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE: '10485760',
  MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE: '10485760',
};

/**
 * The minor release whose clients download from the store directly; those of earlier ones download through the server.
 */
const DIRECT_DOWNLOADS_SINCE = 15;

/**
 * A stack with the server of a release on real containers: MLflow, MySQL and MinIO.
 */
export class Acceptance {
  private readonly directory = mkdtempSync(join(tmpdir(), 'versions-'));

  /**
   * @param release the release of the server and of its client
   * @param python an interpreter with this release, for the client
   * @param runtime how much of MLflow's behaviour the image changes
   */
  constructor(
    private readonly release: Release,
    private readonly python: string,
    private readonly runtime: MlflowRuntime,
  ) {}

  /**
   * Starts the stack, logs a run, restarts all services and reads the run back; then transfers an artifact directly,
   * which a plain runtime cannot. Removes the stack.
   *
   * @throws an error that says what failed
   */
  public async run(): Promise<void> {
    const ports = {
      mlflow: await freePort(),
      direct: await freePort(),
      s3: await freePort(),
      console: await freePort(),
    };
    this.synthesize(ports);
    try {
      this.up();
      const written = this.client(ports.mlflow, ['write']);
      this.compose(['restart']);
      this.up();
      this.client(ports.mlflow, ['read', written.run, written.digest]);
      if (!this.runtime.isPlain) {
        this.transferDirectly(ports.direct);
      }
    } finally {
      this.attemptCompose(['down', '--volumes', '--remove-orphans', '--rmi', 'local', '--timeout', '5']);
      rmSync(this.directory, { recursive: true, force: true });
    }
  }

  private synthesize(ports: { [name: string]: number }): void {
    const project = new Project({ name: 'versions', outdir: this.directory });
    const app = new ComposeApp(project, 'app', { appName: uniqueName('versions') });
    const { version, isComplete } = this.release;
    const dockerfile = new MlflowImage(app, 'image', {
      directory: 'image',
      runtime: this.runtime,
      ...(isComplete && { version }),
    });
    if (!isComplete) {
      dockerfile
        .tryFindStage('packages')!
        .run([`pip --python /opt/mlflow/bin/python install --quiet --no-deps mlflow==${version}`]);
    }
    const artifactStore = new BucketInit(app, 'buckets', {
      server: new MinioService(app, 's3', { apiPort: ports.s3, consolePort: ports.console }),
    });
    const common = { dockerfile, artifactStore, backendStore: new MysqlService(app, 'db'), workers: 2 };
    const mlflow = new MlflowService(app, 'mlflow', { ...common, port: ports.mlflow });
    if (!this.runtime.isPlain) {
      const artifactTransfer = ArtifactTransfer.direct({ publicEndpoint: `http://127.0.0.1:${ports.s3}` });
      new MlflowService(app, 'direct', {
        ...common,
        port: ports.direct,
        artifactTransfer,
        migrate: false,
        dependsOn: [mlflow],
      });
    }
    project.synth();
  }

  private transferDirectly(port: number): void {
    const written = this.client(port, ['write'], DIRECT_UPLOADS);
    this.client(port, ['read', written.run, written.digest], DIRECT_UPLOADS);
    const log = this.compose(['logs', '--no-color', 'direct']);
    const expected = [/POST \S+\/mpu\/complete\S+ HTTP\/1.1" 200/];
    if (this.release.minor >= DIRECT_DOWNLOADS_SINCE) {
      expected.push(/GET \S+\/presigned\/\S+file.bin/);
    }
    const missing = expected.filter(pattern => !pattern.test(log));
    if (missing.length > 0) {
      throw new Error(`the transfer was not direct: the log of the server has no ${missing.join(' and no ')}`);
    }
  }

  /** Runs the client; what it prints is the result. */
  private client(
    port: number,
    [action, ...args]: string[],
    env: { [name: string]: string } = {},
  ): { run: string; digest: string } {
    // A plain server of a later release redirects clients to the address of the store inside of the app.
    const proxied: { [name: string]: string } = this.runtime.isPlain
      ? { MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: 'false' }
      : {};
    const stdout = run(
      this.python,
      ['-W', 'ignore', join(__dirname, 'client.py'), action, `http://127.0.0.1:${port}`, ...args],
      { cwd: tmpdir(), env: { MLFLOW_DISABLE_TELEMETRY: 'true', ...proxied, ...env }, timeoutSeconds: 300 },
    );
    return JSON.parse(stdout.split('\n').find(line => line.startsWith('{'))!);
  }

  private up(): void {
    const { status, stderr } = this.attemptCompose(['up', '-d', '--wait', '--quiet-pull'], 1200);
    if (status !== 0) {
      throw new Error(
        `the stack did not come up:\n${stderr.slice(-3000)}\n${this.attemptCompose(['logs', '--tail', '40']).stdout}`,
      );
    }
  }

  private compose(args: string[]): string {
    return run('docker', ['compose', ...args], { cwd: this.directory, timeoutSeconds: 300 });
  }

  private attemptCompose(args: string[], timeoutSeconds = 300): CommandResult {
    return attempt('docker', ['compose', ...args], { cwd: this.directory, timeoutSeconds });
  }
}
