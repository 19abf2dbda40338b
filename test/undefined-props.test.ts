import { join } from 'node:path';
import { Testing } from 'projen';
import * as ts from 'typescript';
import { apart, constructs, Given, Make, service } from './all-constructs';
import { testProject } from './test-project';
import { userOfAll } from './user-of-all';
import * as library from '../src';

// A prop that is `undefined` counts as absent, in each struct of each exported construct. The props are read from the
// sources.

const ROOT = join(__dirname, '..');
const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.dev.json'), ts.sys.readFile);
const program = ts.createProgram(
  [join(ROOT, 'src', 'index.ts')],
  ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT).options,
);
const checker = program.getTypeChecker();
const exported = checker.getExportsOfModule(
  checker.getSymbolAtLocation(program.getSourceFile(join(ROOT, 'src', 'index.ts'))!)!,
);

interface Prop {
  readonly name: string;
  readonly optional: boolean;
  readonly struct?: ts.Type;
}

/** The props of a struct of ours. Those of the compose specification have no code. */
function propsOf(struct: ts.Type): Prop[] {
  return struct.getProperties().map(symbol => ({
    name: symbol.name,
    optional: (symbol.flags & ts.SymbolFlags.Optional) !== 0, // eslint-disable-line no-bitwise
    struct: structOf(checker.getTypeOfSymbol(symbol)),
  }));
}

function structOf(type: ts.Type): ts.Type | undefined {
  const struct = checker.getNonNullableType(type);
  const declaration = struct.getSymbol()?.declarations?.[0];
  const own =
    declaration &&
    ts.isInterfaceDeclaration(declaration) &&
    declaration.getSourceFile().fileName.startsWith(join(ROOT, 'src')) &&
    !declaration.getSourceFile().fileName.includes('/spec/') &&
    !/^I[A-Z]/.test(declaration.name.text);
  return own ? struct : undefined;
}

/** All optional props as `undefined`, beside what is given; so in the structs that are given, too. */
function withUndefined(struct: ts.Type, given: Given): Given {
  return Object.fromEntries(
    propsOf(struct).map(prop => [
      prop.name,
      prop.struct && given[prop.name] ? withUndefined(prop.struct, given[prop.name]) : given[prop.name],
    ]),
  );
}

/** An empty struct for each prop that may have one, beside what is given. */
function withEmptyStructs(struct: ts.Type, given: Given): Given {
  const empty = propsOf(struct).filter(prop => prop.struct && propsOf(prop.struct).every(({ optional }) => optional));
  return { ...Object.fromEntries(empty.map(({ name }) => [name, {}])), ...given };
}

function isAbstract(symbol: ts.Symbol): boolean {
  const declaration = symbol.declarations![0] as ts.ClassDeclaration;
  return declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) ?? false;
}

/** The exported constructs that can be made, with their structs. */
const structs = new Map(
  exported.flatMap(symbol => {
    const [scope, , props] =
      typeof (library as any)[symbol.name] === 'function'
        ? (checker
            .getTypeOfSymbolAtLocation(symbol, symbol.declarations![0])
            .getConstructSignatures()[0]
            ?.getParameters() ?? [])
        : [];
    const struct = props && structOf(checker.getTypeOfSymbol(props));
    return scope?.name === 'scope' && struct && !isAbstract(symbol) ? [[symbol.name, struct] as const] : [];
  }),
);

/** All files of an app but secrets, whose values are random. */
function filesOf(fill: (project: ReturnType<typeof testProject>) => unknown): Given {
  const project = testProject();
  fill(project);
  return Object.fromEntries(Object.entries(Testing.synth(project)).filter(([path]) => !path.includes('secrets/')));
}

const inApp = (name: string, props: Given) =>
  filesOf(project => {
    const app = new library.ComposeApp(project, 'app');
    constructs[name](app, props);
    userOfAll(app);
  });

test('each exported construct is here', () => {
  expect([...Object.keys(constructs), ...apart].sort()).toEqual([...structs.keys()].sort());
});

