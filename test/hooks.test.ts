import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Construct, IConstruct } from 'constructs';
import { Project } from 'projen';
import { constructs } from './all-constructs';
import { testProject } from './test-project';
import * as library from '../src';
import {
  ArtifactTransfer,
  Aspects,
  AwsCredentials,
  AzureCredentials,
  BucketScript,
  CaddyCertificates,
  ComposeApp,
  ComposeOverlay,
  Config,
  ContainerImage,
  DatabaseEngine,
  Dockerfile,
  EnvValue,
  IBackendStore,
  MlflowAuth,
  MlflowService,
  MlflowStack,
  Secret,
  SecretSource,
  Service,
  StackDatabase,
  WaitStrategy,
} from '../src';
import { HOOK_TYPES } from '../src/compose/element/hook';

// All that user code may write and synthesis calls, by the table that is made of the assembly: each hook throws, and
// returns values of other types.

const FAULT = new TypeError("Cannot read properties of undefined (reading 'x')");
const fail = (): never => {
  throw FAULT;
};

/** Replaces a member of an object by something that throws, or returns another value. */
interface Spoiler {
  /** Whether the member was asked. */
  asked: boolean;
  /** A copy of an object, which a user could have written. */
  copy<T extends object>(object: T): T;
  /** The object itself. */
  inPlace(object: object): void;
}

function spoiler(member: string, behave: () => unknown): Spoiler {
  const name = member.replace('()', '');
  const ask = () => {
    spoil.asked = true;
    return behave();
  };
  const descriptor = { configurable: true, ...(member.endsWith('()') ? { value: ask } : { get: ask }) };
  const spoil: Spoiler = {
    asked: false,
    copy: object => Object.create(object, { [name]: descriptor }),
    inPlace: object => Object.defineProperty(object, name, descriptor),
  };
  return spoil;
}

const image = () => ContainerImage.fromRegistry('alpine:3.22');
const buckets = (app: ComposeApp, server: library.IS3Server) =>
  new MlflowService(app, 'mlflow', { artifactStore: new library.BucketInit(app, 'buckets', { server }) });
const minio = (app: ComposeApp) => new library.MinioService(app, 's3');
const external = (app: ComposeApp, engine: DatabaseEngine): IBackendStore =>
  new library.ExternalDatabase(app, 'db', {
    engine,
    host: EnvValue.of('db.example.com'),
    database: EnvValue.of('mlflow'),
    user: EnvValue.of('mlflow'),
  });
const rule: library.IComposeRule = {
  name: 'team',
  level: library.RuleLevel.ERROR,
  check: () => [{ path: 'app', problem: 'it is wrong', remedy: 'fix it' }],
};

