import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { browserTest, faultsOf, openRun } from './browser';
import { attempt, run } from './command';
import { freePort } from './free-port';
import { placesOf, traces } from './traces';
import { uniqueName, UserProject } from './user-project';
import { OUTPUT, workspace } from './workspace';

// The main use case: a TypeScript project, the packed library, `npx projen`, `docker compose
// up`.

const appName = uniqueName('stack');

// In CI projen installs from the lock file, which a new project does not have yet.
const AT_HOME = { CI: 'false' };

let project: TeamProject;
let url: string;
let written: { run: string; experiment: string; digests: { [name: string]: string } };

/** A TypeScript project of any team, whose dependencies projen installs. */
class TeamProject extends UserProject {
  public override projen(): void {
    run('npx', ['projen'], { cwd: this.directory, env: AT_HOME, timeoutSeconds: 600 });
  }
}

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  project = new TeamProject(`
import { javascript, typescript } from 'projen';
import { MlflowStack } from 'projen-mlflow';

const project = new typescript.TypeScriptProject({
  name: 'team',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenVersion: '0.103.0',
  projenrcTs: true,
  runner: typescript.TypeScriptRunner.tsx(),
  devDeps: ['projen-mlflow@file:${workspace().tarball}'],
  github: false,
  jest: false,
  eslint: false,
  sampleCode: false,
});
new MlflowStack(project, 'mlflow', {
  appName: '${appName}',
  directory: 'deploy',
  s3: { apiPort: ${await freePort()}, consolePort: ${await freePort()} },
  server: { port: ${port} },
});
project.synth();
`);
  // the first time; then projen has its tasks
  run('npx', ['tsx', '.projenrc.ts'], { cwd: project.directory, env: AT_HOME, timeoutSeconds: 600 });
  project.projen();
  project.compose(['up', '-d', '--wait'], { ...inDeploy(), timeoutSeconds: 900 });
});

afterAll(() => {
  project.tryCompose(['down', '--volumes', '--rmi', 'local', '--timeout', '5'], inDeploy());
  project.remove();
});

/** Runs a Python program in the MLflow container. */
function inServer(program: string, args: string[] = []): { status: number | null; output: string } {
  const { status, stdout, stderr } = project.tryCompose(
    ['exec', '-T', 'mlflow', 'mlflow-entrypoint', 'python', '-', ...args],
    { ...inDeploy(), input: program, timeoutSeconds: 600 },
  );
  return { status, output: stdout + stderr };
}

function inDeploy() {
  return { cwd: join(project.directory, 'deploy') };
}

