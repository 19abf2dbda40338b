import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/cli/run-command';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'import-command-'));
  writeFileSync(join(cwd, 'compose.yml'), 'services: { a: { image: a } }');
});

afterEach(() => rmSync(cwd, { recursive: true }));

function command(...args: string[]): { code: number; out: string; err: string } {
  let out = '';
  let err = '';
  const code = runCommand(args, {
    cwd,
    out: text => {
      out += text;
    },
    err: text => {
      err += text;
    },
  });
  return { code, out, err };
}

test('the constructs go to standard output', () => {
  const { code, out } = command('import', 'compose.yml');

  expect(code).toBe(0);
  expect(out).toContain("new Service(app, 'a', {");
});

test('with --output they go into a new file and nothing to standard output', () => {
  expect(command('import', 'compose.yml', '--output', '.projenrc.ts')).toMatchObject({ code: 0, out: '' });
  expect(readFileSync(join(cwd, '.projenrc.ts'), 'utf8')).toBe(command('import', 'compose.yml').out);
});

test('an existing file was not changed', () => {
  writeFileSync(join(cwd, 'there.ts'), 'mine');

  const { code, err } = command('import', 'compose.yml', '-o', 'there.ts');
  expect(code).toBe(2);
  expect(err).toContain('there.ts already exists and was not changed; use another --output');
  expect(readFileSync(join(cwd, 'there.ts'), 'utf8')).toBe('mine');
});

test.each([
  [['import', 'missing.yml'], 'missing.yml does not exist'],
  [['import', '.'], '/'],
  [['import', 'not-yaml.yml'], 'not-yaml.yml cannot be imported: it is not valid YAML'],
  [['import', 'empty.yml'], 'empty.yml cannot be imported: it contains 0 YAML documents; use a file with one'],
  [['import', 'two.yml'], 'two.yml cannot be imported: it contains 2 YAML documents; use a file with one'],
  [['import', 'text.yml'], 'text.yml cannot be imported: it has no services; is it a compose file?'],
  [['import', 'no-services.yml'], 'no-services.yml cannot be imported: it has no services; is it a compose file?'],
  [['import', 'null-service.yml'], 'null-service.yml cannot be imported: line 2: the service "a" is not a map'],
  [['import', 'compose.yml', '-o', 'sub/x.ts'], 'compose.yml is not below'],
  [['import'], 'expected one compose file'],
  [['import', 'compose.yml', 'another.yml'], 'expected one compose file'],
  [['import', 'compose.yml', '--force'], "Unknown option '--force'"],
])('%j ends with 2 and says why', (args, message) => {
  writeFileSync(join(cwd, 'not-yaml.yml'), 'a: [b\nc: d');
  writeFileSync(join(cwd, 'empty.yml'), '');
  writeFileSync(join(cwd, 'two.yml'), 'a: 1\n---\nb: 1\n');
  writeFileSync(join(cwd, 'text.yml'), 'only text');
  writeFileSync(join(cwd, 'no-services.yml'), 'services: {}\n');
  writeFileSync(join(cwd, 'null-service.yml'), 'services:\n  a:\n');
  mkdirSync(join(cwd, 'sub'));

  const { code, out, err } = command(...args);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(`projen-mlflow: ${message}`);
  expect(existsSync(join(cwd, 'sub', 'x.ts'))).toBe(false);
});

test('files that synthesis overwrites, and those that Compose would also read, are reported', () => {
  writeFileSync(join(cwd, '.env.example'), '');
  writeFileSync(join(cwd, 'compose.override.yml'), '');

  expect(command('import', 'compose.yml').err).toBe(
    [
      'compose.yml: synthesis overwrites .env.example; commit the existing file first',
      'compose.yml: synthesis writes compose.yaml, which Compose prefers to compose.yml; remove compose.yml afterwards',
      'compose.yml: Compose merges compose.override.yml into it, which is not imported',
      '',
    ].join('\n'),
  );
});

test('a value in .env may be quoted, empty or followed by a comment', () => {
  writeFileSync(join(cwd, 'compose.yml'), 'services: { a: { image: a, environment: { A: $A, B: $B, C: $C, D: $D } } }');
  writeFileSync(join(cwd, '.env'), 'A=\'x\'\nexport B=""\nC= # nothing\nD: y\n');

  const { out, err } = command('import', 'compose.yml');
  expect(out).toContain(
    "environment: { A: aVariable, B: EnvValue.interpolated('$B'), C: EnvValue.interpolated('$C'), D: d }",
  );
  expect(err).not.toContain('not in .env');
});
