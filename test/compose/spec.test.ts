import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Ajv from 'ajv';
import * as ts from 'typescript';
import {
  ComposeApp,
  Config,
  ContainerImage,
  Dockerfile,
  Duration,
  EnvValue,
  HardenedService,
  Healthcheck,
  Mount,
  Network,
  Secret,
  Service,
  Volume,
} from '../../src/compose';
import { memberName } from '../../src/compose/element/spec-definition';
import { MountType } from '../../src/compose/spec';
import { COMPOSE_SPEC, SpecKeys } from '../../src/compose/spec/keys';
import { testProject } from '../test-project';
import { userOfAll } from '../user-of-all';

/** Older forms that the types leave out in favour of a flag. */
const LEFT_OUT = ['external.name'];
/** Keys of the file that are no member of `AppSpec`: their entries are constructs, and `name` is `appName`. */
const NOT_OF_THE_APP = ['version', 'name', 'services', 'networks', 'volumes', 'secrets', 'configs'];

/** The schema without the address of its own schema, which this ajv does not know. */
const { $schema, ...DCLINT_SCHEMA } = JSON.parse(
  readFileSync(join(dirname(require.resolve('dclint/package.json')), 'schemas', 'compose.schema.json'), 'utf8'),
);
const NEWER_THAN_DCLINT = [
  'umask',
  'pre_start',
  'initial_sync',
  'no_cache_filter',
  'provenance',
  'sbom',
  'use_service_name_alias',
];

/** Texts that must have a form of their own. */
const TEXTS: { [member: string]: string } = { pullPolicy: 'always', selinux: 'z' };

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
  // eslint-disable-next-line no-bitwise
  if (type.flags & ts.TypeFlags.StringLike) {
    return TEXTS[name] ?? `a ${name}`;
  }
  // eslint-disable-next-line no-bitwise
  if (type.flags & ts.TypeFlags.NumberLike) {
    return 7;
  }
  // eslint-disable-next-line no-bitwise
  if (type.flags & (ts.TypeFlags.BooleanLike | ts.TypeFlags.Any)) {
    return true;
  }
  return Object.fromEntries(
    type.getProperties().map(member => [member.name, sample(checker.getTypeOfSymbol(member), member.name)]),
  );
}

