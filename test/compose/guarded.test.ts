import { Construct } from 'constructs';
import * as library from '../../src';
import {
  ArtifactStoreConfig, BackendStoreConfig, ComposeApp, ComposeOverlay, Config, ContainerImage, Dockerfile, MlflowAuth, MlflowService,
  MlflowStack, Mount, Network, Secret, SecretSource, Service, Volume,
} from '../../src';
import { pathOf } from '../../src/compose/compose-error';
import { testProject } from '../test-project';

const FAULT = new TypeError("Cannot read properties of undefined (reading 'x')");
const fail = (): never => {
  throw FAULT;
};

/** What a call throws: an error that names a construct and keeps the fault as its cause. */
function expectGuarded(run: () => void, path: RegExp): void {
  let error: any;
  try {
    run();
  } catch (thrown) {
    error = thrown;
  }
  expect(error?.message).toMatch(path);
  expect(error.message).toContain(FAULT.message);
  expect(error.message).toMatch(/; see /);
  let { cause } = error;
  while (cause !== FAULT && cause) {
    cause = cause instanceof AggregateError ? cause.errors.find(one => one === FAULT) : cause.cause;
  }
  expect(cause).toBe(FAULT);
}

/** An app with a construct of each kind that has hooks. */
function appOfAll(): ComposeApp {
  const app = new MlflowStack(testProject(), 'mlflow', { database: library.StackDatabase.postgres(), auth: MlflowAuth.basic(), proxy: { host: 'localhost' } });
  const image = new Dockerfile(app, 'image');
  image.addStage('main', 'alpine:3.22');
  const web = new Service(app, 'web', {
    image: ContainerImage.fromDockerfile(image),
    networks: [new Network(app, 'team')],
    mounts: [Mount.volume(new Volume(app, 'data'), '/data'), Mount.config(new Config(app, 'page', { content: 'hello' }), '/page')],
  });
  web.addSecret(new Secret(app, 'TOKEN'));
  new library.MysqlService(app, 'mysql');
  new library.SeaweedfsService(app, 'seaweedfs');
  new library.GarageService(app, 'garage');
  new library.VersityGwService(app, 'versitygw');
  new library.RustfsService(app, 'rustfs', { apiPort: 9100, consolePort: 9101 });
  new library.MlflowArtifactsService(app, 'artifacts', { artifactStore: (app as MlflowStack).buckets });
  return app;
}

/** Each hook of each construct of an app: the methods of its classes whose names begin with `render`. */
function hooksOf(app: ComposeApp): [number, string, string][] {
  return app.node.findAll().flatMap((construct, index) => {
    const hooks = new Set<string>();
    for (let type = Object.getPrototypeOf(construct); type && type !== Construct.prototype; type = Object.getPrototypeOf(type)) {
      Object.getOwnPropertyNames(type).filter(name => /^render[A-Z]/.test(name)).forEach(name => hooks.add(name));
    }
    return [...hooks].map((hook): [number, string, string] => [index, pathOf(construct), hook]);
  });
}

/** Private methods, and hooks of stores that are asked in a constructor only, where a stub comes too late. */
const NOT_ASKED = ['renderNew', 'renderExample', 'renderUploadExtraArgs', 'renderedHealthcheck'];

test('each hook that throws is told with its construct, and the fault is the cause', () => {
  const hooks = hooksOf(appOfAll()).filter(([,, hook]) => !NOT_ASKED.includes(hook));
  expect(hooks.length).toBeGreaterThan(150);
  const unasked: string[] = [];
  for (const [index, path, hook] of hooks) {
    const app = appOfAll();
    const construct: any = app.node.findAll()[index];
    let asked = false;
    construct[hook] = () => {
      asked = true;
      return fail();
    };
    let thrown: unknown;
    try {
      app.project.synth();
    } catch (error) {
      thrown = error;
    }
    if (asked) {
      expect([path, hook, (thrown as Error)?.message]).toEqual([path, hook, expect.stringMatching(/\[[^\]]+\] .*failed: Cannot read properties of undefined/)]);
      expectGuarded(() => {
        throw thrown;
      }, /\[[^\]]+\] /);
    } else {
      unasked.push(`${path}: ${hook}`);
    }
  }
  expect(unasked).toEqual([]);
});

