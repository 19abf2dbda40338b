import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Project } from 'projen';
import tutorialModel from './tutorial-model.json';
import { ClassicMlflow } from '../examples/classic/classic-mlflow';
import { ComposeTemplate } from 'projen-mlflow';
import '../examples/team/team-mlflow.test';

/** What the tutorial's `.env` holds. */
const TUTORIAL_VARIABLES = {
  AWS_ACCESS_KEY_ID: 'admin',
  AWS_SECRET_ACCESS_KEY: 'senhasenha',
  AWS_BUCKET_NAME: 'mlflow',
  AWS_REGION: 'us-east-1',
  MYSQL_DATABASE: 'mlflow',
  MYSQL_USER: 'mlflow_user',
  MYSQL_PASSWORD: 'mlflow_password',
  MYSQL_ROOT_PASSWORD: 'senhasenha',
};

const EXAMPLES = resolve(__dirname, '..', 'examples');
const home = process.cwd();
let directory: string;

// In a directory of its own below the temporary one, a project without an `outdir` writes there, as it does for a user.
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'example-')));
  process.env.PROJEN_DISABLE_POST = 'true'; // no `npm install`
  process.chdir(directory);
});

afterEach(() => {
  process.chdir(home);
  delete process.env.PROJEN_DISABLE_POST;
  rmSync(directory, { recursive: true });
});

/** Runs the example's projenrc and returns one of the files that it wrote, without projen's marker. */
function run(example: string): (path: string) => string {
  jest.isolateModules(() => jest.requireActual(join(EXAMPLES, example, '.projenrc.ts')));
  return path => readFileSync(join(directory, path), 'utf8').replace(/^# ~~.*\n/, '');
}

test('quickstart writes the compose file, the Dockerfile and .env.example', () => {
  const read = run('quickstart');

  expect(read('compose.yaml')).toMatchSnapshot('compose.yaml');
  expect(read('mlflow/Dockerfile')).toMatchSnapshot('Dockerfile');
  expect(read('.env.example')).toMatchSnapshot('.env.example');
});

test('team writes its services into the folder that it names', () => {
  const read = run('team');

  expect(read('deploy/compose.yaml')).toMatchSnapshot('compose.yaml');
  expect(read('deploy/.env.example')).toMatchSnapshot('.env.example');
  expect(read('.gitignore')).toContain('/deploy/.env\n');
});

test.each(['single', 'postgres', 'aws-s3', 'classic'])('%s writes its services', example => {
  expect(run(example)('compose.yaml')).toMatchSnapshot('compose.yaml');
});

test('kubernetes writes manifests beside the compose file', () => {
  const read = run('kubernetes');

  expect(read('kustomization.yaml')).toMatchSnapshot('kustomization.yaml');
  expect(read('kubernetes/waiting.yaml').replace(/-[0-9a-f]{8}\b/g, '-DIGEST')).toMatchSnapshot('waiting.yaml');
});

const whereComposeIs = spawnSync('docker', ['compose', 'version']).status === 0 ? test : test.skip;

whereComposeIs('classic is to Compose the same app as the tutorial, and needs the same variables', () => {
  const app = new ClassicMlflow(new Project({ name: 'classic', outdir: directory }), 'mlflow');
  const resolved = ComposeTemplate.fromApp(app).resolved(TUTORIAL_VARIABLES);

  expect(resolved.toJson()).toEqual(tutorialModel); // `docker compose config --format json` of the tutorial's file
  expect(app.variables.map(({ variableName }) => variableName).sort()).toEqual(Object.keys(TUTORIAL_VARIABLES).sort());
});

test('the image of classic is built as the tutorial does it', () => {
  const read = run('classic');

  expect(read('Dockerfile')).toMatchSnapshot();
  expect(read('.dockerignore')).toMatch(/^\*\n/); // but for that: its `ADD . /app` would put the passwords of `.env` into the image
});

test.each([
  ['quickstart', '.'],
  ['team', 'deploy'],
  ['postgres', '.'],
  ['aws-s3', '.'],
  ['classic', '.'],
])('%s needs no variable that .env does not have', (example, folder) => {
  const read = run(example);

  const references = [...read(join(folder, 'compose.yaml')).matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
  const declared = [...read(join(folder, '.env')).matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  expect([...new Set(references)].sort()).toEqual(declared.sort());
});
