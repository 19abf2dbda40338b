import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as ts from 'typescript';
import { cases, layCase } from './cases';
import { runCommand } from '../../src/cli/run-command';
import { ComposeSource } from '../../src/import/compose-source';
import { Program, ProgramOptions } from '../../src/import/program';

const ROOT = resolve(__dirname, '..', '..');
const home = process.cwd();
let directory: string;

// In a directory of its own below the temporary one, a project without an `outdir` writes there, as it does for a user.
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'import-')));
  process.env.PROJEN_DISABLE_POST = 'true'; // no `npm install`
  process.chdir(directory);
});

afterEach(() => {
  process.chdir(home);
  delete process.env.PROJEN_DISABLE_POST;
  rmSync(directory, { recursive: true });
});

/** What the command writes for a case, to standard output and standard error. */
function importCase(name: string): { code: string; remarks: string } {
  const written = { code: '', remarks: '' };
  const cwd = layCase(name, directory);
  runCommand(['import', 'compose.yml'], {
    cwd,
    out: text => {
      written.code += text;
    },
    err: text => {
      written.remarks += text;
    },
  });
  return written;
}

/** Runs a program in the working directory; the result is the compose file that it writes. */
function synthesize(code: string): string {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  new Function('exports', 'require', outputText)({}, (name: string) => jest.requireActual(name));
  return readFileSync('compose.yaml', 'utf8');
}

function programOf(text: string, options: Partial<ProgramOptions> = {}): { code: string; remarks: string[] } {
  const program = new Program(new ComposeSource(text), {
    fileName: 'compose.yml',
    folderName: 'team',
    directory: '.',
    ...options,
  });
  return { code: program.toTypeScript(), remarks: program.remarks.lines };
}

test.each(cases)('%s becomes constructs as a person would write them', name => {
  const { code, remarks } = importCase(name);

  expect(code).toMatchSnapshot('code');
  expect(remarks).toMatchSnapshot('remarks');
});

test.each(cases)('the constructs for %s synthesize', name => {
  const { code } = importCase(name);
  process.chdir(join(directory, name));

  expect(synthesize(code)).toContain('\nservices:\n');
});

test('the constructs for all cases compile, with nothing unused', () => {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.dev.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  const sources = new Map(cases.map(name => [join(ROOT, 'test', `imported-${name}.ts`), importCase(name).code]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = path => sources.has(path) || fileExists(path);
  host.readFile = path => sources.get(path) ?? readFile(path);
  host.getSourceFile = (path, ...rest) =>
    sources.has(path)
      ? ts.createSourceFile(path, sources.get(path)!, ts.ScriptTarget.ES2022)
      : getSourceFile(path, ...rest);

  const program = ts.createProgram([...sources.keys()], { ...options, noUnusedLocals: true }, host);
  const messages = [...sources.keys()]
    .flatMap(path => program.getSemanticDiagnostics(program.getSourceFile(path)))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  expect(messages).toEqual([]);
}, 60_000);

test('nothing is added that the file does not say: no restart, no loopback address, no times of a healthcheck', () => {
  const { code } = programOf('services: { a: { image: a, ports: ["80:80"], healthcheck: { test: "true" } } }');

  expect(synthesize(code).split('services:\n')[1]).toBe(
    [
      '  a:',
      '    image: "a"',
      '    ports:',
      '      - target: 80',
      '        published: "80"',
      '        protocol: "tcp"',
      '    healthcheck:',
      '      test:',
      '        - "CMD-SHELL"',
      '        - "true"',
      '',
    ].join('\n'),
  );
});

test('the name of the app is that of the folder, as Compose makes it', () => {
  expect(programOf('services: { a: { image: a } }', { folderName: '_My App.2' }).code).toContain(
    "new ComposeApp(project, 'myapp2', { appName: 'myapp2' })",
  );
  expect(programOf('{ name: given, services: { a: { image: a } } }').code).toContain("{ appName: 'given' }");
});

test('a folder below is the directory of the app', () => {
  expect(programOf('services: { a: { image: a } }', { directory: 'deploy/here' }).code).toContain(
    "{ directory: 'deploy/here', appName: 'team' }",
  );
});

test('what is left out is reported by line', () => {
  const { remarks } = programOf(
    [
      'version: "3"', // 1
      '# a comment',
      'services:',
      '  a:', // 4
      '    image: a # another',
      '    memlimit: 5', // 6
      '    build:',
      '      contxt: .', // 8
      '    ports: !reset []',
      '    hostname: "$1"', // 10
    ].join('\n'),
  );

  expect(remarks).toEqual([
    'line 1: Compose ignores `version`; it is left out',
    'line 2: comments are not imported, nor those of lines 5',
    'line 6: the compose specification has no key "memlimit" here; it is left out',
    'line 8: the compose specification has no key "contxt" here; it is left out',
    'line 9: the tag "!reset" controls how files or services are merged; it is left out, so check the result',
    'line 10: Compose refuses "$1" because of its "$"; write a literal one as "$$"',
  ]);
});

test('a variable without a value in .env is reported, since the constructs require one', () => {
  const text = 'services:\n  a:\n    image: a\n    environment:\n      A: ${A}\n      B: ${B:-b}\n      C: ${C}\n';
  const { remarks, code } = programOf(text, {
    dotEnv: new Map([
      ['A', 'x'],
      ['C', ''],
    ]),
  });

  expect(remarks).toEqual([]);
  expect(code).toContain(
    "environment: { A: aVariable, B: EnvValue.interpolated('${B:-b}'), C: EnvValue.interpolated('${C}') }",
  );
  expect(programOf(text).remarks).toEqual([
    'line 5: A is not in .env; Compose would use an empty text; with the constructs it stops and asks for a value',
    'line 7: C is not in .env; Compose would use an empty text; with the constructs it stops and asks for a value',
  ]);
});

test('a reference that depends on whether a variable is set is reported if a new .env would set it', () => {
  const text = 'services: { a: { image: a, hostname: "${A+x}" } }';

  expect(programOf(text).remarks).toEqual([
    'line 1: "${A+…}" asks whether A is set, but synthesis adds it to the new .env; remove it there',
  ]);
  expect(programOf(text, { dotEnv: new Map() }).remarks).toEqual([]);
  expect(programOf(text.replace('+', ':+')).remarks).toEqual([]);
});

test('a default that not all references share is not written into .env', () => {
  expect(programOf('services: { a: { image: "a:${T:-1}", hostname: "${T:-1}" } }').code).toContain(
    "new EnvVariable(app, 'T', { defaultValue: '1' });",
  );
  expect(programOf('services: { a: { image: "a:${T:-1}", hostname: "${T:-2}" } }').code).toContain(
    "new EnvVariable(app, 'T');",
  );
});

test('variables that Compose or the shell sets are not declared', () => {
  const { code, remarks } = programOf(
    'services: { a: { image: a, environment: { H: "${HOME}", P: $COMPOSE_PROJECT_NAME } } }',
  );

  expect(code).toContain(
    "environment: { H: EnvValue.interpolated('${HOME}'), P: EnvValue.interpolated('$COMPOSE_PROJECT_NAME') }",
  );
  expect(code).not.toContain('EnvVariable');
  expect(remarks).toEqual([]);
});

test('services that wait for each other in a dependency cycle are written nevertheless; synthesis reports the cycle', () => {
  const { code } = programOf('services: { a: { image: a, depends_on: [b] }, b: { image: b, depends_on: [a] } }');

  expect(() => synthesize(code)).toThrow('services wait for each other in a dependency cycle');
});
