import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { Topology } from 'projen-mlflow';
import '../examples/team/team-mlflow.test';

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

test.each([['quickstart', '.'], ['team', 'deploy']])('%s needs no variable that .env does not have', (example, folder) => {
  const read = run(example);

  const references = [...read(join(folder, 'compose.yaml')).matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
  const declared = [...read(join(folder, '.env')).matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  expect([...new Set(references)].sort()).toEqual(declared.sort());
});

test('the picture in the README is what the library draws of quickstart', () => {
  const read = run('quickstart');

  const [, block] = /^```mermaid\n(.*?)^```$/ms.exec(readFileSync(join(EXAMPLES, '..', 'README.md'), 'utf8'))!;
  expect(block).toBe(new Topology(parse(read('compose.yaml'))).toMermaid());
});
