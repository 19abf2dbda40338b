import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

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
