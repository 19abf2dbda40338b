import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  ComposeApp,
  ComposeInclude,
  ComposeTemplate,
  Config,
  ContainerImage,
  EnvValue,
  EnvVariable,
  Mount,
  Network,
  Service,
  Volume,
} from '../../src';
import { testProject } from '../test-project';

function template(): ComposeTemplate {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', {
    image: ContainerImage.fromRegistry('alpine'),
    command: ['run', 'fast'],
    environment: { A: EnvValue.of('1'), B: EnvValue.of('$') },
    ports: [{ target: 80, published: 8080 }],
  });
  new Network(app, 'net', { internal: true }).ignoreRule('no-unused-entries', 'what it holds is looked at');
  new Volume(app, 'data', { driver: 'local' }).ignoreRule('no-unused-entries', 'what it holds is looked at');
  return ComposeTemplate.fromApp(app);
}

test('a part of a service, network or volume is enough', () => {
  template().hasService('web');
  template().hasService('web', { image: 'alpine', environment: { B: '$$' } });
  template().hasNetwork('net');
  template().hasNetwork('net', { internal: true });
  template().hasVolume('data', { driver: 'local' });
  template().serviceCountIs(1);
});

test('that a key is not there can be expected too', () => {
  template().hasService('web', { healthcheck: undefined, environment: { C: undefined } });
  expect(() => template().hasService('web', { image: undefined })).toThrow(
    'services.web.image: expected nothing, found "alpine"',
  );
});

test('lists are compared whole, the order of the keys of their maps aside', () => {
  template().hasService('web', { ports: [{ protocol: 'tcp', host_ip: '127.0.0.1', published: '8080', target: 80 }] });
  expect(() => template().hasService('web', { ports: [{ target: 80 }] })).toThrow(
    'services.web.ports: expected [{"target":80}], found [{',
  );
});

test('each difference is reported with its path', () => {
  expect(() =>
    template().hasService('web', {
      image: 'busybox',
      command: ['run'],
      environment: { A: 1, C: '3' },
      labels: { x: 'y' },
    }),
  ).toThrow(
    new Error(
      [
        '"web" is not as expected:',
        '  services.web.image: expected "busybox", found "alpine"',
        '  services.web.command: expected ["run"], found ["run","fast"]',
        '    has too many entries: "fast"',
        '  services.web.environment.A: expected 1, found "1"',
        '  services.web.environment.C: expected "3", found nothing',
        '  services.web.labels: expected {"x":"y"}, found nothing',
      ].join('\n'),
    ),
  );
});

test('a missing entry is reported with the existing ones', () => {
  expect(() => template().hasService('db')).toThrow(new Error('expected "db" in services, the app has: web'));
  expect(() => template().hasNetwork('web')).toThrow(new Error('expected "web" in networks, the app has: net'));
  expect(() => template().hasVolume('web')).toThrow(new Error('expected "web" in volumes, the app has: data'));
  expect(() => ComposeTemplate.fromApp(new ComposeApp(testProject(), 'empty')).hasService('db')).toThrow(
    new Error('expected "db" in services, the app has: none'),
  );
});

test('another number of services is reported with their names', () => {
  expect(() => template().serviceCountIs(2)).toThrow(new Error('expected 2 services, the app has 1: web'));
  ComposeTemplate.fromApp(new ComposeApp(testProject(), 'empty')).serviceCountIs(0);
});

test('differences in networks and volumes are reported too', () => {
  expect(() => template().hasNetwork('net', { internal: false })).toThrow(
    '  networks.net.internal: expected false, found true',
  );
  expect(() => template().hasVolume('data', { external: true })).toThrow(
    '  volumes.data.external: expected true, found nothing',
  );
});

test('an app that is not valid is an error', () => {
  const app = new ComposeApp(testProject(), 'app', { appName: 'No' });
  expect(() => ComposeTemplate.fromApp(app)).toThrow('the compose app is not valid');
});

test('the map is a copy', () => {
  const one = template();
  one.toJson().services.web.image = 'changed';
  one.hasService('web', { image: 'alpine' });
});

