import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Project } from 'projen';
import { attempt, run } from './command';
import { freePort } from './free-port';
import { BucketInit, ComposeApp, Hardened, MinioService, MysqlService, ResourceLimits } from '../../src';

const directory = mkdtempSync(join(tmpdir(), 'projen-mlflow-mixins-'));

function compose(...args: string[]): string {
  return run('docker', ['compose', ...args], { cwd: directory, timeoutSeconds: 300 });
}

afterAll(() => {
  attempt('docker', ['compose', 'down', '--volumes', '--timeout', '1'], { cwd: directory });
  rmSync(directory, { recursive: true, force: true });
});

test('the stores work without any capability, all of them read-only, and the engine holds the limits', async () => {
  const project = new Project({ name: 'mixins', outdir: directory });
  const app = new ComposeApp(project, 'app', { appName: `mixins-${process.pid}` });
  const s3 = new MinioService(app, 's3', { apiPort: await freePort(), consolePort: await freePort() });
  const buckets = new BucketInit(app, 'buckets', { server: s3, buckets: ['one'] });
  const db = new MysqlService(app, 'db');
  app.with(new Hardened());
  s3.with(new Hardened({ readOnly: true }));
  buckets.with(new Hardened({ readOnly: true }));
  db.with(new ResourceLimits({ memory: '2g', pids: 300 }));
  project.synth();

  compose('up', '--detach', '--wait');

  const inspect = (service: string) =>
    JSON.parse(run('docker', ['inspect', compose('ps', '--all', '--quiet', service).trim()]))[0];
  expect(inspect('db').HostConfig).toMatchObject({
    Memory: 2 ** 31,
    PidsLimit: 300,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges:true'],
    ReadonlyRootfs: true,
  });
  expect(inspect('s3').HostConfig).toMatchObject({
    PidsLimit: 512,
    CapDrop: ['ALL'],
    ReadonlyRootfs: true,
    Tmpfs: { '/tmp': '' },
  });
  expect(inspect('buckets').State.ExitCode).toBe(0);
});
