import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..');
const ENTRY = join(ROOT, 'src', 'index.ts');

const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.dev.json'), ts.sys.readFile);
const program = ts.createProgram([ENTRY], ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT).options);
const checker = program.getTypeChecker();
const exported = exportsOf(checker.getSymbolAtLocation(program.getSourceFile(ENTRY)!)!);

/** What a module exports, and what the submodules among that export. */
function exportsOf(module: ts.Symbol): ts.Symbol[] {
  /* eslint-disable no-bitwise */
  return checker
    .getExportsOfModule(module)
    .map(symbol => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .flatMap(symbol => (symbol.flags & ts.SymbolFlags.ValueModule ? exportsOf(symbol) : [symbol]));
}

/** The classes, interfaces and enums that the package exports. */
const types = exported.filter(symbol =>
  symbol.declarations?.some(
    declaration =>
      ts.isClassDeclaration(declaration) || ts.isInterfaceDeclaration(declaration) || ts.isEnumDeclaration(declaration),
  ),
);

function has(declaration: ts.Declaration, modifier: ts.SyntaxKind): boolean {
  return ts.getModifiers(declaration as ts.HasModifiers)?.some(({ kind }) => kind === modifier) ?? false;
}

interface Member {
  readonly name: string;
  readonly symbol: ts.Symbol;
  readonly declaration: ts.Declaration;
}

/** The public and protected members that a type declares itself. */
function membersOf(type: ts.Symbol): Member[] {
  return [...(type.members ?? []), ...(type.exports ?? [])]
    .filter(([, symbol]) => symbol.declarations && symbol.name !== '__constructor' && symbol.name !== 'prototype')
    .map(([, symbol]) => ({ name: `${type.name}.${symbol.name}`, symbol, declaration: symbol.declarations![0] }))
    .filter(({ declaration }) => !has(declaration, ts.SyntaxKind.PrivateKeyword));
}

/** jsii's structs: interfaces whose names do not begin with an `I` of their own. */
const structProps = types
  .filter(type => ts.isInterfaceDeclaration(type.declarations![0]) && !/^I[A-Z]/.test(type.name))
  .flatMap(membersOf);

function textOf(symbol: ts.Symbol): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();
}

test('the package exports what its index names', () => {
  expect(types.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'ComposeApp',
      'Service',
      'MlflowStack',
      'MlflowService',
      'MysqlService',
      'MinioService',
      'BucketInit',
      'ComposeTemplate',
      'IBackendStore',
      'IArtifactStore',
      'IComposeRule',
      'EnvValue',
      'DependencyCondition',
      'ServiceSpec',
    ]),
  );
  expect(structProps.length).toBeGreaterThan(60);
});

test('nothing is exported but classes, interfaces and enums, which all languages know; the rest is marked internal', () => {
  const others = exported.filter(
    symbol => !types.includes(symbol) && !symbol.getJsDocTags().some(({ name }) => name === 'internal'),
  );
  expect(others.map(({ name }) => name)).toEqual([]);
});

test('loading the package loads no YAML library, which only an app with other compose files needs', () => {
  let loaded = false;
  jest.isolateModules(() => {
    jest.doMock('yaml', () => {
      loaded = true;
      return jest.requireActual('yaml');
    });
    jest.requireActual('../src');
  });
  jest.dontMock('yaml');

  expect(loaded).toBe(false);
});

test('each exported type has a doc comment', () => {
  expect(types.filter(type => textOf(type) === '').map(({ name }) => name)).toEqual([]);
});

test('each public and protected member has a doc comment, its own or an inherited one', () => {
  expect(
    types
      .flatMap(membersOf)
      .filter(({ symbol }) => textOf(symbol) === '')
      .map(({ name }) => name),
  ).toEqual([]);
});

test('each optional prop of a struct says what its default is', () => {
  const optional = structProps.filter(({ declaration }) => (declaration as ts.PropertySignature).questionToken);
  const undocumented = optional.filter(({ symbol }) => {
    const tag = symbol.getJsDocTags(checker).find(({ name }) => name === 'default');
    return !tag || /^(-?\s*(undefined)?)$/.test(ts.displayPartsToString(tag.text).trim());
  });
  expect(undocumented.map(({ name }) => name)).toEqual([]);
});

test('no required prop of a struct has a default', () => {
  const required = structProps.filter(({ declaration }) => !(declaration as ts.PropertySignature).questionToken);
  expect(
    required
      .filter(({ symbol }) => symbol.getJsDocTags(checker).some(({ name }) => name === 'default'))
      .map(({ name }) => name),
  ).toEqual([]);
});

test('the props of structs are read-only', () => {
  const writable = structProps.filter(({ declaration }) => !has(declaration, ts.SyntaxKind.ReadonlyKeyword));
  expect(writable.map(({ name }) => name)).toEqual([]);
});

test('the public fields of classes are read-only', () => {
  const fields = types.flatMap(membersOf).filter(({ declaration }) => ts.isPropertyDeclaration(declaration));
  const writable = fields.filter(({ declaration }) => !has(declaration, ts.SyntaxKind.ReadonlyKeyword));
  expect(writable.map(({ name }) => name)).toEqual([]);
});

test('each hook is protected', () => {
  const hooks = types.flatMap(membersOf).filter(({ symbol }) => symbol.name.startsWith('render'));
  expect(hooks.length).toBeGreaterThan(15);
  expect(
    hooks.filter(({ declaration }) => !has(declaration, ts.SyntaxKind.ProtectedKeyword)).map(({ name }) => name),
  ).toEqual([]);
});

describe('API reference', () => {
  const index = readFileSync(join(ROOT, 'API.md'), 'utf8');

  /** The page of a type; those of the Compose specification have a folder of their own. */
  function pageOf(type: ts.Symbol): string {
    const ofSpec = type.declarations![0].getSourceFile().fileName.includes('/compose/spec/');
    return `docs/api/${ofSpec ? 'spec/' : ''}${type.name}.md`;
  }

  test('the index links the page of each type and is small enough for code hosts to render', () => {
    const linked = types.map(pageOf).filter(page => !page.startsWith('docs/api/spec/'));
    expect(linked.filter(page => !index.includes(`](${page})`))).toEqual([]);
    expect(index).toContain('](docs/api/spec/README.md)');
    expect(statSync(join(ROOT, 'API.md')).size).toBeLessThan(60_000);
  });

  test('each type has a page, and each page a type', () => {
    const pages = readdirSync(join(ROOT, 'docs/api'), { recursive: true, encoding: 'utf8' }).filter(name =>
      name.endsWith('.md'),
    );
    expect(pages.map(name => `docs/api/${name}`).sort()).toEqual(
      [...types.map(pageOf), 'docs/api/spec/README.md'].sort(),
    );
  });

  test('a page names all public members and protected hooks that its type declares; `npx projen api-docs` writes them', () => {
    const missing = types.flatMap(type => {
      const page = readFileSync(join(ROOT, pageOf(type)), 'utf8').replaceAll('\\_', '_');
      return membersOf(type)
        .filter(({ symbol }) => !symbol.getJsDocTags().some(({ name }) => name === 'internal'))
        .filter(
          ({ symbol }) =>
            !new RegExp(`^(#+ ${symbol.name}(\\?|\\(\\))?$|\\|.* \`${symbol.name}\` \\|)`, 'm').test(page),
        );
    });
    expect(missing.map(({ name }) => name)).toEqual([]);
  });
});