function client(...args: string[]): any {
  const folder = mkdtempSync(join(workspace().scratch, 'files-'));
  try {
    const [action, ...rest] = args;
    return JSON.parse(
      run(workspace().python, [join(__dirname, 'client.py'), action, url, folder, ...rest], { timeoutSeconds: 600 })
        .trim()
        .split('\n')
        .at(-1)!,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sqlQuery(query: string): string {
  return project
    .compose(
      [
        'exec',
        '-T',
        'db',
        'bash',
        '-c',
        'MYSQL_PWD=$(cat $MYSQL_PASSWORD_FILE) mysql -h127.0.0.1 -u"$MYSQL_USER" -N "$MYSQL_DATABASE"',
      ],
      { ...inDeploy(), input: query },
    )
    .trim();
}

/** The state of every file of the project that projen or a person may write. */
function filesOf(directory: string): { [path: string]: string } {
  return Object.fromEntries(
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter(path => !path.startsWith('node_modules') && statSync(join(directory, path)).isFile())
      .map(path => [
        path,
        createHash('sha256')
          .update(readFileSync(join(directory, path)))
          .digest('hex') + statSync(join(directory, path)).mode,
      ]),
  );
}

test('npx projen writes the app, and a second time changes no file', () => {
  const first = filesOf(project.directory);
  expect(Object.keys(first)).toEqual(
    expect.arrayContaining(['deploy/compose.yaml', 'deploy/.env', 'deploy/.env.example', 'deploy/mlflow/Dockerfile']),
  );
  project.projen();
  expect(filesOf(project.directory)).toEqual(first);
});

test('all services are up and healthy, the init jobs have ended well', () => {
  const states = project
    .compose(['ps', '--all', '--format', '{{.Service}} {{.State}} {{.Health}} {{.ExitCode}}'], inDeploy())
    .trim()
    .split('\n')
    .sort();
  expect(states).toEqual([
    'create_s3_buckets exited  0',
    'db running healthy 0',
    'migrate exited  0',
    'mlflow running healthy 0',
    's3 running healthy 0',
    's3_volume_owner exited  0',
  ]);
});

test('a client on the host logs a run, artifacts of 5 B, 20 MB and 600 MB, and a model', () => {
  written = client('write');
  expect(Object.keys(written.digests)).toHaveLength(3);
});

const expectedRead = () => ({
  params: { alpha: '0.5', name: 'ünïcode 🚀' },
  tags: { purpose: 'end-to-end' },
  steps: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  digests: written.digests,
  prediction: 301,
});

test('the client reads all data back, byte for byte', () => {
  expect(client('read', written.run)).toEqual(expectedRead());
});

test('the objects are in the bucket and the rows in MySQL', () => {
  const { output } = inServer(`
import boto3, os
pages = boto3.client("s3", endpoint_url=os.environ["MLFLOW_S3_ENDPOINT_URL"]).get_paginator("list_objects_v2").paginate(Bucket="mlflow")
for page in pages:
    for item in page.get("Contents", []):
        print(item["Key"], item["Size"])
`);
  expect(output).toContain(`${written.experiment}/${written.run}/artifacts/files/tiny.txt 5\n`);
  expect(output).toContain(`${written.experiment}/${written.run}/artifacts/files/large.bin ${600 * 2 ** 20}\n`);
  expect(sqlQuery(`SELECT COUNT(*) FROM metrics WHERE run_uuid = '${written.run}' AND \`key\` = 'loss'`)).toBe('10');
  expect(sqlQuery("SELECT version FROM model_versions WHERE name = 'line'")).toBe('1');
  expect(
    sqlQuery(
      "SELECT DISTINCT table_collation FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
    ),
  ).toBe('utf8mb4_0900_bin');
});

test("MLflow's S3 key cannot make buckets, and cannot read those of others", () => {
  project.compose(
    [
      'exec',
      '-T',
      's3',
      'sh',
      '-c',
      `
printf '%s\\n%s\\n' "$MINIO_ROOT_USER" "$(cat "$MINIO_ROOT_PASSWORD_FILE")" | mc alias set root http://127.0.0.1:9000
mc mb root/others && echo secret | mc pipe root/others/file`,
    ],
    inDeploy(),
  );
  const { output } = inServer(`
import boto3, os
s3 = boto3.client("s3", endpoint_url=os.environ["MLFLOW_S3_ENDPOINT_URL"])
for attempt in (
    lambda: s3.create_bucket(Bucket="mine"),
    lambda: s3.get_object(Bucket="others", Key="file"),
    lambda: s3.list_objects_v2(Bucket="others"),
    lambda: s3.put_object(Bucket="others", Key="file2", Body=b""),
    lambda: s3.delete_bucket(Bucket="mlflow"),
):
    try:
        attempt()
        print("allowed")
    except s3.exceptions.ClientError as error:
        print(error.response["Error"]["Code"])
`);
  expect(output.trim().split('\n')).toEqual(Array(5).fill('AccessDenied'));
});

test('a foreign Host header gets 403, the published address does not', async () => {
  expect(await statusWithHost('evil.example.com')).toBe(403);
  expect(await statusWithHost(new URL(url).host)).toBe(200);
});

async function statusWithHost(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(
      `${url}/api/2.0/mlflow/experiments/search?max_results=1`,
      { headers: { Host: host }, timeout: 30_000 },
      response => {
        response.resume();
        resolve(response.statusCode);
      },
    )
      .on('error', reject)
      .end();
  });
}

test('a client in another container of the network works with the name of the service', () => {
  const image = project.compose(['images', '--quiet', 'mlflow'], inDeploy()).trim();
  const output = run(
    'docker',
    [
      'run',
      '--rm',
      '-i',
      '--network',
      `${appName}_internal`,
      '--env',
      'MLFLOW_TRACKING_URI=http://mlflow:5000',
      image,
      'python',
      '-',
    ],
    {
      input: `
import mlflow
mlflow.set_experiment("inside")
with mlflow.start_run() as run:
    mlflow.log_metric("m", 1)
    mlflow.log_text("hello", "hello.txt")
print(mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/hello.txt"))
`,
    },
  );
  expect(output).toContain('hello');
});

test('no secret is in docker inspect, a process, a log, the history of an image, or a committed file', () => {
  const folder = join(project.directory, 'deploy', 'secrets');
  const names = readdirSync(folder);
  expect(names).toHaveLength(6);
  const valuesOf = (some: string[]) => some.map(name => readFileSync(join(folder, name), 'utf8'));
  // MLflow reads these two only from its environment, where the entrypoint puts them: other processes cannot see it.
  const keys = names.filter(name => name.startsWith('MLFLOW_'));
  const committed = Object.keys(filesOf(project.directory))
    .filter(path => !path.startsWith('deploy/secrets/'))
    .map(path => readFileSync(join(project.directory, path), 'utf8'))
    .join('\n');
  const places = { ...traces(join(project.directory, 'deploy'), ['db', 'mlflow', 's3']), committed };
  expect(placesOf(valuesOf(names.filter(name => !keys.includes(name))), places)).toEqual([]);
  expect(placesOf(valuesOf(keys), places)).toEqual(['environments']);
  expect(readFileSync(join(project.directory, '.gitignore'), 'utf8')).toContain('/deploy/secrets/\n');
  expect(statSync(folder).mode % 0o1000).toBe(0o700);
});

test('nothing listens beyond 127.0.0.1, and the database publishes nothing', () => {
  const ports = project.compose(['ps', '--format', '{{.Service}} {{.Ports}}'], inDeploy()).trim().split('\n').sort();
  expect(ports.find(line => line.startsWith('db '))).not.toContain('->');
  for (const address of ports.join(' ').matchAll(/(\S+):\d+(?:-\d+)?->/g)) {
    expect(address[1]).toBe('127.0.0.1');
  }
});

test('mlflow gc and mlflow db, run in the container, find the database and the server automatically', () => {
  const { status, stderr } = project.tryCompose(
    ['exec', '-T', 'mlflow', 'mlflow', 'gc', '--older-than', '1d'],
    inDeploy(),
  );
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  expect(sqlQuery('SELECT version_num FROM alembic_version')).toMatch(/^\w+$/);
});

test('down and up, by the tasks of the project, keeps everything', () => {
  expect(task('mlflow:ps', '--services').trim().split('\n').sort()).toEqual(['db', 'mlflow', 's3']);
  expect(task('mlflow:config', '--services')).toContain('create_s3_buckets\n');
  expect(task('mlflow:logs', '--no-color', 'create_s3_buckets')).toContain('bucket mlflow: exists');
  task('mlflow:down');
  expect(project.compose(['ps', '--all', '--quiet'], inDeploy())).toBe('');
  task('mlflow:up');
  expect(client('read', written.run)).toEqual(expectedRead());
});

/** Runs a task of the project from its directory, which is not that of the app; returns what it printed. */
function task(name: string, ...args: string[]): string {
  return run('npx', ['projen', name, ...args], { cwd: project.directory, timeoutSeconds: 300 });
}

browserTest('a browser opens the UI, finds the run and opens its artifact', async () => {
  expect(await openRun(url, written.experiment, written.run, join(OUTPUT, 'run.png'))).toContain('hello');
});

browserTest('no page of the UI meets a fault of the server', async () => {
  const { experiment, run: runId } = written;
  expect(
    await faultsOf(url, [
      'experiments',
      `experiments/${experiment}/runs`,
      `experiments/${experiment}/traces`,
      `experiments/${experiment}/models`,
      `experiments/${experiment}/datasets`,
      `experiments/${experiment}/judges`,
      `experiments/${experiment}/prompts`,
      `experiments/${experiment}/chat-sessions`,
      `experiments/${experiment}/runs/${runId}`,
      `experiments/${experiment}/runs/${runId}/model-metrics`,
      `compare-experiments/s?experiments=["${experiment}"]`,
      'models',
      'models/line',
      'models/line/versions/1',
      'prompts',
      'gateway',
      'settings',
    ]),
  ).toEqual([]);
});

test('a missing variable stops docker compose with an error that names it', () => {
  const { status, stderr } = attempt('docker', ['compose', '--env-file', '/dev/null', 'config'], inDeploy());
  expect(status).not.toBe(0);
  expect(stderr).toMatch(/required variable \w+ is missing a value: set it in \.env/);
});

// The last one, since it deletes whatever it finds.
test('no endpoint of the server misses a package that was left out of the image', () => {
  const drive = readFileSync(join(__dirname, '..', 'runtime', 'drive_routes.py'), 'utf8');
  const { status, output } = inServer(drive, ['http://mlflow:5000']);
  writeFileSync(join(OUTPUT, 'routes.log'), output);
  expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
  expect(Number(/answers: .*\b200: (\d+)/.exec(output)?.[1])).toBeGreaterThan(150);
  expect(project.compose(['logs', '--no-color', 'mlflow'], inDeploy())).not.toMatch(/ModuleNotFoundError|ImportError/);
});
