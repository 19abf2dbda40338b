import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import * as ts from 'typescript';

const ROOT = resolve(__dirname, '..');

const pages = [
  'README.md',
  ...['docs', 'docs/guides'].flatMap(folder =>
    readdirSync(join(ROOT, folder))
      .filter(name => name.endsWith('.md'))
      .sort()
      .map(name => join(folder, name)),
  ),
];
const examples = pages.flatMap(examplesOf);

/** A block of code, or several of which each continues the one before it. */
interface Example {
  /** The page and the line of the first block's fence. */
  readonly place: string;
  readonly language: 'ts' | 'js';
  readonly code: string;
}

/** The `ts` and `js` blocks of a page. A block below the comment `continues` belongs to the one before it. */
function examplesOf(page: string): Example[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const found: Example[] = [];
  for (const match of text.matchAll(/^(<!-- continues -->\n)?```(ts|js)\n(.*?)^```$/gms)) {
    const [, continues, language, code] = match;
    const before = continues && found.pop();
    const place = before ? before.place : `${page}:${text.slice(0, match.index).split('\n').length}`;
    found.push({ place, language: language as Example['language'], code: (before ? before.code : '') + code });
  }
  return found;
}

/** What the compiler says of all examples, by place; one program, since that compiles the library once. */
function typeErrors(): { [place: string]: string[] } {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.dev.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  const sources = new Map(
    examples
      .filter(({ language }) => language === 'ts')
      .map(({ place, code }, index) => [join(ROOT, 'docs', `example-${index}.ts`), { place, code }]),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = path => sources.has(path) || fileExists(path);
  host.readFile = path => sources.get(path)?.code ?? readFile(path);
  host.getSourceFile = (path, ...rest) =>
    sources.has(path)
      ? ts.createSourceFile(path, `${sources.get(path)!.code}\nexport {};`, ts.ScriptTarget.ES2022)
      : getSourceFile(path, ...rest);

  const program = ts.createProgram([...sources.keys()], { ...options, noUnusedLocals: false }, host);
  return Object.fromEntries(
    [...sources].map(([path, { place }]) => {
      const source = program.getSourceFile(path)!;
      const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return [place, diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))];
    }),
  );
}

/** The text of a page without its blocks of code. */
function textOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8').replace(/^```.*?^```$/gms, '');
}

/** The headings of a page, as GitHub writes them in links. */
function headingsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** Runs an example in the working directory; its tests run at once, and its snapshots are not kept. */
function run({ code }: Example): void {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const modules: { [name: string]: () => unknown } = {
    'node:fs': () => jest.requireActual('node:fs'),
    projen: () => jest.requireActual('projen'),
    constructs: () => jest.requireActual('constructs'),
    'projen-mlflow': () => jest.requireActual('projen-mlflow'),
  };
  const scope = {
    exports: {},
    require: (name: string) => modules[name](),
    test: (_: string, body: () => void) => runWhereComposeIs(body),
    expect: (value: unknown) => ({ ...expect(value), toMatchSnapshot: () => undefined }),
  };
  new Function(...Object.keys(scope), outputText)(...Object.values(scope));
}

/** Runs a test of an example, up to where it asks for Docker Compose on a machine without it. */
function runWhereComposeIs(body: () => void): void {
  try {
    body();
  } catch (error) {
    if (!(error as Error).message.startsWith('resolved() asks Docker Compose, which is not installed here')) {
      throw error;
    }
  }
}

describe('the code in the docs', () => {
  const home = process.cwd();
  let directory: string;
  let errors: { [place: string]: string[] };

  beforeAll(() => {
    errors = typeErrors();
    process.env.PROJEN_DISABLE_POST = 'true'; // no `npm install`
  }, 60_000);

  afterAll(() => {
    delete process.env.PROJEN_DISABLE_POST;
  });

  // In a directory of its own below the temporary one, a project without an `outdir` writes there, as it does for a
  // user.
  beforeEach(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), 'docs-')));
    process.chdir(directory);
  });

  afterEach(() => {
    process.chdir(home);
    rmSync(directory, { recursive: true });
  });

  test.each(examples.map(example => [example.place, example] as const))(
    '%s compiles and synthesizes',
    (place, example) => {
      expect(errors[place] ?? []).toEqual([]);
      expect(example.code).toMatch(/\bproject\.synth\(\)|(Template\.fromApp|StoreContract\.verify)\(/);
      run(example);
    },
  );
});

test.each(pages)('%s has only blocks of code whose language is named', page => {
  const fences = readFileSync(join(ROOT, page), 'utf8')
    .split('\n')
    .filter(line => line.startsWith('```'));

  expect(fences.filter((_, index) => index % 2 === 0)).not.toContain('```');
  expect(new Set(fences.filter((_, index) => index % 2 === 1))).toEqual(
    fences.length > 0 ? new Set(['```']) : new Set(),
  );
});

test.each([...pages, 'API.md', 'SECURITY.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'bench/README.md'])(
  '%s links to files and headings that exist',
  page => {
    const targets = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target)
      .filter(target => !/^[a-z]+:/.test(target));

    const broken = targets.filter(target => {
      const [path, heading] = target.split('#');
      const file = path ? join(dirname(page), path) : page;
      return !existsSync(join(ROOT, file)) || (heading && !headingsOf(file).includes(heading));
    });
    expect(broken).toEqual([]);
  },
);

test.each([...pages, 'SECURITY.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'bench/README.md'])(
  '%s wraps its prose at 120 columns',
  page => {
    const prose = textOf(page)
      .split('\n')
      .filter(line => !line.trimStart().startsWith('|'));

    expect(prose.filter(line => line.length > 120)).toEqual([]);
  },
);

test('each page of docs is in its index', () => {
  const index = readFileSync(join(ROOT, 'docs', 'README.md'), 'utf8');

  expect(
    pages
      .filter(page => page.startsWith('docs') && !page.endsWith('README.md'))
      .filter(page => !index.includes(`](${relative('docs', page)})`)),
  ).toEqual([]);
});
