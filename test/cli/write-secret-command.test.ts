import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/cli/run-command';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'write-secret-'));
});

afterEach(() => rmSync(cwd, { recursive: true }));

function write(...command: string[]): { code: number; text: string } {
  let text = '';
  const code = runCommand(['write-secret', 'secrets/KEY', ...command], {
    cwd,
    out: part => {
      text += part;
    },
    err: part => {
      text += part;
    },
  });
  return { code, text };
}

const node = (program: string, ...words: string[]) => write('--', process.execPath, '--eval', program, ...words);
const secret = () => readFileSync(join(cwd, 'secrets', 'KEY'), 'utf8');

test('the output of a program is written unchanged, without the line break at its end, and not shown', () => {
  const { code, text } = node('console.log(process.argv[1])', ' $HOME "ü\n\n`x` ');
  expect([code, text]).toEqual([0, 'secrets/KEY: written; recreate the services that use it\n']);
  expect(secret()).toBe(' $HOME "ü\n\n`x` ');
});

test('an existing secret is not changed', () => {
  node('console.log("same")');
  const { ino } = statSync(join(cwd, 'secrets', 'KEY'));
  expect(node('process.stdout.write("same\\r\\n")')).toEqual({ code: 0, text: 'secrets/KEY: not changed\n' });
  expect(statSync(join(cwd, 'secrets', 'KEY')).ino).toBe(ino);
});

test.each<[string, () => { code: number; text: string }, RegExp]>([
  [
    'fails',
    () => node('console.log("half"); process.exit(3)'),
    /"\S+" exited with 3 \(see the error above\); secrets\/KEY was not changed/,
  ],
  ['is killed', () => node('process.kill(process.pid, "SIGKILL")'), /exited with SIGKILL/],
  ['prints nothing', () => node('console.log()'), /printed no output; secrets\/KEY was not changed/],
  [
    'is not there',
    () => write('--', 'no-such-program-anywhere'),
    /the program "no-such-program-anywhere" cannot be run \(ENOENT\); install it/,
  ],
  ['is not named', () => write('--'), /expected a file and, after "--", a program/],
  ['is not told apart', () => write('pass', 'show'), /expected a file and, after "--", a program/],
])('a program that %s ends it with 2, and writes nothing', (_, run, message) => {
  expect(run()).toEqual({ code: 2, text: expect.stringMatching(message) });
  expect(existsSync(join(cwd, 'secrets', 'KEY'))).toBe(false);
});