/** The paths of all keys that the specification has at a place. */
function pathsOf(spec: SpecKeys): string[][] {
  return [
    ...Object.entries(spec.keys ?? {}).flatMap(([key, below]) => [
      [key],
      ...pathsOf(below).map(path => [key, ...path]),
    ]),
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

test.each([
  ['services', 'ServiceSpec', Service],
  ['networks', 'NetworkSpec', Network],
  ['volumes', 'VolumeSpec', Volume],
  ['secrets', 'SecretSpec', Secret],
  ['configs', 'ConfigSpec', Config],
])('each key of %s, at any depth, has a member and comes out at its place', (name, structName, construct: any) => {
  const app = new ComposeApp(testProject(), 'app');
  const element = new construct(app, 'it', { ...(construct === Service && { image }), spec: sampleOf(structName) });

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
  const web = new Service(app, 'web', {
    image: ContainerImage.fromDockerfile(dockerfile, { spec: sampleOf('BuildSpec') }),
  });

  expect(missing(section('services').keys!.build, web.toDefinition().build)).toEqual([]);
});

test('the specification has what the types were made for', () => {
  const paths = pathsOf(section('services')).map(path => path.join('.'));

  expect(paths.length).toBeGreaterThan(300);
  expect(paths).toEqual(
    expect.arrayContaining([
      'build.cache_from',
      'deploy.resources.limits.memory',
      'develop.watch.0.action',
      'healthcheck.start_interval',
      'logging.driver',
      'models.sample.model_var',
      'provider.options',
      'pre_start.0.command',
      'post_start.0.user',
      'ports.0.app_protocol',
      'volumes.0.bind.selinux',
      'networks.sample.gw_priority',
    ]),
  );
  expect(memberName('build')).toBe('imageBuild');
});

test('the schema of dclint allows what the types allow, except newer keys', () => {
  const app = new ComposeApp(testProject(), 'app');
  const definition = {
    services: { web: new Service(app, 'web', { image, spec: sampleOf('ServiceSpec') }).toDefinition() },
    networks: { net: new Network(app, 'net', { spec: sampleOf('NetworkSpec') }).toDefinition() },
    volumes: { data: new Volume(app, 'data', { spec: sampleOf('VolumeSpec') }).toDefinition() },
    configs: { text: new Config(app, 'text', { spec: sampleOf('ConfigSpec') }).toDefinition() },
    secrets: { password: new Secret(app, 'password', { spec: sampleOf('SecretSpec') }).toDefinition() },
  };
  const older = JSON.parse(JSON.stringify(definition), (key, value) =>
    NEWER_THAN_DCLINT.includes(key) ? undefined : value,
  );
  const ajv = new Ajv({ allErrors: true });

  expect(ajv.validate(DCLINT_SCHEMA, older) || ajv.errors).toBe(true);
  expect(Object.keys(older.services.web).length).toBeGreaterThan(85);
});

/** The paths of all keys that a schema allows, in whichever of its forms; `*` is any name, `[]` an entry of a list. */
function pathsInSchema(root: any, schema: any = root): string[] {
  if (schema.$ref) {
    return pathsInSchema(
      root,
      schema.$ref
        .replace('#/', '')
        .split('/')
        .reduce((node: any, key: string) => node[key], root),
    );
  }
  const below = (name: string, part: any) => pathsInSchema(root, part).map(path => `${name} ${path}`);
  return [
    ...['oneOf', 'anyOf', 'allOf'].flatMap(form => schema[form] ?? []).flatMap(part => pathsInSchema(root, part)),
    ...Object.entries(schema.properties ?? {}).flatMap(([key, part]) => [key, ...below(key, part)]),
    ...Object.entries(schema.patternProperties ?? {})
      .filter(([pattern]) => pattern !== '^x-')
      .flatMap(([, part]) => below('*', part)),
    ...(typeof schema.additionalProperties === 'object' ? below('*', schema.additionalProperties) : []),
    ...(schema.items ? below('[]', schema.items) : []),
  ];
}

test('each key of the schema that dclint has, at any depth, is known', () => {
  const paths = [...new Set(pathsInSchema(DCLINT_SCHEMA))];
  const find = (path: string) =>
    path
      .split(' ')
      .reduce<SpecKeys | undefined>(
        (node, key) => (key === '*' ? node?.map : key === '[]' ? node?.items : node?.keys?.[key]),
        COMPOSE_SPEC,
      );

  expect(paths.length).toBeGreaterThan(300);
  expect(paths.filter(path => !find(path))).toEqual([]);
});

test('spec is merged with the props, and overrides them', () => {
  const app = new ComposeApp(testProject(), 'app');
  const [front, back] = [new Network(app, 'front'), new Network(app, 'back')];
  const web = new Service(app, 'web', {
    image,
    command: ['serve', '--all'],
    environment: { A: EnvValue.of('1'), B: EnvValue.of('2') },
    labels: { a: '1', b: '2' },
    networks: [front, back],
    ports: [{ target: 80, published: 8080 }, { target: 443 }],
    mounts: [Mount.volume(new Volume(app, 'data'), '/data')],
    healthcheck: Healthcheck.command(['check'], { interval: Duration.seconds(3) }),
    spec: {
      command: ['serve'],
      environment: { B: '$3', C: '4' },
      labels: { b: '3' },
      networks: { back: { aliases: ['site'] } },
      ports: [{ target: 80, published: '8080-8090', appProtocol: 'http' }],
      volumes: [{ type: MountType.IMAGE, source: 'team/data', target: '/more' }],
      healthcheck: { interval: '1m', retries: 2 },
      cpuCount: 2,
      memLimit: '1g',
    },
  });
  const definition = app.toDefinition().services.web;

  expect(definition).toMatchObject({
    image: 'alpine',
    command: ['serve'],
    environment: { A: '1', B: '$$3', C: '4' },
    labels: { a: '1', b: '3' },
    networks: { front: {}, back: { aliases: ['site'] } },
    ports: [{ target: 443 }, { target: 80, published: '8080-8090', app_protocol: 'http' }],
    volumes: [
      { type: 'volume', source: 'data', target: '/data' },
      { type: 'image', source: 'team/data', target: '/more' },
    ],
    healthcheck: { test: ['CMD', 'check'], interval: '1m', retries: 2, timeout: '5s' },
    cpu_count: 2,
    mem_limit: '1g',
  });
  expect(Object.keys(definition).at(-1)).toBe('mem_limit');
  expect(web.toDefinition()).toEqual(web.toDefinition());
});

test('spec overrides the hook of a single key, renderDefinition over spec, an override over both', () => {
  class Team extends Service {
    private readonly words = ['hook'];
    protected renderCommand() {
      return this.words;
    }
    protected renderDefinition() {
      return { ...super.renderDefinition(), hostname: 'hook', domainname: 'hook' };
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  const web = new Team(app, 'web', { image, spec: { command: ['spec'], hostname: 'spec', domainname: 'spec' } });
  web.addOverride('domainname', 'override');

  expect(app.toDefinition().services.web).toMatchObject({
    command: ['spec'],
    hostname: 'hook',
    domainname: 'override',
  });
});

test('dependants wait for the health of a service whose healthcheck is in spec, and not for one that is turned off there', () => {
  const app = new ComposeApp(testProject(), 'app');
  const on = new Service(app, 'on', { image, spec: { healthcheck: { test: ['CMD', 'true'] } } });
  const off = new Service(app, 'off', {
    image,
    healthcheck: Healthcheck.shell('true'),
    spec: { healthcheck: { disable: true } },
  });
  new Service(app, 'web', { image, dependsOn: [on, off] });

  expect(app.toDefinition().services.web.depends_on).toEqual({
    on: { condition: 'service_healthy' },
    off: { condition: 'service_started' },
  });
});

test('spec overrides the props of networks, volumes, configs, secrets and images too', () => {
  const app = new ComposeApp(testProject(), 'app');
  const net = new Network(app, 'net', {
    driver: 'bridge',
    internal: false,
    spec: { internal: true, driverOpts: { mtu: '1400' } },
  });
  new Volume(app, 'data', { driver: 'local', spec: { driver: 'nfs', labels: { team: 'a$b' } } });
  const text = new Config(app, 'text', { content: 'a', spec: { content: 'b', name: 'c' } });
  new Secret(app, 'key', { file: './a', spec: { file: './b', labels: { a: 'b' } } });
  const dockerfile = new Dockerfile(app, 'image');
  dockerfile.addStage('only', 'alpine');
  new Service(app, 'web', {
    image: ContainerImage.fromDockerfile(dockerfile, { target: 'one', spec: { target: 'only', args: { A: '$1' } } }),
  });
  userOfAll(app);
  const file = app.toDefinition();

  expect(net.internal).toBe(true);
  expect(text.digest).toBe(new Config(app, 'same', { content: 'b' }).digest);
  expect(file.networks).toEqual({ net: { driver: 'bridge', internal: true, driver_opts: { mtu: '1400' } } });
  expect(file.volumes).toEqual({ data: { driver: 'nfs', labels: { team: 'a$$b' } } });
  expect(file.configs).toEqual({ text: { content: 'b', name: 'c' } });
  expect(file.secrets).toEqual({ key: { file: './b', labels: { a: 'b' } } });
  expect(file.services.web.build).toEqual({
    context: './image',
    dockerfile: 'Dockerfile',
    target: 'only',
    args: { A: '$$1' },
  });
});

test('the app takes models, jobs, other files and extensions, and keeps its order', () => {
  const app = new ComposeApp(testProject(), 'app', {
    spec: {
      models: { llm: { model: 'ai/smollm2' } },
      include: [{ path: ['../base.yaml'] }],
      extensions: { 'x-owner': 'team$' },
    },
  });
  new Service(app, 'web', { image, spec: { models: { llm: { modelVar: 'MODEL' } } } });

  expect(app.toDefinition()).toMatchObject({
    models: { llm: { model: 'ai/smollm2' } },
    include: [{ path: ['../base.yaml'] }],
    'x-owner': 'team$$',
  });
  expect(app.toYaml().match(/^[a-z-]+(?=:)/gm)).toEqual(['name', 'include', 'services', 'models', 'x-owner']);
});

test('whatever form untyped code gives, nothing of a ready-made service is lost', () => {
  const app = new ComposeApp(testProject(), 'app');
  const text = new Config(app, 'text', { content: 'a' });
  const props = {
    image,
    networks: [new Network(app, 'net')],
    mounts: [Mount.config(text, '/text')],
    ports: [{ target: 80 }, { target: 443 }],
    labels: { a: '1' },
  };
  const untyped: any = {
    labels: ['b=2'],
    networks: ['other'],
    ports: ['8080:80'],
    tmpfs: '/cache',
    configs: ['more'],
    environment: ['B=2'],
  };
  class Confined extends Service {
    protected renderConfinement() {
      return { tmpfs: ['/tmp'] };
    }
  }
  const web = new Confined(app, 'web', {
    ...props,
    environment: { A: EnvValue.of('1') },
    spec: untyped,
  }).toDefinition();

  expect(Object.keys(web.labels)).toEqual(['projen-mlflow.config.text', 'a', 'b']);
  expect(web.networks).toEqual({ net: {}, other: {} });
  expect(web.ports).toEqual([expect.objectContaining({ target: 443 }), '8080:80']);
  expect(web.tmpfs).toEqual(['/tmp', '/cache']);
  expect(web.configs).toEqual([expect.objectContaining({ source: 'text' }), 'more']);
  expect(Object.keys(web.environment)).toEqual(['A', 'B']);
});

test.each<[string, (app: ComposeApp) => void]>([
  [
    '[app/it] the prop `spec.securityOpt`: expected a list, got a string',
    app => new HardenedService(app, 'it', { image, spec: { securityOpt: 'label=disable' } as any }),
  ],
  [
    '[app/it] the prop `spec.ipam.config`: expected a list, got a map',
    app => new Network(app, 'it', { spec: { ipam: { config: {} } } as any }),
  ],
  [
    '[app/it] the prop `spec.driverOpts.size`: expected a string or a number, got a list',
    app => new Volume(app, 'it', { spec: { driverOpts: { size: [] } } as any }),
  ],
  [
    '[app/it] the prop `spec.file`: expected a string, got a number',
    app => new Secret(app, 'it', { spec: { file: 5 } as any }),
  ],
  [
    '[app/it] the prop `spec.content`: expected a string, got a list',
    app => new Config(app, 'it', { spec: { content: ['a'] } as any }),
  ],
  [
    '[it] the prop `spec.models`: expected a map, got a list',
    app => new ComposeApp(app.project, 'it', { spec: { models: ['llm'] } as any }),
  ],
  [
    '[app/it] the prop `spec.cacheFrom`: expected a list, got a string',
    app => ContainerImage.fromDockerfile(new Dockerfile(app, 'it'), { spec: { cacheFrom: 'x' } as any }),
  ],
])('%s', (message, make) => {
  expect(() => make(new ComposeApp(testProject(), 'app'))).toThrow(message);
});

test('a wrong member in untyped code is an error of the constructor', () => {
  const app = new ComposeApp(testProject(), 'app');
  expect(() => new Service(app, 'web', { image, spec: { mem_limit: '1g' } as any })).toThrow(
    '[app/web] `spec` has no member "mem_limit"',
  );
  expect(() => new Network(app, 'net', { spec: { drivr: 'x' } as any })).toThrow(
    '[app/net] `spec` has no member "drivr"',
  );
});