test.each<[string, RegExp, (app: ComposeApp, web: Service) => void]>([
  ['a visitor', /\[app\/web\] a visitor failed/, app => app.eachService({ visit: fail })],
  ['a rule', /\[app\] the rule "team" failed/, app => app.addRule({ name: 'team', check: fail })],
  ['a validation', /\[app\/web\] its validation failed/, (_, web) => web.node.addValidation({ validate: fail })],
  ['a value', /\[app\/web\] writing a value failed/, (_, web) => web.addEnvironment('A', { toCompose: fail })],
  ['a value of an override', /\[app\/web\] /, (_, web) => web.addOverride('environment.A', { toCompose: fail })],
  ['a value of an override of the app', /\[app[^\]]*\] /, app => app.addOverride('services.web.healthcheck', { toDefinition: fail })],
  ['a value of an overlay', /\[app[^\]]*\] /, app => new ComposeOverlay(app, 'prod').addOverride('services.web.environment.A', { toCompose: fail })],
])('%s that throws is told with its construct, and the fault is the cause', (_, path, spoil) => {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  const web = new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine:3.22') });
  spoil(app, web);
  expectGuarded(() => project.synth(), path);
});

class FailingLogin extends MlflowAuth {
  public bind(): never {
    return fail();
  }
}

class FailingSource extends SecretSource {
  public get suitsReadOnly(): boolean {
    return true;
  }

  public bind(): never {
    return fail();
  }
}

test.each<[string, RegExp, (app: ComposeApp) => void]>([
  ['a backend store', /\[app\/mlflow\] binding its store failed/, app => new MlflowService(app, 'mlflow', { backendStore: { bind: fail as () => BackendStoreConfig } })],
  ['an artifact store', /\[app\/mlflow\] binding its store failed/, app => new MlflowService(app, 'mlflow', { artifactStore: { bind: fail as () => ArtifactStoreConfig } })],
  ['a login', /\[app\/mlflow\] binding its login failed/, app => new MlflowService(app, 'mlflow', { auth: new FailingLogin() })],
  ['a proxy', /\[app\/mlflow\] adding it to its proxy failed/, app => new MlflowService(app, 'mlflow', { proxy: { addSite: fail } as any })],
  ['a source of secrets', /\[app\/A\] asking its source failed/, app => new Secret(app, 'A', { source: new FailingSource() })],
])('bind of %s that throws is told with the construct, and the fault is the cause', (_, path, make) => {
  expectGuarded(() => make(new ComposeApp(testProject(), 'app')), path);
});

test('several faults are told at once, each with its construct, and are all causes', () => {
  const app = new ComposeApp(testProject(), 'app');
  for (const name of ['one', 'two']) {
    const service: any = new Service(app, name, { image: ContainerImage.fromRegistry('alpine:3.22') });
    service.renderCommand = fail;
  }
  expect(() => app.toDefinition()).toThrow(expect.objectContaining({
    message: expect.stringMatching(/\[app\/one\] rendering failed[^]+\[app\/two\] rendering failed/),
    cause: expect.any(AggregateError),
  }));
});

test('wrong overrides of several elements, of the app and of an overlay are told at once', () => {
  const app = new ComposeApp(testProject(), 'app');
  const [one, two] = ['one', 'two'].map(name => new Service(app, name, { image: ContainerImage.fromRegistry('alpine:3.22') }));
  one.addOverride('comand', []);
  one.addOverride('imag', 'x');
  two.addToArray('enviroment', 'x');
  app.addOverride('volume.x', {});
  new ComposeOverlay(app, 'prod').addOverride('services.one.port', []);
  for (const key of ['comand', 'imag', 'enviroment', 'volume', 'port']) {
    expect(() => app.toDefinition()).toThrow(`names the key "${key}"`);
  }
});
