import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
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
  const code = runCommand(['rotate-secret', ...args], {
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

const read = (name: string) => readFileSync(join(cwd, 'secrets', name), 'utf8');

test('a secret gets a new value, which is not shown, and the others keep theirs', () => {
  const { code, text } = rotate('--text', 'A,B', 'secrets', 'A');
  expect([code, text]).toEqual([0, 'secrets/A: has a new value\n']);
  expect(read('A')).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(read('B')).toBe('old');
});

test.each(['0f'.repeat(32), `${'0f'.repeat(32)}\n`, `${'0f'.repeat(32)}\r\n`, 'by hand'])(
  'a key of hexadecimal digits stays one, whatever its file holds: %j',
  value => {
    writeFileSync(join(cwd, 'secrets', 'A'), value);
    expect(rotate('--text', 'B', '--hex', 'A', 'secrets', 'A').code).toBe(0);
    expect(read('A')).toMatch(/^[0-9a-f]{64}$/);
    expect(read('A')).not.toBe('0f'.repeat(32));
  },
);

test('a password in hexadecimal digits, which somebody chose, becomes one of letters and digits', () => {
  writeFileSync(join(cwd, 'secrets', 'A'), '0f'.repeat(32));
  rotate('--text', 'A', 'secrets', 'A');
  expect(read('A')).toMatch(/^[A-Za-z0-9]{32}$/);
});

test.each([0o400, 0o600, 0o666])(
  'a file of mode %o gets the mode with which a container can read it, and only its owner can write',
  mode => {
    chmodSync(join(cwd, 'secrets', 'A'), mode);
    expect(rotate('--text', 'A', 'secrets', 'A').code).toBe(0);
    expect(statSync(join(cwd, 'secrets', 'A')).mode % 0o1000).toBe(0o644);
  },
);

test('the folder of the secrets is closed to others', () => {
  chmodSync(join(cwd, 'secrets'), 0o755);
  rotate('--text', 'A', 'secrets', 'A');
  expect(statSync(join(cwd, 'secrets')).mode % 0o1000).toBe(0o700);
});

test.each([
  [['--text', 'A,B', 'secrets', 'C'], 'secrets has no secret "C" that can be rotated; name one of A, B'],
  [
    ['--text', 'A', '--hex', 'B', 'secrets', '../secrets/A'],
    'secrets has no secret "../secrets/A" that can be rotated; name one of A, B',
  ],
  [['--text', 'A,X', 'secrets', 'X'], 'secrets/X does not exist; run `npx projen` to create it'],
  [['--text', 'A,X', 'secrets', 'B'], 'secrets has no secret "B" that can be rotated; name one of A'],
  [
    ['--text', 'A', '--refuse', 'B=it encrypts: change = it', 'secrets', 'B'],
    'the secret "B" was not changed: it encrypts: change = it',
  ],
  [['--text', 'A,B', '--refuse', 'B=it encrypts', 'secrets', 'B'], 'the secret "B" was not changed: it encrypts'],
  [['secrets', 'A'], 'secrets has no secret "A" that can be rotated; name secrets in --text, --hex or --certificate'],
  [['--off', 'secrets', 'B'], "Unknown option '--off'"],
  [['--text', 'A,B', 'secrets'], 'expected the name of a secret; name one of A, B'],
  [['secrets', 'A', 'B'], 'expected the folder of the secrets and the name of a secret'],
  [['elsewhere', 'A'], 'the folder elsewhere cannot be read (ENOENT); run `npx projen` to create it'],
])('%j ends with 2 and changes nothing', (args, message) => {
  expect(rotate(...args)).toEqual({ code: 2, text: expect.stringContaining(`projen-mlflow: ${message}`) });
  expect([read('A'), read('B')]).toEqual(['old', 'old']);
});

test('a certificate is replaced by another one', () => {
  expect(rotate('--certificate', 'A', 'secrets', 'A').code).toBe(0);
  expect(read('A')).toMatch(
    /^-----BEGIN PRIVATE KEY-----\n[^]+\n-----BEGIN CERTIFICATE-----\n[^]+\n-----END CERTIFICATE-----\n$/,
  );
});

test.each(['mine', 'mine\n', 'mine\r\n'])('a chosen value is read from the file <name>.new: %j', value => {
  writeFileSync(join(cwd, 'secrets', 'A.new'), value);
  expect(rotate('--text', 'A', 'secrets', 'A').code).toBe(0);
  expect(read('A')).toBe('mine');
  expect(readdirSync(join(cwd, 'secrets'))).toEqual(['A', 'B']);
});

test.each([
  ['--text', ''],
  ['--text', '\r\n'],
  ['--text', 'two\nlines'],
  ['--hex', 'mine'],
  ['--hex', '0F'.repeat(32)],
  ['--certificate', 'mine'],
])('a chosen value of another form is an error, and nothing changes: %s %j', (option, value) => {
  writeFileSync(join(cwd, 'secrets', 'A.new'), value);
  expect(rotate(option, 'A', 'secrets', 'A')).toEqual({
    code: 2,
    text: expect.stringContaining('secrets/A.new must contain '),
  });
  expect([read('A'), read('A.new')]).toEqual(['old', value]);
});

test('a file that cannot be read is an error, and nothing changes', () => {
  mkdirSync(join(cwd, 'secrets', 'A.new'));
  expect(rotate('--text', 'A', 'secrets', 'A')).toEqual({
    code: 2,
    text: expect.stringContaining('secrets/A or secrets/A.new cannot be read or written: EISDIR'),
  });
  expect(read('A')).toBe('old');
});

test('a link to a file elsewhere is not replaced by a file', () => {
  writeFileSync(join(cwd, 'elsewhere'), 'old');
  symlinkSync(join(cwd, 'elsewhere'), join(cwd, 'secrets', 'C'));
  expect(rotate('--text', 'C', 'secrets', 'C')).toEqual({
    code: 2,
    text: expect.stringContaining('secrets/C is not a regular file, so it cannot be replaced'),
  });
  expect(read('C')).toBe('old');
});

describe('a secret that services have stored', () => {
  const path = process.env.PATH;
  const step = (...words: string[]) => ['--step', `A=${JSON.stringify(words)}`];
  const calls = () => readFileSync(join(cwd, 'calls'), 'utf8').trim().split('\n');

  /** Puts a program `docker` in front that notes how it is called, and what the files hold meanwhile. */
  function docker(script: string = ''): void {
    mkdirSync(join(cwd, 'bin'), { recursive: true });
    writeFileSync(
      join(cwd, 'bin', 'docker'),
      `#!/bin/sh
echo "$*" >> '${cwd}/calls'
case "$*" in
  *' ps '*) printf 'db\\nmlflow\\n';;
  *' run '*) cat > '${cwd}/input'; cat '${cwd}/secrets/A' > '${cwd}/meanwhile'; cat '${cwd}/secrets/A.new' >> '${cwd}/meanwhile';;
esac
${script}
`,
      { mode: 0o755 },
    );
    process.env.PATH = `${join(cwd, 'bin')}${delimiter}${path}`;
  }

  afterEach(() => {
    process.env.PATH = path;
  });

  test('is given to them while they are stopped, then to the file', () => {
    docker();
    const { code, text } = rotate(
      '--text',
      'A,B',
      ...step('mlflow', 'rotate', 'key'),
      ...step('jobs', 'rotate'),
      '--file',
      'app.yaml',
      'secrets',
      'A',
    );
    expect([code, text]).toEqual([0, 'secrets/A: has a new value\n']);
    expect(calls()).toEqual([
      'compose --file app.yaml ps --services --status running',
      'compose --file app.yaml stop mlflow',
      'compose --file app.yaml run --rm -T mlflow rotate key',
      'compose --file app.yaml run --rm -T jobs rotate',
    ]);
    expect(read('A')).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(readFileSync(join(cwd, 'input'), 'utf8')).toBe(`${read('A')}\n`);
    expect(readFileSync(join(cwd, 'meanwhile'), 'utf8')).toBe(`old${read('A')}`);
    expect(readdirSync(join(cwd, 'secrets'))).toEqual(['A', 'B']);
  });

  test('keeps its value where one of them does not take the new one, and the next task continues with the same', () => {
    docker('case "$*" in *rotate) exit 3;; esac');
    const steps = [...step('mlflow', 'rotate'), ...step('mlflow', 'rotate', 'key')];
    expect(rotate('--text', 'A', ...steps, 'secrets', 'A')).toEqual({
      code: 2,
      text:
        'projen-mlflow: "rotate" in mlflow exited with 3 (see the error above); secrets/A was not changed, and secrets/A.new contains the new value: ' +
        'run the task again to continue with it\n',
    });
    expect(calls().at(-1)).toBe('compose start mlflow');
    expect(read('A')).toBe('old');
    const next = read('A.new');
    expect(next).toMatch(/^[A-Za-z0-9]{32}$/);

    docker();
    expect(rotate('--text', 'A', ...steps, 'secrets', 'A').code).toBe(0);
    expect(read('A')).toBe(next);
    expect(existsSync(join(cwd, 'secrets', 'A.new'))).toBe(false);
  });

  test('is not changed without an engine', () => {
    docker('exit 1');
    expect(rotate('--text', 'A', ...step('mlflow', 'rotate'), 'secrets', 'A')).toEqual({
      code: 2,
      text: expect.stringContaining('Docker Compose cannot list the running services (see the error above)'),
    });
    process.env.PATH = join(cwd, 'none');
    expect(rotate('--text', 'A', ...step('mlflow', 'rotate'), 'secrets', 'A')).toEqual({
      code: 2,
      text: expect.stringContaining('docker cannot be run (ENOENT)'),
    });
    expect(readdirSync(join(cwd, 'secrets'))).toEqual(['A', 'B']);
    expect(read('A')).toBe('old');
  });

  test('is not changed while they cannot be stopped', () => {
    docker('case "$*" in *stop*) exit 1;; esac');
    expect(rotate('--text', 'A', ...step('mlflow', 'rotate'), 'secrets', 'A')).toEqual({
      code: 2,
      text: expect.stringContaining('mlflow cannot be stopped (see the error above)'),
    });
    expect(read('A')).toBe('old');
    expect(calls().some(call => call.includes(' run '))).toBe(false);
  });

  test('is not changed by the task where it is known elsewhere, and the error says what takes the new value', () => {
    expect(
      rotate('--text', 'B', '--refuse', 'A=change it there', ...step('mlflow', 'rotate', 'key'), 'secrets', 'A'),
    ).toEqual({
      code: 2,
      text:
        'projen-mlflow: the secret "A" was not changed: change it there. Its value is also stored: before you start the services with a new value, stop them, ' +
        'and pass it to `docker compose run --rm -T mlflow rotate key` on standard input\n',
    });
  });

  test.each(['A=rotate', 'A=["mlflow"]', 'A=[1,"a"]', 'A={}', 'A='])('an invalid step is an error: %s', text => {
    expect(rotate('--text', 'A', '--step', text, 'secrets', 'A')).toEqual({
      code: 2,
      text: expect.stringContaining('a step is a JSON list of a service, a program'),
    });
    expect(read('A')).toBe('old');
  });
});
