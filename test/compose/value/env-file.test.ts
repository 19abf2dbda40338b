import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogLevel, Project } from 'projen';
import { ComposeApp, EnvVariable } from '../../../src/compose';
import { testProject } from '../../test-project';
import { userOfAll } from '../../user-of-all';

function synthWith(declare: (app: ComposeApp) => void, directory = '.'): Project {
  const project = testProject();
  const app = new ComposeApp(project, 'app', { directory });
  declare(app);
  userOfAll(app);
  project.synth();
  return project;
}

function read(project: Project, path: string): string {
  return readFileSync(join(project.outdir, path), 'utf8');
}

test('.env is made with the default values and random secrets, .env.example with no secret', () => {
  const project = synthWith(app => {
    new EnvVariable(app, 'DATABASE', { description: 'The database.', defaultValue: 'mlflow' });
    new EnvVariable(app, 'PASSWORD', { description: 'Its password.', secret: true });
    new EnvVariable(app, 'BY_HAND');
  });
  const secret = /^PASSWORD=([A-Za-z0-9]{32})$/m.exec(read(project, '.env'))![1];

  expect(read(project, '.env')).toBe(
    [
      '# Made once by projen, yours to change; it holds secrets, so git ignores it.',
      '',
      '# The database.',
      'DATABASE=mlflow',
      '',
      '# Its password.',
      `PASSWORD=${secret}`,
      '',
      'BY_HAND=',
      '',
    ].join('\n'),
  );
  expect(read(project, '.env.example').split('\n').slice(1)).toEqual([
    '# The variables of this app. `npx projen` makes a .env with random secrets where there is none.',
    '# By hand: copy this file to .env and fill in what is empty, in single quotes.',
    '',
    '# The database.',
    'DATABASE=mlflow',
    '',
    '# Its password.',
    'PASSWORD=',
    '',
    'BY_HAND=',
    '',
  ]);
});

test('.env is for its owner alone', () => {
  const project = synthWith(app => new EnvVariable(app, 'A', { secret: true }));
  expect(statSync(join(project.outdir, '.env')).mode % 0o1000).toBe(0o600);
});

test('.env with secrets that others may read is closed to them at the next synthesis, and keeps its text', () => {
  const project = synthWith(app => new EnvVariable(app, 'A', { secret: true }));
  writeFileSync(join(project.outdir, '.env'), 'A=by hand');
  chmodSync(join(project.outdir, '.env'), 0o644);
  project.synth();
  expect(statSync(join(project.outdir, '.env')).mode % 0o1000).toBe(0o600);
  expect(read(project, '.env')).toBe('A=by hand');
});

test('.env is ignored by git and .env.example is not', () => {
  const lines = read(
    synthWith(app => new EnvVariable(app, 'A'), 'deploy'),
    '.gitignore',
  ).split('\n');
  expect(lines).toContain('/deploy/.env');
  expect(lines).toContain('!/deploy/.env.example');
  expect(lines).not.toContain('!/deploy/.env');
});

test('two secrets differ, and so do those of two projects', () => {
  const values = [1, 2].flatMap(() => {
    const project = synthWith(app => ['A', 'B'].forEach(name => new EnvVariable(app, name, { secret: true })));
    return [...read(project, '.env').matchAll(/^[AB]=(.*)$/gm)].map(([, value]) => value);
  });
  expect(new Set(values).size).toBe(4);
});

test('an existing .env is never changed', () => {
  const project = synthWith(app => new EnvVariable(app, 'A', { secret: true }));
  const first = read(project, '.env');
  project.synth();
  expect(read(project, '.env')).toBe(first);

  writeFileSync(join(project.outdir, '.env'), 'A=by hand');
  project.synth();
  expect(read(project, '.env')).toBe('A=by hand');
});

test('an app without variables gets no .env', () => {
  const project = synthWith(() => {});
  expect(existsSync(join(project.outdir, '.env'))).toBe(false);
  expect(existsSync(join(project.outdir, '.env.example'))).toBe(true);
});

test('variables that a .env made earlier lacks are warned of, each by name', () => {
  const warn = jest.spyOn(console, 'error').mockImplementation();
  const project = testProject({ logging: { level: LogLevel.WARN } });
  const app = new ComposeApp(project, 'app', { directory: 'deploy' });
  new EnvVariable(app, 'PRESENT');
  const user = userOfAll(app);
  project.synth();
  expect(warn).not.toHaveBeenCalled();

  writeFileSync(join(project.outdir, 'deploy/.env'), '# COMMENTED=1\nPRESENT=1\n  export EXPORTED = 2\nCOLON: 3\n');
  ['COMMENTED', 'EXPORTED', 'COLON', 'NEW'].forEach(name => user.addEnvironment(name, new EnvVariable(app, name)));
  project.synth();

  expect(warn.mock.calls.flat().map(text => /deploy.*/.exec(text)![0].replace(/\u001b.*/, ''))).toEqual([
    'deploy/.env has no COMMENTED; add it (see deploy/.env.example)',
    'deploy/.env has no NEW; add it (see deploy/.env.example)',
  ]);
  warn.mockRestore();
});

test.each([
  ['plain-1.2_3:/@+', 'plain-1.2_3:/@+'],
  ['two words', '"two words"'],
  ['a#b', '"a#b"'],
  ['$HOME', '"\\$HOME"'],
  ['say "x"', '"say \\"x\\""'],
  ["it's", '"it\'s"'],
  ['back\\slash', '"back\\\\slash"'],
  ['line\nline\r\n', '"line\\nline\\r\\n"'],
  ['', ''],
])('the default value %j is in both files as %s', (value, text) => {
  const project = synthWith(app => new EnvVariable(app, 'A', { defaultValue: value }));
  expect(read(project, '.env').split('\n').at(-2)).toBe(`A=${text}`);
  expect(read(project, '.env.example').split('\n').at(-2)).toBe(`A=${text}`);
});

test('a description of more lines stays a comment', () => {
  const project = synthWith(app => new EnvVariable(app, 'A', { description: 'One.\nB=2' }));
  expect(read(project, '.env')).toMatch(/\n# One\.\n# B=2\nA=\n$/);
});

test('.env is made even where nothing else has made its folder', () => {
  const project = testProject();
  new EnvVariable(new ComposeApp(project, 'app', { directory: 'deploy' }), 'A').ignoreRule(
    'no-unused-variables',
    'nothing else is in the app',
  );
  project.synth();
  expect(existsSync(join(project.outdir, 'deploy/.env'))).toBe(true);
});