test.each(Object.keys(constructs))('undefined changes nothing: %s', name => {
  const struct = structs.get(name)!;
  const all = withUndefined(struct, {});
  const optional = Object.fromEntries(
    propsOf(struct)
      .filter(prop => prop.optional)
      .map(prop => [prop.name, all[prop.name]]),
  );
  expect(inApp(name, optional)).toEqual(inApp(name, {}));
});

test.each(Object.keys(constructs).filter(name => Object.keys(withEmptyStructs(structs.get(name)!, {})).length > 0))(
  'undefined in a struct changes nothing: %s',
  name => {
    const struct = structs.get(name)!;
    const empty = withEmptyStructs(struct, {});
    const inside = Object.fromEntries(
      propsOf(struct)
        .filter(prop => prop.name in empty)
        .map(prop => [prop.name, withUndefined(prop.struct!, {})]),
    );
    expect(inApp(name, inside)).toEqual(inApp(name, empty));
  },
);

const stacks: [string, library.MlflowStackProps][] = [
  ['nothing', {}],
  ['empty structs', { buckets: {}, s3: {}, migrate: {}, server: {} }],
  ['a login', { auth: library.MlflowAuth.basic(), server: {}, s3: {} }],
  ['a proxy', { proxy: { host: 'mlflow.example.com' }, server: {}, s3: {}, buckets: {} }],
  [
    'pools and a login',
    {
      auth: library.MlflowAuth.basic(),
      server: { databasePool: { size: 3 }, workers: 2 },
      migrate: { diskLimit: '50g' },
    },
  ],
];

test.each(stacks)('undefined changes nothing: MlflowStack with %s', (_, props) => {
  const files = (given: library.MlflowStackProps) =>
    filesOf(project => new library.MlflowStack(project, 'mlflow', given));
  expect(files(withUndefined(structs.get('MlflowStack')!, props))).toEqual(files(props));
});

/** Structs that are given to methods, each with what it must have. */
const options: [string, string, Given, Make][] = [
  [
    'Mount.bind',
    'BindOptions',
    {},
    (app, given) => service(app, { mounts: [library.Mount.bind('/srv', '/srv', given)] }),
  ],
  [
    'Mount.volume',
    'MountOptions',
    {},
    (app, given) => service(app, { mounts: [library.Mount.volume(new library.Volume(app, 'data'), '/data', given)] }),
  ],
  [
    'Service.addPort',
    'PortMapping',
    { target: 80 },
    (app, given) => service(app, {}).addPort(given as library.PortMapping),
  ],
  [
    'Healthcheck.shell',
    'HealthcheckOptions',
    {},
    (app, given) => service(app, { healthcheck: library.Healthcheck.shell('true', given) }),
  ],
  [
    'Healthcheck.command',
    'HealthcheckOptions',
    {},
    (app, given) => service(app, { healthcheck: library.Healthcheck.command(['true'], given) }),
  ],
  [
    'MlflowAuth.basic',
    'BasicAuthOptions',
    {},
    (app, given) => new library.MlflowService(app, 'x', { auth: library.MlflowAuth.basic(given) }),
  ],
  [
    'ArtifactTransfer.direct',
    'DirectTransferOptions',
    { publicEndpoint: 'https://s3.example.com' },
    (app, given) =>
      new library.MlflowService(app, 'x', {
        artifactStore: new library.BucketInit(app, 'buckets', { server: new library.MinioService(app, 's3') }),
        artifactTransfer: library.ArtifactTransfer.direct(given),
      }),
  ],
  ['Hardened', 'HardenedProps', {}, (app, given) => service(app, {}).with(new library.Hardened(given))],
  [
    'ResourceLimits',
    'ResourceLimitsProps',
    { memory: '1g' },
    (app, given) => service(app, {}).with(new library.ResourceLimits(given as library.ResourceLimitsProps)),
  ],
];

test.each(options)('undefined changes nothing: %s', (_, type, given, make) => {
  const struct = checker.getDeclaredTypeOfSymbol(exported.find(({ name }) => name === type)!);
  const files = (props: Given) =>
    filesOf(project => {
      const app = new library.ComposeApp(project, 'app');
      make(app, props);
      userOfAll(app);
    });
  expect(files(withUndefined(struct, given))).toEqual(files(given));
});
