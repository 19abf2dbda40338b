import { runCommand } from '../../src/cli/run-command';

function command(...args: string[]): { code: number; out: string; err: string } {
  let out = '';
  let err = '';
  const code = runCommand(args, {
    cwd: '/',
    out: text => {
      out += text;
    },
    err: text => {
      err += text;
    },
  });
  return { code, out, err };
}

test('--help shows how all commands are used, or the one', () => {
  const { code, out, err } = command('--help');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.match(/^Usage: projen-mlflow \S+/gm)).toEqual([
    'Usage: projen-mlflow import',
    'Usage: projen-mlflow rotate-secret',
    'Usage: projen-mlflow write-secret',
  ]);
  expect(command('write-secret', '-h').out.match(/^Usage/gm)).toHaveLength(1);
});

test('arguments after -- belong to another program', () => {
  expect(command('write-secret', '--', 'x', '--help')).toMatchObject({ code: 2, out: '' });
});

test.each([
  [[], 'expected the name of a command'],
  [['export'], 'unknown command "export"'],
  [['constructor'], 'unknown command "constructor"'],
  [['rotate-secret'], 'expected the folder of the secrets and the name of a secret'],
  [['write-secret', 'a', 'b'], 'expected a file and, after "--", a program'],
])('%j ends with 2, says why, and how it is used', (args, message) => {
  const { code, out, err } = command(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(`projen-mlflow: ${message}\n\nUsage: projen-mlflow`);
});
