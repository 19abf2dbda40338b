import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
  const { code, text } = rotate('--text', 'A,B', 'secrets', 'A');
  expect([code, text]).toEqual([0, 'secrets/A: has a new value\n']);
  expect(read('A')).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(read('B')).toBe('old');
});

test.each(['0f'.repeat(32), `${'0f'.repeat(32)}\n`, 'by hand'])('a key of hexadecimal digits stays one, whatever its file holds: %j', value => {
  writeFileSync(join(cwd, 'secrets', 'A'), value);
  expect(rotate('--text', 'B', '--hex', 'A', 'secrets', 'A').code).toBe(0);
  expect(read('A')).toMatch(/^[0-9a-f]{64}$/);
  expect(read('A')).not.toBe('0f'.repeat(32));
});

test('a password in hexadecimal digits, which somebody chose, becomes one of letters and digits', () => {
  writeFileSync(join(cwd, 'secrets', 'A'), '0f'.repeat(32));
  rotate('--text', 'A', 'secrets', 'A');
  expect(read('A')).toMatch(/^[A-Za-z0-9]{32}$/);
});

test('the folder of the secrets is closed to others', () => {
  chmodSync(join(cwd, 'secrets'), 0o755);
  rotate('--text', 'A', 'secrets', 'A');
  expect(statSync(join(cwd, 'secrets')).mode % 0o1000).toBe(0o700);
});

test.each([
  [['--text', 'A,B', 'secrets', 'C'], 'secrets has no secret "C" that may be changed; name one of A, B'],
  [['--text', 'A', '--hex', 'B', 'secrets', '../secrets/A'], 'secrets has no secret "../secrets/A" that may be changed; name one of A, B'],
  [['--text', 'A,X', 'secrets', 'B'], 'secrets has no secret "B" that may be changed; name one of A'],
  [['--text', 'A', '--refuse', 'B=it encrypts: change = it', 'secrets', 'B'], 'the secret "B" is not changed: it encrypts: change = it'],
  [['--text', 'A,B', '--refuse', 'B=it encrypts', 'secrets', 'B'], 'the secret "B" is not changed: it encrypts'],
  [['secrets', 'A'], 'secrets has no secret "A" that may be changed; name secrets in --text or --hex'],
  [['--off', 'secrets', 'B'], "Unknown option '--off'"],
  [['--text', 'A,B', 'secrets'], 'it takes the name of a secret; name one of A, B'],
  [['secrets', 'A', 'B'], 'it takes the folder of the secrets and the name of one'],
  [['elsewhere', 'A'], 'the folder elsewhere cannot be read (ENOENT); run `npx projen`, which makes it'],
])('%j ends with 2 and changes nothing', (args, message) => {
  expect(rotate(...args)).toEqual({ code: 2, text: expect.stringContaining(`projen-mlflow: ${message}`) });
  expect([read('A'), read('B')]).toEqual(['old', 'old']);
});
