import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/cli/run-command';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'rotate-secret-'));
  mkdirSync(join(cwd, 'secrets'));
  writeFileSync(join(cwd, 'secrets', 'A'), 'old');
  writeFileSync(join(cwd, 'secrets', 'B'), 'old');
});

afterEach(() => rmSync(cwd, { recursive: true }));

function rotate(...args: string[]): { code: number; text: string } {
  let text = '';
  const code = runCommand(['rotate-secret', ...args], { cwd, out: part => { text += part; }, err: part => { text += part; } });
  return { code, text };
}

const read = (name: string) => readFileSync(join(cwd, 'secrets', name), 'utf8');

test('a secret gets a new value, which is not shown, and the others keep theirs', () => {
  const { code, text } = rotate('secrets', 'A');
  expect([code, text]).toEqual([0, 'secrets/A: has a new value\n']);
  expect(read('A')).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(read('B')).toBe('old');
});

test('a key of hexadecimal digits stays one', () => {
  writeFileSync(join(cwd, 'secrets', 'A'), '0f'.repeat(32));
  expect(rotate('--of', 'A', 'secrets', 'A').code).toBe(0);
  expect(read('A')).toMatch(/^[0-9a-f]{64}$/);
  expect(read('A')).not.toBe('0f'.repeat(32));
});

test.each([
  [['secrets', 'C'], 'secrets has no secret "C" that may be changed; name one of A, B'],
  [['secrets', '../secrets/A'], 'secrets has no secret "../secrets/A" that may be changed; name one of A, B'],
  [['--of', 'A,X', 'secrets', 'B'], 'secrets has no secret "B" that may be changed; name one of A'],
  [['--off', 'secrets', 'B'], "Unknown option '--off'"],
  [['secrets'], 'it takes the name of a secret; name one of A, B'],
  [['secrets', 'A', 'B'], 'it takes the folder of the secrets and the name of one'],
  [['elsewhere', 'A'], 'the folder elsewhere cannot be read (ENOENT); run `npx projen`, which makes it'],
])('%j ends with 2 and changes nothing', (args, message) => {
  expect(rotate(...args)).toEqual({ code: 2, text: expect.stringContaining(`projen-mlflow: ${message}`) });
  expect([read('A'), read('B')]).toEqual(['old', 'old']);
});

test('a key in hexadecimal digits stays one', () => {
  writeFileSync(join(cwd, 'secrets', 'B'), '0'.repeat(64));
  rotate('secrets', 'B');
  expect(read('B')).toMatch(/^(?!0{64})[0-9a-f]{64}$/);
});