/** How an app uses an object of each class or interface that is no construct. */
const USES: { readonly [type: string]: (app: ComposeApp, spoil: Spoiler) => void } = {
  ArtifactTransfer: (app, spoil) =>
    new MlflowService(app, 'mlflow', { artifactTransfer: spoil.copy(ArtifactTransfer.proxied()) }),
  AwsCredentials: (app, spoil) =>
    new MlflowService(app, 'mlflow', {
      artifactStore: new library.S3Store(app, 's3', {
        bucket: 'models',
        credentials: spoil.copy(AwsCredentials.machineRole()),
      }),
    }),
  AzureCredentials: (app, spoil) =>
    new MlflowService(app, 'mlflow', {
      artifactStore: new library.AzureBlobStorage(app, 'blobs', {
        account: 'team',
        container: 'models',
        credentials: spoil.copy(AzureCredentials.managedIdentity()),
      }),
    }),
  BucketScript: (app, spoil) => {
    const server = minio(app);
    buckets(
      app,
      Object.create(server, { provideBuckets: { value: () => spoil.copy(BucketScript.minioAdmin(server)) } }),
    );
  },
  CaddyCertificates: (app, spoil) =>
    new library.CaddyProxy(app, 'proxy', {
      host: 'localhost',
      certificates: spoil.copy(CaddyCertificates.ownAuthority()),
    }),
  DatabaseEngine: (app, spoil) =>
    new MlflowService(app, 'mlflow', { backendStore: external(app, spoil.copy(DatabaseEngine.mysql())) }),
  IAspect: (app, spoil) => Aspects.of(app).add(spoil.copy({ visit: () => undefined })),
  IArtifactStore: (app, spoil) =>
    new MlflowService(app, 'mlflow', { artifactStore: spoil.copy(new library.VolumeArtifactStore(app, 'store')) }),
  IBackendStore: (app, spoil) =>
    new MlflowService(app, 'mlflow', { backendStore: spoil.copy(external(app, DatabaseEngine.mysql())) }),
  IComposeRule: (app, spoil) => app.addRule(spoil.copy(rule)),
  IEnvValue: (app, spoil) =>
    new Service(app, 'web', { image: image(), environment: { A: spoil.copy(EnvValue.of('a')) } }),
  IReverseProxy: (app, spoil) =>
    new MlflowService(app, 'mlflow', {
      proxy: spoil.copy(new library.CaddyProxy(app, 'proxy', { host: 'localhost' })),
    }),
  IS3Server: (app, spoil) => buckets(app, spoil.copy(minio(app))),
  IService: (app, spoil) => {
    const db = new Service(app, 'db', { image: image() });
    new Service(app, 'web', { image: image() }).addDependency(spoil.copy({ name: db.name, hasHealthcheck: false }));
  },
  IValidation: (app, spoil) => new Construct(app, 'one').node.addValidation(spoil.copy({ validate: () => [] })),
  MlflowAuth: (app, spoil) => new MlflowService(app, 'mlflow', { auth: spoil.copy(MlflowAuth.basic()) }),
  SecretSource: (app, spoil) => {
    const own = new ComposeApp(app.project, 'own', {
      directory: 'own',
      secretSource: spoil.copy(SecretSource.randomFile()),
    });
    new library.MysqlService(own, 'db').addSecret(new Secret(own, 'TOKEN'));
  },
  StackDatabase: (app, spoil) =>
    new MlflowStack(app.project, 'stack', { directory: 'stack', database: spoil.copy(StackDatabase.postgres()) }),
  WaitStrategy: (app, spoil) =>
    new MlflowService(app, 'mlflow', {
      backendStore: new library.PostgresService(app, 'db'),
      waitStrategy: spoil.copy(WaitStrategy.health()),
    }),
};

/**
 * Makes a valid part of an app with one construct of the class, in which a member is spoiled: hooks are called at
 * synthesis alone.
 */
function useConstruct(type: string, app: ComposeApp, spoil: Spoiler): void {
  if (type === 'ComposeApp' || type === 'MlflowStack') {
    spoil.inPlace(new library[type](app.project, 'own', { directory: 'own' }));
    return;
  }
  constructs[type](app, {});
  const construct = app.node.findAll().find(child => child.constructor === (library as any)[type])!;
  spoil.inPlace(construct);
  if (construct instanceof library.S3Store) {
    // its hook is called when it is bound
    new library.MlflowArtifactsService(app, 'more', { artifactStore: construct });
  }
}

const isClass = (type: string) => typeof (library as any)[type] === 'function';
const extendsClass = (type: string, base: string) =>
  type === base || (library as any)[type].prototype instanceof (library as any)[base];

/** The exported constructs that have the hooks of a class. */
function constructsOf(type: string): string[] {
  return isClass(type)
    ? [...Object.keys(constructs), 'ComposeApp', 'MlflowStack'].filter(name => extendsClass(name, type))
    : [];
}

/** Members that synthesis does not ask, each with the reason. */
const NOT_ASKED: { readonly [hook: string]: string } = {
  'DatabaseEngine.trust()': 'called by engines themselves',
  'IArtifactStoreFactory.create()': 'called by a contract, in a test',
  'IBackendStoreFactory.create()': 'called by a contract, in a test',
  'IIncludedFile.entries()': 'written by the library alone',
  'WaitStrategy.timeout': 'read by strategies themselves',
};

/** Each hook, with each construct that has it, or with the class or interface itself. */
const cases = Object.keys(HOOK_TYPES)
  .filter(hook => !(hook in NOT_ASKED))
  .flatMap((hook): [string, string][] => {
    const [type] = hook.split('.');
    const users = constructsOf(type);
    return users.length > 0 ? users.map(user => [hook, user]) : [[hook, type]];
  });

interface Outcome {
  readonly error?: any;
  readonly asked: boolean;
  readonly project: Project;
}

/**
 * What becomes of an app in which a member behaves otherwise. Nothing is written: `preSynthesize` is all that projen
 * calls before it writes files.
 */
