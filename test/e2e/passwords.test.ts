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

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  project = new UserProject(`
import { MlflowStack } from 'projen-mlflow';
import { Project } from 'projen';
const project = new Project({ name: 'team', outdir: __dirname });
new MlflowStack(project, 'mlflow', {
  appName: '${uniqueName('passwords')}',
  s3: { apiPort: ${await freePort()}, consolePort: ${await freePort()} },
  server: { port: ${port} },
});
project.synth();
`);
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
  return run(workspace().python, [
    '-c',
    `
import mlflow, sys
mlflow.set_tracking_uri(sys.argv[1])
with mlflow.start_run() as run:
    mlflow.log_text(sys.argv[2], "text.txt")
print(mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/text.txt"))
`,
    url,
    text,
  ]);
}

test('passwords with every awkward character work for MinIO, MySQL and MLflow', () => {
  set({
    MINIO_ROOT_PASSWORD: `root${AWKWARD}`,
    AWS_SECRET_ACCESS_KEY: `s3${AWKWARD}`,
    MYSQL_PASSWORD: `my${AWKWARD}`,
    MYSQL_ROOT_PASSWORD: `myroot${AWKWARD}`,
  });
  project.up();
  expect(logAndLoad('first')).toContain('first');
  const root = project.compose([
    'exec',
    '-T',
    'db',
    'bash',
    '-c',
    'MYSQL_PWD=$(cat $MYSQL_ROOT_PASSWORD_FILE) mysql -uroot -N -e "SELECT CURRENT_USER()"',
  ]);
  expect(root.trim()).toBe('root@localhost');
});

test('they are in no process, no log and nothing that docker inspect shows', () => {
  expect(placesOf([AWKWARD], traces(project.directory, ['db', 'mlflow', 's3']))).toEqual([]);
});

test('changed passwords and keys are in force when the containers were recreated', () => {
  set(
    {
      MINIO_ROOT_PASSWORD: 'another-root-password',
      AWS_SECRET_ACCESS_KEY: 'another-secret',
      MYSQL_PASSWORD: 'another-password',
      MYSQL_ROOT_PASSWORD: 'another-mysql-root',
    },
    { AWS_ACCESS_KEY_ID: 'mlflow2' },
  );
  project.compose(['up', '-d', '--wait', '--force-recreate'], { timeoutSeconds: 600 });
  expect(logAndLoad('second')).toContain('second');
  expect(project.compose(['logs', '--no-color', 'create_s3_buckets'])).toContain(
    'user mlflow: removed, it was an earlier AWS_ACCESS_KEY_ID',
  );
});

test('a file that is missing stops docker compose with an error that names it', () => {
  const path = join(project.directory, 'secrets', 'MYSQL_PASSWORD');
  const secret = readFileSync(path, 'utf8');
  rmSync(path);
  try {
    const { status, stderr } = project.tryCompose(['up', '-d', '--wait', '--force-recreate', 'db']);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining('bind source path does not exist'),
    });
    expect(stderr).toContain('secrets/MYSQL_PASSWORD');
  } finally {
    writeFileSync(path, secret);
  }
});

test('a key with a space at its end is an error that names it', () => {
  set({ AWS_SECRET_ACCESS_KEY: 'a space at its end ' });
  expect(project.tryCompose(['up', '-d', '--wait', '--force-recreate']).status).not.toBe(0);
  expect(project.compose(['logs', '--no-color', 'create_s3_buckets'])).toContain(
    'AWS_SECRET_ACCESS_KEY begins or ends with a space',
  );
});

test('an init job that fails stops up, and says what to do', () => {
  set({ AWS_SECRET_ACCESS_KEY: 'another-secret' }, { AWS_ACCESS_KEY_ID: 'minio-admin' });
  const { status, stderr } = project.tryCompose(['up', '-d', '--wait']);
  expect(status).not.toBe(0);
  expect(stderr).toContain('create_s3_buckets');
  expect(project.compose(['logs', '--no-color', 'create_s3_buckets'])).toContain(
    'AWS_ACCESS_KEY_ID is the same as MINIO_ROOT_USER',
  );
});