test('the YAML is that of the compose file, without the marker', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine') });
  const text = ComposeTemplate.fromApp(app).toYaml();
  expect(text).toBe(app.toYaml());
  expect(text).toMatch(/^name: /);
  expect(parse(text)).toEqual(ComposeTemplate.fromApp(app).toJson());
});

test('later changes of the app are not seen', () => {
  const app = new ComposeApp(testProject(), 'app');
  const earlier = ComposeTemplate.fromApp(app);
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine') });
  earlier.serviceCountIs(0);
});

test('a part of a config or secret is enough', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Config(app, 'settings', { content: 'a', path: 'settings.txt' }).ignoreRule(
    'no-unused-entries',
    'what it holds is looked at',
  );
  app.addOverride('secrets.token.environment', 'TOKEN');
  app.ignoreRule('no-unused-entries', 'what the secret holds is looked at');
  const one = ComposeTemplate.fromApp(app);

  one.hasConfig('settings', { file: './settings.txt' });
  one.hasSecret('token', { environment: 'TOKEN' });
  expect(() => one.hasConfig('setting')).toThrow(
    new Error('expected "setting" in configs, the app has: settings; did you mean "settings"?'),
  );
  expect(() => one.hasSecret('token', { environment: 'OTHER' })).toThrow(
    '  secrets.token.environment: expected "OTHER", found "TOKEN"',
  );
});

test('a similar name is suggested', () => {
  expect(() => template().hasService('wep')).toThrow(
    new Error('expected "wep" in services, the app has: web; did you mean "web"?'),
  );
  expect(() => template().hasService('web', { commands: [] })).toThrow(
    '  services.web.commands: expected [], found nothing; did you mean "command"?',
  );
});

test('names that every object has are no services', () => {
  expect(() => template().hasService('toString')).toThrow('expected "toString" in services');
  expect(() => template().hasService('web', { constructor: 'x' })).toThrow(
    '  services.web.constructor: expected "x", found nothing',
  );
});

test('a missing entry of a list is reported with the nearest entry', () => {
  expect(() => template().hasService('web', { command: ['run', 'fest'] })).toThrow(
    '    lacks "fest", the nearest entry is "fast"',
  );
  expect(() =>
    template().hasService('web', { ports: [{ target: 81, published: '8080', host_ip: '127.0.0.1', protocol: 'tcp' }] }),
  ).toThrow(
    '    lacks {"target":81,"published":"8080","host_ip":"127.0.0.1","protocol":"tcp"}, the nearest entry is {"target":80,',
  );
  expect(() => template().hasService('web', { command: ['run', 'fast', 'far'] })).toThrow(/ {4}lacks "far"$/);
  expect(() => template().hasService('web', { command: ['run', 'run'] })).toThrow(
    '    lacks "run", the nearest entry is "fast"',
  );
  expect(() => template().hasService('web', { command: ['fast', 'run'] })).toThrow(
    '    has the same entries in another order',
  );
});

test('a map in place of a list, and the other way round, is a difference', () => {
  expect(() => template().hasService('web', { command: { 0: 'run', 1: 'fast' } })).toThrow(
    'services.web.command: expected {"0":"run","1":"fast"}, found ["run","fast"]',
  );
  expect(() => template().hasService('web', { environment: ['A=1'] })).toThrow(
    'services.web.environment: expected ["A=1"], found {',
  );
});

const whereComposeIs = spawnSync('docker', ['compose', 'version']).status === 0 ? test : test.skip;

function withVariables(): ComposeTemplate {
  const app = new ComposeApp(testProject(), 'app', { directory: 'deploy' });
  const port = new EnvVariable(app, 'WEB_PORT', { defaultValue: '8080' });
  const web = new Service(app, 'web', {
    image: ContainerImage.fromRegistry('alpine'),
    environment: {
      PORT: port,
      PATH: new EnvVariable(app, 'COMPOSE_PATH'),
      TOKEN: new EnvVariable(app, 'TOKEN', { secret: true }),
      PRICE: EnvValue.of('$5'),
    },
    mounts: [Mount.config(new Config(app, 'settings', { content: 'a', path: 'settings.txt' }), '/settings')],
  });
  web.addOverride('ports', [{ target: 80, published: port }]);
  web.addOverride('profiles', ['debug']);
  return ComposeTemplate.fromApp(app);
}