function outcomeOf(hook: string, user: string, behave: () => unknown): Outcome {
  const spoil = spoiler(hook.slice(hook.indexOf('.') + 1), behave);
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  let error: unknown;
  try {
    if (user in USES) {
      USES[user](app, spoil);
    } else {
      useConstruct(user, app, spoil);
    }
    app.preSynthesize();
  } catch (thrown) {
    error = thrown;
  }
  return { error, asked: spoil.asked, project };
}

/** Whether an error has another one among its causes. */
function isCausedBy(error: any, fault: unknown): boolean {
  return (
    error === fault ||
    (error instanceof AggregateError && error.errors.some(one => isCausedBy(one, fault))) ||
    (error?.cause !== undefined && isCausedBy(error.cause, fault))
  );
}

/** The lines of a message that are errors of their own. */
function linesOf(error: Error): string[] {
  const lines = error.message.split('\n').map(line => line.trim());
  return lines.length > 1 ? lines.slice(1) : lines;
}

test('each hook has constructs, or a use here', () => {
  const unknown = cases.filter(
    ([, user]) => !(user in USES) && !(user in constructs) && !['ComposeApp', 'MlflowStack'].includes(user),
  );
  expect(unknown).toEqual([]);
  expect(cases.length).toBeGreaterThan(300);
});

test.each(cases)('%s of %s that throws is reported with its construct and the cause', (hook, user) => {
  const { error, asked } = outcomeOf(hook, user, fail);
  expect(asked).toBe(true);
  for (const line of linesOf(error)) {
    expect(line).toMatch(/^\[[^\]]+\] .+; /);
  }
  expect(error.message).toContain(`failed: ${FAULT.message}; see `);
  expect(isCausedBy(error, FAULT)).toBe(true);
});

/** Values that programs in JavaScript return by mistake. */
const VALUES: [string, unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['a number', 42],
  ['a string', 'text'],
  ['a boolean', true],
  ['a list', []],
  ['a list', [undefined]],
  ['a plain object', {}],
  ['of the class Promise', Promise.resolve()],
  ['a function', () => undefined],
];

/** Whether a value is of a type, as the compiler sees it. */
function suits(code: string, value: unknown): boolean {
  if (code.endsWith('?')) {
    return value === undefined || suits(code.slice(0, -1), value);
  }
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Promise);
  switch (code[0]) {
    case '*':
      return true;
    case 's':
      return typeof value === 'string';
    case 'n':
      return typeof value === 'number';
    case 'b':
      return typeof value === 'boolean';
    case 'L':
      return Array.isArray(value) && value.every(item => suits(code.slice(1), item));
    case 'M':
      return isMap;
    case 'S':
      return (
        isMap &&
        [
          'SSecretLocation',
          'SBackendStoreConfig',
          'SHardenedProps',
          'SResourceLimitsProps',
          'SS3ClientDefaults',
        ].includes(code)
      );
    default:
      return false;
  }
}

const wrong = Object.entries(HOOK_TYPES)
  .filter(([hook]) => !(hook in NOT_ASKED))
  .flatMap(([hook, code]) =>
    VALUES.filter(([, value]) => !suits(code, value)).map(([name, value]): [string, string, unknown] => [
      hook,
      name,
      value,
    ]),
  );

test.each(wrong)('%s that returns %s is reported with its construct and the expected type', (hook, kind, value) => {
  const [type, member] = hook.split('.');
  const user = constructsOf(type)[0] ?? type;
  const { error, asked } = outcomeOf(hook, user, () => value);
  expect(asked).toBe(true);
  for (const line of linesOf(error)) {
    expect(line).toMatch(/^\[[^\]]+\] .+; /);
  }
  const told = linesOf(error).find(line => line.includes(member));
  expect(told).toMatch(/ returned .+; (return|give it|see) /);
  expect(told).toContain(
    kind === 'a plain object' && HOOK_TYPES[hook as keyof typeof HOOK_TYPES].startsWith('S')
      ? 'returned an object in which'
      : kind,
  );
});

function simpleApp(): { app: ComposeApp; web: Service } {
  const app = new ComposeApp(testProject(), 'app');
  return { app, web: new Service(app, 'web', { image: image() }) };
}

