import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { freePort } from './free-port';
import { placesOf, traces } from './traces';
import { uniqueName, UserProject } from './user-project';
import { workspace } from './workspace';

// The other ways for secrets to come: from `.env`, and from a program that knows them.

const NAMES = ['MINIO_ROOT_PASSWORD', 'AWS_SECRET_ACCESS_KEY', 'MYSQL_PASSWORD', 'MYSQL_ROOT_PASSWORD'];
/** MLflow's own keys, which it reads from its environment alone. */
const KEYS = ['MLFLOW_CRYPTO_KEK_PASSPHRASE', 'MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY'];
const AWKWARD = '-$HOME "$(id)" \'x\' `y` \\ ü';

let project: UserProject;
let url: string;

afterEach(() => project.remove());

async function projectWith(source: string): Promise<void> {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  project = new UserProject(`
import { MlflowStack, SecretSource } from 'projen-mlflow';
import { Project } from 'projen';
const project = new Project({ name: 'team', outdir: __dirname });
new MlflowStack(project, 'mlflow', {
  appName: '${uniqueName('sources')}',
  secretSource: ${source},
  s3: { apiPort: ${await freePort()}, consolePort: ${await freePort()} },
  server: { port: ${port} },
});
project.synth();
`);
  project.projen();
}

function logAndLoad(): string {
  return run(workspace().python, [
    '-c',
    `
import mlflow, sys
mlflow.set_tracking_uri(sys.argv[1])
with mlflow.start_run() as run:
    mlflow.log_text("hello", "text.txt")
print(mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/text.txt"))
`,
    url,
  ]);
}

test('with secrets in .env the stack works, and exposes none of them', async () => {
  await projectWith('SecretSource.envVariable()');
  project.up();
  expect(logAndLoad()).toContain('hello');
  const secrets = NAMES.map(
    name => new RegExp(`^${name}=(\\w{32})$`, 'm').exec(readFileSync(join(project.directory, '.env'), 'utf8'))![1],
  );
  expect(placesOf(secrets, traces(project.directory, ['db', 'mlflow', 's3']))).toEqual([]);
  expect(existsSync(join(project.directory, 'secrets'))).toBe(false);
});

test('with secrets of another program the task up fetches them first, and the stack exposes none of them', async () => {
  await projectWith("SecretSource.command(['./store/read', 'mlflow/{name}'])");
  mkdirSync(join(project.directory, 'store'));
  project.write('store/read', '#!/bin/sh\ncat "$(dirname "$0")/$(basename "$1")"\n');
  chmodSync(join(project.directory, 'store', 'read'), 0o755);
  KEYS.forEach(name => project.write(`store/${name}`, `key of ${name}\n`));
  NAMES.forEach(name => project.write(`store/${name}`, `${name}${AWKWARD}\n`));

  run('npx', ['projen', 'mlflow:up'], { cwd: project.directory, timeoutSeconds: 900 });
  expect(NAMES.map(name => readFileSync(join(project.directory, 'secrets', name), 'utf8'))).toEqual(
    NAMES.map(name => `${name}${AWKWARD}`),
  );
  expect(logAndLoad()).toContain('hello');
  expect(placesOf([AWKWARD], traces(project.directory, ['db', 'mlflow', 's3']))).toEqual([]);

  writeFileSync(join(project.directory, 'store', 'MYSQL_PASSWORD'), 'changed in the store\n');
  run('npx', ['projen', 'mlflow:up', '--force-recreate'], { cwd: project.directory, timeoutSeconds: 900 });
  expect(logAndLoad()).toContain('hello');
});
