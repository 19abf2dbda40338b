/**
 * Compares the kinds of artifact transfer on real containers: `npm run bench:transfer -- <python with mlflow and
 * boto3> [<mebibytes>…]`. All servers run the same image, share a database and a bucket, and are restarted before each
 * measurement.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Project } from 'projen';
import {
  ArtifactTransfer,
  BucketInit,
  ComposeApp,
  MinioService,
  MlflowArtifactsService,
  MlflowServiceOptions,
  MlflowService,
  MysqlService,
} from '../../src';

interface Way {
  readonly name: string;
  readonly service: string;
  readonly port: number;
  /** The server that artifacts pass, if it is another one. */
  readonly measured?: string;
  /** What the client needs to reach the store itself. */
  readonly environment?: { [name: string]: string };
}

const [python, ...given] = process.argv.slice(2);
const sizes = given.length > 0 ? given.map(Number) : [20, 1024];
const directory = mkdtempSync(join(tmpdir(), 'bench-transfer-'));

void main();

async function main(): Promise<void> {
  const ports = await freePorts(8);
  const endpoint = `http://127.0.0.1:${ports[0]}`;
  const ways: Way[] = [
    { name: 'proxied', service: 'proxied', port: ports[2] },
    { name: 'direct', service: 'direct', port: ports[3] },
    { name: 'client side', service: 'client', port: ports[4] },
    { name: 'artifacts server', service: 'separate', port: ports[5], measured: 'artifacts' },
  ];
  writeApp(ports, endpoint);
  try {
    compose('up', '-d', '--wait');
    const keys = {
      AWS_ACCESS_KEY_ID: 'mlflow',
      AWS_SECRET_ACCESS_KEY: readFileSync(join(directory, 'secrets', 'AWS_SECRET_ACCESS_KEY'), 'utf8'),
    };
    console.log(
      '| way | MiB | up, s | MiB/s | down, s | MiB/s | server held, MiB | with page cache |\n|---|---|---|---|---|---|---|---|',
    );
    for (const size of sizes) {
      for (const way of ways) {
        await measure(way, size, way.service === 'client' ? { ...keys, MLFLOW_S3_ENDPOINT_URL: endpoint } : {});
      }
    }
  } finally {
    compose('down', '--volumes', '--rmi', 'local', '--timeout', '5');
    rmSync(directory, { recursive: true, force: true });
  }
}

function writeApp(ports: number[], endpoint: string): void {
  const project = new Project({ name: 'bench', outdir: directory });
  const app = new ComposeApp(project, 'mlflow', { appName: `bench-transfer-${process.pid}` });
  const s3 = new MinioService(app, 's3', { apiPort: ports[0], consolePort: ports[1] });
  const artifactStore = new BucketInit(app, 'create_s3_buckets', { server: s3, buckets: ['mlflow'] });
  const artifacts = new MlflowArtifactsService(app, 'artifacts', { artifactStore, port: ports[6], workers: 1 });
  const common = {
    artifactStore,
    backendStore: new MysqlService(app, 'db'),
    dockerfile: artifacts.dockerfile,
    workers: 1,
  };
  const add = (id: string, options: MlflowServiceOptions) => new MlflowService(app, id, { ...common, ...options });
  const first = add('proxied', { port: ports[2] }); // it migrates the database, and the others wait for it
  add('direct', {
    port: ports[3],
    migrate: false,
    dependsOn: [first],
    artifactTransfer: ArtifactTransfer.direct({ publicEndpoint: endpoint }),
  });
  add('client', {
    port: ports[4],
    migrate: false,
    dependsOn: [first],
    artifactTransfer: ArtifactTransfer.clientSide(),
  });
  add('separate', {
    port: ports[5],
    migrate: false,
    dependsOn: [first],
    artifactTransfer: ArtifactTransfer.artifactsServer(artifacts),
  });
  project.synth();
}

async function measure(way: Way, size: number, environment: { [name: string]: string }): Promise<void> {
  const measured = way.measured ?? way.service;
  compose('restart', measured);
  compose('up', '-d', '--wait');
  const sampler = spawn(
    'docker',
    ['compose', 'exec', '-T', measured, 'python', '-c', readFileSync(join(__dirname, 'memory.py'), 'utf8')],
    { cwd: directory, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const sampled = new Promise<string>(resolve => sampler.stdout.once('data', data => resolve(String(data))));
  client(way, 1, environment); // the first file of a process pays for imports
  const { up, down } = client(way, size, environment);
  sampler.stdin.end();
  const { held, peak } = JSON.parse(await sampled);
  console.log(
    `| ${way.name} | ${size} | ${up.toFixed(2)} | ${(size / up).toFixed(0)} | ${down.toFixed(2)} | ${(size / down).toFixed(0)} | ${held} | ${peak} |`,
  );
}

function client(way: Way, size: number, environment: { [name: string]: string }): { up: number; down: number } {
  const output = execFileSync(python, [join(__dirname, 'client.py'), `http://127.0.0.1:${way.port}`, String(size)], {
    encoding: 'utf8',
    env: { ...process.env, ...environment, MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: 'false' },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 900_000,
  });
  return JSON.parse(output.split('\n').find(line => line.startsWith('{'))!);
}

function compose(...args: string[]): void {
  execFileSync('docker', ['compose', ...args], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 900_000,
  });
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map(server => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))));
  const ports = servers.map(server => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}