const values: [string, RegExp, (app: ComposeApp, web: Service) => void][] = [
  [
    'a value of a service',
    /\[app\/web\] writing a value failed/,
    (_, web) => web.addEnvironment('A', { toCompose: fail }),
  ],
  [
    'a value of an override',
    /\[app\/web\] writing a value failed/,
    (_, web) => web.addOverride('environment.A', { toCompose: fail }),
  ],
  [
    'a definition of an override',
    /\[app\/web\] the value of the override/,
    (_, web) => web.addOverride('healthcheck', { toDefinition: fail }),
  ],
  [
    'a definition of an override of the app',
    /\[app\] the value of the override/,
    app => app.addOverride('services.web.healthcheck', { toDefinition: fail }),
  ],
  [
    'a value of an overlay',
    /\[app\/web\] writing a value failed/,
    app => new ComposeOverlay(app, 'prod').addOverride('services.web.environment.A', { toCompose: fail }),
  ],
  [
    'a part of a value',
    /\[app\/web\] writing a value failed/,
    (_, web) => web.addEnvironment('A', EnvValue.concat(EnvValue.of('a'), { toCompose: fail })),
  ],
];

test.each(values)('%s that throws is reported with its construct and the cause', (_, message, spoil) => {
  const { app, web } = simpleApp();
  spoil(app, web);
  let error: any;
  try {
    app.preSynthesize();
  } catch (thrown) {
    error = thrown;
  }
  expect(error.message).toMatch(message);
  expect(isCausedBy(error, FAULT)).toBe(true);
});

test('a part of a value that is no text is reported, and is not an empty text', () => {
  const { app, web } = simpleApp();
  web.addEnvironment('A', EnvValue.concat(EnvValue.of('s3://'), { toCompose: () => undefined as any }));
  expect(() => app.toDefinition()).toThrow(
    '[app/web] writing a value failed: toCompose() of Object returned undefined',
  );
});

/** Getters of constructs that subclasses may override: when one throws, the error names the construct. */
const getters = [...Object.keys(constructs), 'ComposeApp', 'MlflowStack'].flatMap(type => {
  const names = new Set<string>();
  const { prototype: own } = (library as any)[type];
  for (
    let prototype = own;
    prototype && prototype !== Construct.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    Object.entries(Object.getOwnPropertyDescriptors(prototype))
      .filter(([, { get }]) => get)
      .forEach(([name]) => names.add(name));
  }
  return [...names].map((name): [string, string] => [type, name]);
});

test.each(getters)('no raw error leaves synthesis: the getter of %s %s', (type, name) => {
  const { error, asked } = outcomeOf(`${type}.${name}`, type, fail);
  if (asked) {
    expect(linesOf(error).filter(line => !/^\[[^\]]+\] .+; /.test(line))).toEqual([]);
    expect(isCausedBy(error, FAULT)).toBe(true);
  }
});

/** The message of a synthesis that fails. */
function messageOf(project: Project): string {
  try {
    project.synth();
  } catch (error) {
    expect(existsSync(join(project.outdir, 'app', 'compose.yaml'))).toBe(false);
    return (error as Error).message;
  }
  throw new Error('nothing failed');
}

const failWith = (message: string): never => {
  throw new Error(message);
};
const servicesAlone = (change: (service: Service) => void): library.IAspect => ({
  visit: node => (node instanceof Service ? change(node) : undefined),
});
const spoiled = <T extends IConstruct>(construct: T, name: string): T =>
  Object.defineProperty(construct, name, { value: () => failWith(`${construct.node.id}.${name}`) });

