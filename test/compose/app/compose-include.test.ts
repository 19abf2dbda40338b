import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Project } from 'projen';
import {
  ComposeApp,
  ComposeInclude,
  ComposeIncludeProps,
  ContainerImage,
  DependencyCondition,
  Mount,
  Network,
  PortMapping,
  Service,
  Volume,
} from '../../../src/compose';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('alpine');
const LEGACY = `
services:
  db:
    image: mysql:9
    networks: [back]
    healthcheck: {test: [CMD, true]}
    ports: ["127.0.0.1:3306:3306"]
  cache: {image: redis, healthcheck: {test: [NONE]}}
  quiet: {image: redis, healthcheck: {disable: true}}
networks: {back: {internal: true}}
volumes: {data: {}}
`;

function appBeside(
  text = LEGACY,
  props: Partial<ComposeIncludeProps> = {},
): { app: ComposeApp; legacy: ComposeInclude } {
  const project = testProject();
  mkdirSync(join(project.outdir, 'legacy'));
  writeFileSync(join(project.outdir, 'legacy', 'compose.yaml'), text);
  const app = new ComposeApp(project, 'app', { directory: 'deploy' });
  return { app, legacy: new ComposeInclude(app, 'legacy', { path: '../legacy/compose.yaml', ...props }) };
}

function web(app: ComposeApp, ports?: PortMapping[]): Service {
  return new Service(app, 'web', { image, ports });
}

test('an included file is in the top-level key of Compose, which comes first', () => {
  const { app } = appBeside(LEGACY, { projectDirectory: '../legacy', envFiles: ['../legacy/.env', './extra.env'] });
  writeFileSync(join(app.project.outdir, 'other.yaml'), '{}');
  new ComposeInclude(app, 'other', { path: '../other.yaml' });
  expect(app.toDefinition().include).toEqual([
    { path: '../legacy/compose.yaml', project_directory: '../legacy', env_file: ['../legacy/.env', './extra.env'] },
    { path: '../other.yaml' },
  ]);
  expect(app.toYaml().split('\n').slice(0, 3)).toEqual([
    'name: "team-app"',
    'include:',
    '  - path: "../legacy/compose.yaml"',
  ]);
});

test('a service can wait for one of the file: for its health where it has a healthcheck, else for its start', () => {
  const { app, legacy } = appBeside();
  const service = new Service(app, 'web', { image, dependsOn: [legacy.service('db'), legacy.service('cache')] });
  service.addDependency(legacy.service('quiet'), DependencyCondition.COMPLETED_SUCCESSFULLY);
  expect(app.toDefinition().services).toEqual({
    web: {
      image: 'alpine',
      depends_on: {
        db: { condition: 'service_healthy' },
        cache: { condition: 'service_started' },
        quiet: { condition: 'service_completed_successfully' },
      },
      restart: 'unless-stopped',
    },
  });
});

test('to wait for the health of one without a healthcheck is an error', () => {
  const { app, legacy } = appBeside();
  web(app).addDependency(legacy.service('cache'), DependencyCondition.HEALTHY);
  expect(() => app.toDefinition()).toThrow(
    '[app/web] it waits until "cache" is healthy, but "cache" has no healthcheck',
  );
});

test('a service that the file does not have is an error with the nearest name', () => {
  const { app, legacy } = appBeside();
  web(app).addDependency(legacy.service('bd'));
  expect(() => app.toDefinition()).toThrow(
    '[app/legacy] there is no service "bd" in "../legacy/compose.yaml"; did you mean "db"?',
  );
});

test('a service of a file without services is an error', () => {
  const { app, legacy } = appBeside('networks: {a: {}}');
  legacy.service('db');
  expect(() => app.toDefinition()).toThrow(
    '[app/legacy] there is no service "db" in "../legacy/compose.yaml"; it has none',
  );
});

test.each([
  [undefined, 'does not exist'],
  ['a: [', 'is not valid YAML'],
  ['text', 'is not a compose file'],
])('a file that cannot be read is one error, of the include: %s', (text, message) => {
  const { app, legacy } = appBeside(text ?? LEGACY, text ? {} : { path: '../legacy/none.yaml' });
  web(app).addDependency(legacy.service('db'));
  expect(() => app.toDefinition()).toThrow(
    /^the compose app is not valid, nothing was written:\n {2}\[app\/legacy\] [^\n]*$/,
  );
  expect(() => app.toDefinition()).toThrow(message);
});

