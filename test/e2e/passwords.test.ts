import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { freePort } from './free-port';
import { placesOf, traces } from './traces';
import { uniqueName, UserProject } from './user-project';
import { workspace } from './workspace';

// Every password may hold every character, and may be changed.

const AWKWARD = '@:/?#%$\'"\\`& spaceü';

let project: UserProject;
let url: string;
let firstRun: string;

let projenrc: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  projenrc = `
import { EnvValue, MlflowStack } from 'projen-mlflow';
import { Project } from 'projen';
const project = new Project({ name: 'team', outdir: __dirname });
new MlflowStack(project, 'mlflow', {
  appName: '${uniqueName('passwords')}',
  s3: { apiPort: ${await freePort()}, consolePort: ${await freePort()} },
  server: { port: ${port}, environment: { MLFLOW_CRYPTO_KEK_VERSION: EnvValue.of('1') } },
});
project.synth();
`;
  project = new UserProject(projenrc);
  project.projen();
});

afterAll(() => project.remove());

/** Writes secrets, and variables into `.env`. */
function set(secrets: { [name: string]: string }, variables: { [name: string]: string } = {}): void {
  for (const [name, value] of Object.entries(secrets)) {
    writeFileSync(join(project.directory, 'secrets', name), `${value}\n`);
  }
  const path = join(project.directory, '.env');
  let text = readFileSync(path, 'utf8');
  for (const [name, value] of Object.entries(variables)) {
    text = text.replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`);
  }
  writeFileSync(path, text);
}

function logAndLoad(text: string): string {
  return run(workspace().python, ['-c', `
import mlflow, sys
mlflow.set_tracking_uri(sys.argv[1])
with mlflow.start_run() as run:
    mlflow.log_text(sys.argv[2], "text.txt")
print("run", run.info.run_id)
print(mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/text.txt"))
`, url, text]);
}

function load(runId: string): string {
  return run(workspace().python, ['-c', `
import mlflow, sys
mlflow.set_tracking_uri(sys.argv[1])
print(mlflow.artifacts.load_text(f"runs:/{sys.argv[2]}/text.txt"))
`, url, runId]);
}

test('passwords with every awkward character work for MinIO, MySQL and MLflow', () => {
  set({
    MINIO_ROOT_PASSWORD: `root${AWKWARD}`,
    AWS_SECRET_ACCESS_KEY: `s3${AWKWARD}`,
    MYSQL_PASSWORD: `my${AWKWARD}`,
    MYSQL_ROOT_PASSWORD: `myroot${AWKWARD}`,
  });
  project.up();
  const output = logAndLoad('first');
  expect(output).toContain('first');
  firstRun = /^run (\w+)$/m.exec(output)![1];
  const root = project.compose(['exec', '-T', 'db', 'bash', '-c', 'MYSQL_PWD=$(cat $MYSQL_ROOT_PASSWORD_FILE) mysql -uroot -N -e "SELECT CURRENT_USER()"']);
  expect(root.trim()).toBe('root@localhost');
});

test('they are in no process, no log and nothing that docker inspect shows', () => {
  expect(placesOf([AWKWARD], traces(project.directory, ['db', 'mlflow', 's3']))).toEqual([]);
});

test('changed passwords and keys are in force when the containers were made anew', () => {
  set({
    MINIO_ROOT_PASSWORD: 'another-root-password',
    AWS_SECRET_ACCESS_KEY: 'another-secret',
    MYSQL_PASSWORD: 'another-password',
    MYSQL_ROOT_PASSWORD: 'another-mysql-root',
  }, { AWS_ACCESS_KEY_ID: 'mlflow2' });
  project.compose(['up', '-d', '--wait', '--force-recreate'], { timeoutSeconds: 600 });
  expect(logAndLoad('second')).toContain('second');
  expect(project.compose(['logs', '--no-color', 'create_s3_buckets'])).toContain('user mlflow: removed, it was an earlier AWS_ACCESS_KEY_ID');
});

test.each(['MINIO_ROOT_PASSWORD', 'AWS_SECRET_ACCESS_KEY', 'MYSQL_PASSWORD', 'MYSQL_ROOT_PASSWORD'])('the task rotate-secret changes %s, and all data can still be read', name => {
  const read = () => readFileSync(join(project.directory, 'secrets', name), 'utf8');
  const before = read();
  run('npx', ['projen', 'mlflow:rotate-secret', name], { cwd: project.directory, timeoutSeconds: 600 });
  expect(read()).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(read()).not.toBe(before);
  expect(load(firstRun)).toContain('first');
  expect(logAndLoad(name)).toContain(name);
});

test('the passphrase of the gateway is changed as docs/secret.md says, and the keys that it encrypts can still be read', () => {
  const inServer = (program: string) => project.compose(['exec', '-T', 'mlflow', 'mlflow-entrypoint', 'python', '-c', program]).trim();
  const read = () => inServer(`
import os
from mlflow.store.tracking.dbmodels.models import SqlGatewaySecret
from mlflow.tracking import _get_store
from mlflow.utils.crypto import KEKManager, _decrypt_secret
with _get_store(os.environ['MLFLOW_BACKEND_STORE_URI']).ManagedSessionMaker() as session:
    secret = session.query(SqlGatewaySecret).one()
    print(_decrypt_secret(secret.encrypted_value, secret.wrapped_dek, KEKManager(), secret.secret_id, secret.secret_name))`);
  run('curl', ['--silent', '--fail-with-body', '--json', '{"secret_name": "openai", "secret_value": {"api_key": "sk-test"}, "provider": "openai"}',
    `${url}/api/3.0/mlflow/gateway/secrets/create`]);
  expect(read()).toContain('sk-test');

  const passphrase = 'another passphrase';
  project.compose(['exec', '-T', 'mlflow', 'mlflow', 'crypto', 'rotate-kek'], { input: `${passphrase}\n${passphrase}\ny\n` });
  set({ MLFLOW_CRYPTO_KEK_PASSPHRASE: passphrase });
  project.write('.projenrc.ts', projenrc.replace("EnvValue.of('1')", "EnvValue.of('2')"));
  project.projen();
  project.compose(['up', '-d', '--wait', '--force-recreate'], { timeoutSeconds: 600 });
  expect(read()).toContain('sk-test');
});

test('a secret that MySQL had before does not open it any more', () => {
  const program = 'mysql -h127.0.0.1 -uroot -N -e "SELECT 1" || MYSQL_PWD=another-mysql-root mysql -uroot -N -e "SELECT 2" || MYSQL_PWD=$(cat $MYSQL_ROOT_PASSWORD_FILE) mysql -uroot -N -e "SELECT 3"';
  expect(project.compose(['exec', '-T', 'db', 'bash', '-c', program]).trim()).toBe('3');
});

test('a file that is missing stops docker compose with an error that names it', () => {
  const path = join(project.directory, 'secrets', 'MYSQL_PASSWORD');
  const secret = readFileSync(path, 'utf8');
  rmSync(path);
  try {
    const { status, stderr } = project.tryCompose(['up', '-d', '--wait', '--force-recreate', 'db']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('bind source path does not exist') });
    expect(stderr).toContain('secrets/MYSQL_PASSWORD');
  } finally {
    writeFileSync(path, secret);
  }
});

test('a key with a space at its end is an error that names it', () => {
  set({ AWS_SECRET_ACCESS_KEY: 'a space at its end ' });
  expect(project.tryCompose(['up', '-d', '--wait', '--force-recreate']).status).not.toBe(0);
  expect(project.compose(['logs', '--no-color', 'create_s3_buckets'])).toContain('AWS_SECRET_ACCESS_KEY begins or ends with a space');
});

test('a one-shot that fails stops up, and says what to do', () => {
  set({ AWS_SECRET_ACCESS_KEY: 'another-secret' }, { AWS_ACCESS_KEY_ID: 'minio-admin' });
  const { status, stderr } = project.tryCompose(['up', '-d', '--wait']);
  expect(status).not.toBe(0);
  expect(stderr).toContain('create_s3_buckets');
  expect(project.compose(['logs', '--no-color', 'create_s3_buckets'])).toContain('AWS_ACCESS_KEY_ID is the same as MINIO_ROOT_USER');
});
