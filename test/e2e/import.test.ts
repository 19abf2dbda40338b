import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { UserProject } from './user-project';
import { cases, layCase } from '../import/cases';
import { resolvedModel } from '../import/resolved-model';

// Compose files of all kinds go through the installed command; the constructs that it writes must give the same model.

let project: UserProject;

beforeAll(() => {
  project = new UserProject('');
});

afterAll(() => project.remove());

test.each(cases)('what is imported from %s resolves to the same model', name => {
  const directory = layCase(name, project.directory);
  const before = resolvedModel(directory, 'compose.yml');

  run('npx', ['projen-mlflow', 'import', 'compose.yml', '--output', 'imported.ts'], { cwd: directory });
  run('npx', ['tsx', 'imported.ts'], { cwd: directory, env: { PROJEN_DISABLE_POST: 'true' } });

  expect(resolvedModel(directory, 'compose.yaml')).toEqual(before);
});

test('a file in a folder below is imported with that folder', () => {
  const directory = layCase('volumes', join(project.directory, 'nested', 'below'));
  const before = resolvedModel(directory, 'compose.yml');
  copyFileSync(join(directory, '.env'), join(directory, 'as-it-was.env'));

  const home = join(project.directory, 'nested');
  run('npx', ['projen-mlflow', 'import', 'below/volumes/compose.yml', '-o', 'imported.ts'], { cwd: home });
  run('npx', ['tsx', 'imported.ts'], { cwd: home, env: { PROJEN_DISABLE_POST: 'true' } });

  expect(resolvedModel(directory, 'compose.yaml')).toEqual(before);
  expect(readFileSync(join(directory, '.env'), 'utf8')).toBe(readFileSync(join(directory, 'as-it-was.env'), 'utf8'));
});