test('networks and volumes of the file may be named', () => {
  const { app } = appBeside();
  const service = web(app);
  service.addToArray('networks', 'back');
  service.addToArray('volumes', 'data:/data');
  expect(() => app.toDefinition()).not.toThrow();
  service.addToArray('networks', 'bakc');
  expect(() => app.toDefinition()).toThrow('did you mean "back"?');
});

test('a service of the name of one of the file is an error', () => {
  const { app } = appBeside();
  new Service(app, 'db', { image });
  expect(() => app.toDefinition()).toThrow(
    '[app/db] "db" is among the services of an included file already, as app/legacy/db; give one of them another name',
  );
});

test('a port that a service of the file publishes counts', () => {
  const { app } = appBeside();
  web(app, [{ target: 80, published: 3306 }]);
  expect(() => app.toDefinition()).toThrow(
    '[app/web] it publishes 127.0.0.1:3306/tcp, which app/legacy/db publishes already',
  );
});

test('the networks of the app and of the file differ or are shared', () => {
  const { app } = appBeside();
  const network = new Network(app, 'back', { internal: true });
  new Service(app, 'web', { image, networks: [network], mounts: [Mount.volume(new Volume(app, 'data'), '/data')] });
  expect(() => app.toDefinition()).not.toThrow();
  network.addOverride('internal', false);
  expect(() => app.toDefinition()).toThrow(
    '[app/back] "back" is among the networks of an included file already, as app/legacy/back; rename one of them, or declare both in the same way to share it',
  );
});

test('the file of another app of the repository is read as it will be written', () => {
  const parent = testProject();
  const child = new Project({ parent, name: 'child', outdir: 'child' });
  const other = new ComposeApp(child, 'other');
  const app = new ComposeApp(parent, 'app', { directory: 'deploy' });
  const include = new ComposeInclude(app, 'other', { path: '../child/compose.yaml' });
  web(app).addDependency(include.service('api'));
  expect(() => app.toDefinition()).toThrow(
    '[app/other] there is no service "api" in "../child/compose.yaml"; it has none',
  );
  new Service(other, 'api', { image });
  parent.synth();
  expect(app.toDefinition().services.web.depends_on).toEqual({ api: { condition: 'service_started' } });
});

test('two apps that include each other are an error', () => {
  const project = testProject();
  const [one, two] = ['one', 'two'].map(directory => new ComposeApp(project, directory, { directory }));
  new ComposeInclude(one, 'other', { path: '../two/compose.yaml' });
  new ComposeInclude(two, 'other', { path: '../one/compose.yaml' });
  expect(() => one.toDefinition()).toThrow(
    '  [one/other] the app that writes "two/compose.yaml" is not valid; fix its error: ' +
      '[two/other] the app that writes "one/compose.yaml" is not valid; fix its error: ' +
      '[one/other] the app that writes "../two/compose.yaml" includes this app; remove one of the includes',
  );
});

test('an error of the other app is the cause', () => {
  const project = testProject();
  const [one, two] = ['one', 'two'].map(directory => new ComposeApp(project, directory, { directory }));
  new ComposeInclude(one, 'other', { path: '../two/compose.yaml' });
  const fault = new Error('no idea');
  new (class extends Service {
    protected renderCommand(): string[] {
      throw fault;
    }
  })(two, 'web', { image });
  let error: any;
  try {
    one.toDefinition();
  } catch (thrown) {
    error = thrown;
  }
  const causes = [];
  for (let cause = error; cause !== undefined; cause = cause.cause) {
    causes.push(cause);
  }
  expect(causes).toContain(fault);
  expect(error.message).toContain('[one/other] the app that writes "two/compose.yaml" is not valid; fix its error: ');
});

test('an include without an app above it is an error', () => {
  expect(() => new ComposeInclude(testProject(), 'legacy', { path: dirname('x/y') })).toThrow(
    '[legacy] there is no ComposeApp above this construct',
  );
});

test('a clash between two files can be ignored with a reason, at the one that the message names', () => {
  const { app } = appBeside('services: { db: { image: "mysql:9" } }');
  writeFileSync(join(app.project.outdir, 'other.yaml'), 'services: { db: { image: "mysql:9" } }');
  const other = new ComposeInclude(app, 'other', { path: '../other.yaml' });
  expect(() => app.toDefinition()).toThrow(
    '[app/other/db] "db" is among the services of an included file already, as app/legacy/db',
  );
  other.ignoreRule('no-include-conflict', 'the file is a link to the other one');
  expect(() => app.toDefinition()).not.toThrow();
  expect(() => other.ignoreRule('no-include-conflict', ' ')).toThrow(
    '[app/other] it ignores the rule "no-include-conflict" without a reason',
  );
});