whereComposeIs('the resolved file has the values of variables: the default, or the name', () => {
  const resolved = withVariables().resolved();

  resolved.hasService('web', { environment: { PORT: '8080', TOKEN: 'TOKEN', PATH: 'COMPOSE_PATH', PRICE: '$5' } });
  resolved.hasService('web', { ports: [{ mode: 'ingress', target: 80, published: '8080', protocol: 'tcp' }] });
  withVariables()
    .resolved({ WEB_PORT: '9090', TOKEN: '"a" $b\\\n' })
    .hasService('web', { environment: { PORT: '9090', TOKEN: '"a" $b\\\n' } });
});

whereComposeIs('the resolved file has what Compose adds, and no path of this machine', () => {
  const resolved = withVariables().resolved();

  resolved.hasNetwork('default', { name: 'team-app_default' });
  resolved.hasConfig('settings', { file: './settings.txt' });
});

whereComposeIs('the resolved file has the services of included files, where they are', () => {
  const project = testProject();
  mkdirSync(join(project.outdir, 'legacy'));
  writeFileSync(join(project.outdir, 'legacy/compose.yaml'), 'services: { db: { image: "mysql:5.7" } }');
  const app = new ComposeApp(project, 'app', { directory: 'deploy' });
  new ComposeInclude(app, 'legacy', { path: '../legacy/compose.yaml' });
  ComposeTemplate.fromApp(app).resolved().hasService('db', { image: 'mysql:5.7' });
});

whereComposeIs('a .env of the app has no say in the resolved file', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  const name = new EnvVariable(app, 'NAME', { defaultValue: 'default' });
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine'), environment: { NAME: name } }).addOverride(
    'labels.x',
    EnvValue.of('y'),
  );
  writeFileSync(join(project.outdir, '.env'), 'NAME=of-the-file\nCOMPOSE_PROJECT_NAME=hijacked\n');
  const resolved = ComposeTemplate.fromApp(app).resolved();
  resolved.hasService('web', { environment: { NAME: 'default' } });
  expect(resolved.toJson().name).toBe('team-app');
});

whereComposeIs('the environment of the machine has no say in the resolved file', () => {
  process.env.TOKEN = 'of the machine';
  process.env.COMPOSE_PROJECT_NAME = 'hijacked';
  try {
    const resolved = withVariables().resolved();
    resolved.hasService('web', { environment: { TOKEN: 'TOKEN' } });
    expect(resolved.toJson().name).toBe('team-app');
  } finally {
    delete process.env.TOKEN;
    delete process.env.COMPOSE_PROJECT_NAME;
  }
});

whereComposeIs('a file that Compose does not accept is an error with what it says', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine') }).addOverride('umask', '0o9');
  // an earlier Compose does not know the key, a later one refuses the value
  expect(() => ComposeTemplate.fromApp(app).resolved()).toThrow(
    /^Docker Compose does not accept the compose file: .*umask/s,
  );
});

test('without Docker Compose the resolved file is an error that says so', () => {
  const { PATH } = process.env;
  process.env.PATH = '/nowhere';
  try {
    expect(() => withVariables().resolved()).toThrow(
      'resolved() asks Docker Compose, which is not installed here ("docker compose" does not run); install it, or assert without resolved()',
    );
  } finally {
    process.env.PATH = PATH;
  }
});

whereComposeIs('a path beside the app whose name begins alike is left alone', () => {
  const app = new ComposeApp(testProject(), 'app', { directory: 'srv/app' });
  const directory = join(app.project.outdir, 'srv/app');
  new Service(app, 'web', {
    image: ContainerImage.fromRegistry('alpine'),
    mounts: [Mount.bind(`${directory}-data`, '/x'), Mount.bind('./in', '/in')],
  });
  app.expectPath('in');
  mkdirSync(`${directory}-data`, { recursive: true });
  const sources = ComposeTemplate.fromApp(app)
    .resolved()
    .toJson()
    .services.web.volumes.map(({ source }: any) => source);
  expect(sources).toEqual([`${directory}-data`, './in']);
});
