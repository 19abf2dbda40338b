import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const ROOT = join(__dirname, '..');

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

test('a clean checkout has the files that projen writes, and the one by which `npx projen` compiles', () => {
  const { files } = JSON.parse(read('.projen/files.json'));
  const [{ execArgs }] = JSON.parse(read('.projen/tasks.json')).tasks.default.steps;
  const config = execArgs[execArgs.indexOf('--project') + 1];

  expect([...files, config].filter(file => !existsSync(join(ROOT, file)))).toEqual([]);
  const ignored = read('.gitignore').split('\n');
  expect(ignored.lastIndexOf(`!/${config}`)).toBeGreaterThan(ignored.lastIndexOf('tsconfig.json')); // the compiler's own
});

test('the lock file names no registry', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved"|https?:\/\/registry/);
});

test('each file of end-to-end tests runs once: alone if it uses a browser, or with others', () => {
  const run = (project: string): string[] => {
    const args = [
      'jest',
      '--config',
      'test/e2e/jest.config.json',
      '--selectProjects',
      project,
      '--listTests',
      '--json',
    ];
    return JSON.parse(spawnSync('npx', args, { cwd: ROOT, encoding: 'utf8' }).stdout).map((path: string) =>
      basename(path),
    );
  };
  const all = readdirSync(join(ROOT, 'test', 'e2e')).filter(name => name.endsWith('.test.ts'));
  const alone = run('alone');

  expect([...run('together'), ...alone].sort()).toEqual(all.sort());
  expect(alone).toEqual(
    expect.arrayContaining(all.filter(name => read(join('test', 'e2e', name)).includes("from './browser'"))),
  );
});
