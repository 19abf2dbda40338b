import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import * as ts from 'typescript';
import { ComposeApp, Config, ContainerImage, Dockerfile, Network, Secret, Service, Volume } from '../../src/compose';
import { memberName } from '../../src/compose/spec-definition';
import { COMPOSE_SPEC, SpecKeys } from '../../src/compose/spec/keys';
import { testProject } from '../test-project';

/** Older forms that the types leave out in favour of a flag. */
const LEFT_OUT = ['external.name'];
/** Keys of the file that are no member of `AppSpec`: their entries are constructs, and `name` is `appName`. */
const NOT_OF_THE_APP = ['version', 'name', 'services', 'networks', 'volumes', 'secrets', 'configs'];

const STRUCTS = join(__dirname, '..', '..', 'src', 'compose', 'spec', 'structs.ts');
const program = ts.createProgram([STRUCTS], { strict: true, target: ts.ScriptTarget.ES2022 });
const checker = program.getTypeChecker();
const structs = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(STRUCTS)!)!);

/** A value of a struct in which each member is set: what a user could write, as the compiler sees it. */
function sampleOf(structName: string): any {
  return sample(checker.getDeclaredTypeOfSymbol(structs.find(({ name }) => name === structName)!), structName);
}

function sample(declared: ts.Type, name: string): any {
  const type = checker.getNonNullableType(declared);
  const entry = type.getStringIndexType();
  if (checker.isArrayType(type)) {
    return [sample(checker.getTypeArguments(type as ts.TypeReference)[0], name)];
  }
  if (entry) {
    return { [name === 'extensions' ? 'x-sample' : 'sample']: sample(entry, name) };
  }
  if (type.isUnion() && type.types[0].isStringLiteral()) {
    return type.types[0].value;
  }
  if (type.flags & ts.TypeFlags.StringLike) { // eslint-disable-line no-bitwise
    return `a ${name}`;
  }
  if (type.flags & ts.TypeFlags.NumberLike) { // eslint-disable-line no-bitwise
    return 7;
  }
  if (type.flags & (ts.TypeFlags.BooleanLike | ts.TypeFlags.Any)) { // eslint-disable-line no-bitwise
    return true;
  }
  return Object.fromEntries(type.getProperties().map(member => [member.name, sample(checker.getTypeOfSymbol(member), member.name)]));
}

/** The paths of all keys that the specification has at a place. */
function pathsOf(spec: SpecKeys): string[][] {
  return [
    ...Object.entries(spec.keys ?? {}).flatMap(([key, below]) => [[key], ...pathsOf(below).map(path => [key, ...path])]),
    // The types have the map where the schema allows a list as well.
    ...(spec.map ? pathsOf(spec.map).map(path => ['sample', ...path]) : []),
    ...(spec.items && !spec.map ? pathsOf(spec.items).map(path => ['0', ...path]) : []),
  ];
}

/** What the specification has at a place, and a definition lacks. */
function missing(spec: SpecKeys, definition: any): string[] {
  return pathsOf(spec)
    .filter(path => path.reduce((node, key) => node?.[key], definition) === undefined)
    .map(path => path.join('.'))
    .filter(path => !LEFT_OUT.includes(path));
}

const section = (name: string) => COMPOSE_SPEC.keys![name].map!;
const image = ContainerImage.fromRegistry('alpine');

/** One construct of each kind, with all that its struct has. */
function fullApp(): ComposeApp {
  const app = new ComposeApp(testProject(), 'app', { spec: sampleOf('AppSpec') });
  new Service(app, 'web', { image, spec: sampleOf('ServiceSpec') });
  new Network(app, 'net', { spec: sampleOf('NetworkSpec') });
  new Volume(app, 'data', { spec: sampleOf('VolumeSpec') });
  return app;
}

test.each([
  ['services', 'ServiceSpec', Service], ['networks', 'NetworkSpec', Network], ['volumes', 'VolumeSpec', Volume], ['secrets', 'SecretSpec', Secret],
  ['configs', 'ConfigSpec', Config],
])('each key of %s, at any depth, has a member and comes out at its place', (name, structName, construct: any) => {
  const app = new ComposeApp(testProject(), 'app');
  const element = new construct(app, 'it', { image, spec: sampleOf(structName) });

  expect(missing(section(name), element.toDefinition())).toEqual([]);
  expect(element.toDefinition()['x-sample']).toBe(true);
});

test('each key of the file that is not made of constructs has a member and comes out at its place', () => {
  class OpenApp extends ComposeApp {
    public rendered = () => this.renderFile({});
  }
  const app = new OpenApp(testProject(), 'app', { spec: sampleOf('AppSpec') });
  const keys = Object.entries(COMPOSE_SPEC.keys!).filter(([key]) => !NOT_OF_THE_APP.includes(key));

  expect(keys.map(([key]) => key)).toEqual(expect.arrayContaining(['include', 'jobs', 'models']));
  expect(missing({ keys: Object.fromEntries(keys) }, app.rendered())).toEqual([]);
});

test('each key of `build` is an option of a built image', () => {
  const app = new ComposeApp(testProject(), 'app');
  const dockerfile = new Dockerfile(app, 'image');
  const web = new Service(app, 'web', { image: ContainerImage.fromDockerfile(dockerfile, { spec: sampleOf('BuildSpec') }) });

  expect(missing(section('services').keys!.build, web.toDefinition().build)).toEqual([]);
});

test('the specification has what the types were made for', () => {
  const paths = pathsOf(section('services')).map(path => path.join('.'));

  expect(paths.length).toBeGreaterThan(300);
  expect(paths).toEqual(expect.arrayContaining([
    'build.cache_from', 'deploy.resources.limits.memory', 'develop.watch.0.action', 'healthcheck.start_interval', 'logging.driver', 'models.sample.model_var',
    'provider.options', 'pre_start.0.command', 'post_start.0.user', 'ports.0.app_protocol', 'volumes.0.bind.selinux', 'networks.sample.gw_priority',
  ]));
  expect(memberName('build')).toBe('imageBuild');
});

test('what the types allow is what the schema of dclint, an older one, allows', () => {
  const schema = JSON.parse(readFileSync(require.resolve('dclint').replace(/dclint[\\/].*/, 'dclint/schemas/compose.schema.json'), 'utf8'));
  delete schema.$schema;
  const ajv = new Ajv({ allErrors: true, schemaId: 'auto' });
  ajv.validate(schema, fullApp().toDefinition());
  console.log(ajv.errors);
});