test('one failure hides no other one: aspects, hooks, files, validations, values and apps', () => {
  const project = testProject();
  for (const id of ['one', 'two']) {
    const app = new ComposeApp(project, id, { directory: id });
    const [web, db] = ['web', 'db'].map(name => new Service(app, name, { image: image() }));
    Aspects.of(app).add(servicesAlone(({ path }) => failWith(`first aspect of ${path}`)));
    Aspects.of(app).add(servicesAlone(({ path }) => failWith(`second aspect of ${path}`)));
    spoiled(web, 'renderCommand');
    db.addEnvironment('A', { toCompose: () => failWith('value of db') });
    spoiled(new Config(app, 'page', { path: 'page.html' }), 'renderContent');
    spoiled(new Config(app, 'style', { path: 'style.css' }), 'renderContent');
    const check = new Construct(app, 'check');
    check.node.addValidation({ validate: fail });
    check.node.addValidation({ validate: () => ['it is wrong; fix it'] });
    check.node.addValidation({ validate: () => undefined as any });
    spoiled(new Dockerfile(app, 'image'), 'renderIgnore');
  }
  const message = messageOf(project);
  for (const id of ['one', 'two']) {
    for (const name of ['web', 'db']) {
      expect(message).toContain(
        `[${id}/${name}] visit() of Object failed: first aspect of ${id}/${name}; see the stack of its cause`,
      );
      expect(message).toContain(
        `[${id}/${name}] visit() of Object failed: second aspect of ${id}/${name}; see the stack of its cause`,
      );
    }
    expect(message).toContain(
      `[${id}/web] renderDefinition() of Service failed: web.renderCommand; see the stack of its cause`,
    );
    expect(message).toContain(`[${id}/db] writing a value failed: value of db; see`);
    expect(message).toContain(
      `[${id}/page] renderContent() of Config failed: page.renderContent; see the stack of its cause`,
    );
    expect(message).toContain(
      `[${id}/style] renderContent() of Config failed: style.renderContent; see the stack of its cause`,
    );
    expect(message).toContain(
      `[${id}/check] validate() of Construct failed: ${FAULT.message}; see the stack of its cause`,
    );
    expect(message).toContain(`[${id}/check] it is wrong; fix it`);
    expect(message).toContain(`[${id}/check] validate() of Construct returned undefined; return a list of strings`);
    expect(message).toContain(
      `[${id}/image] renderIgnore() of Dockerfile failed: image.renderIgnore; see the stack of its cause`,
    );
    expect(message).toContain(`[${id}/image] the Dockerfile has no stage`);
  }
  const lines = message.split('\n');
  expect(new Set(lines).size).toBe(lines.length); // each failure is reported once, whatever calls the hook
});

test('a rule that fails hides neither another failure nor a violation', () => {
  const { app, web } = simpleApp();
  new ComposeOverlay(app, 'prod').addOverride('services.web.environment', { A: 'a' });
  app.addRule({ name: 'first', check: fail });
  app.addRule({ name: 'second', check: fail });
  app.addRule({ name: 'third', check: () => [{ path: web.path, problem: 'it is wrong', remedy: 'fix it' }] });
  web.ignoreRule('first', 'nobody knows whether it breaks the rule');
  expect(
    messageOf(app.project)
      .split('\n')
      .map(line => line.trim())
      .slice(1)
      .sort(),
  ).toEqual([
    '[app/web] it is wrong; fix it (third)',
    `[app] check() of the rule "first" failed: ${FAULT.message}; see the stack of its cause`,
    `[app] check() of the rule "second" failed: ${FAULT.message}; see the stack of its cause`,
  ]);
});

test('two failing values of one app are both reported', () => {
  const { app, web } = simpleApp();
  const db = new Service(app, 'db', { image: image() });
  for (const service of [web, db]) {
    service.addEnvironment('A', { toCompose: fail });
  }
  expect(() => app.toDefinition()).toThrow(/\[app\/web\] writing a value failed[^]+\[app\/db\] writing a value failed/);
});

test('several changes of a Dockerfile that do not fit are reported together', () => {
  const { app } = simpleApp();
  const dockerfile = new Dockerfile(app, 'image');
  dockerfile.addStage('main', 'alpine:3.22').user('10:10');
  dockerfile.replaceInstruction('man', 'USER', 'USER root');
  dockerfile.removeInstruction('main', 'WORKDIR');
  const message = messageOf(app.project);
  expect(message).toContain('[app/image] there is no stage "man" to change; did you mean "main"?');
  expect(message).toContain(
    '[app/image] no instruction of the stage "main" contains "WORKDIR"; the nearest one is "USER 10:10"',
  );
});

test('invalid overrides of several elements, of the app and of an overlay are reported together', () => {
  const app = new ComposeApp(testProject(), 'app');
  const [one, two] = ['one', 'two'].map(name => new Service(app, name, { image: image() }));
  one.addOverride('comand', []);
  one.addOverride('imag', 'x');
  two.addToArray('enviroment', 'x');
  app.addOverride('volume.x', {});
  new ComposeOverlay(app, 'prod').addOverride('services.one.port', []);
  for (const key of ['comand', 'imag', 'enviroment', 'volume', 'port']) {
    expect(() => app.toDefinition()).toThrow(`names the key "${key}"`);
  }
});
