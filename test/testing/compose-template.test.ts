import { parse } from 'yaml';
import { ComposeApp, ComposeTemplate, ContainerImage, EnvValue, Network, Service, Volume } from '../../src';
import { testProject } from '../test-project';

function template(): ComposeTemplate {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', {
    image: ContainerImage.fromRegistry('alpine'),
    command: ['run', 'fast'],
    environment: { A: EnvValue.of('1'), B: EnvValue.of('$') },
    ports: [{ target: 80, published: 8080 }],
  });
  new Network(app, 'net', { internal: true });
  new Volume(app, 'data', { driver: 'local' });
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
  expect(() => template().hasService('web', { image: undefined })).toThrow('services.web.image: expected undefined, found "alpine"');
});

test('lists are compared whole, the order of the keys of their maps aside', () => {
  template().hasService('web', { ports: [{ protocol: 'tcp', host_ip: '127.0.0.1', published: '8080', target: 80 }] });
  expect(() => template().hasService('web', { ports: [{ target: 80 }] })).toThrow('services.web.ports: expected [{"target":80}], found [{');
});

test('each difference is told by its path', () => {
  expect(() => template().hasService('web', { image: 'busybox', command: ['run'], environment: { A: 1, C: '3' }, labels: { x: 'y' } })).toThrow(new Error([
    '"web" is not as expected:',
    '  services.web.image: expected "busybox", found "alpine"',
    '  services.web.command: expected ["run"], found ["run","fast"]',
    '  services.web.environment.A: expected 1, found "1"',
    '  services.web.environment.C: expected "3", found nothing',
    '  services.web.labels: expected {"x":"y"}, found nothing',
  ].join('\n')));
});

test('what is not there is told with what is', () => {
  expect(() => template().hasService('db')).toThrow(new Error('expected "db" among the services, the app has: web'));
  expect(() => template().hasNetwork('web')).toThrow(new Error('expected "web" among the networks, the app has: net'));
  expect(() => template().hasVolume('web')).toThrow(new Error('expected "web" among the volumes, the app has: data'));
  expect(() => ComposeTemplate.fromApp(new ComposeApp(testProject(), 'empty')).hasService('db')).toThrow(
    new Error('expected "db" among the services, the app has: none'),
  );
});

test('another number of services is told with their names', () => {
  expect(() => template().serviceCountIs(2)).toThrow(new Error('expected 2 services, the app has 1: web'));
  ComposeTemplate.fromApp(new ComposeApp(testProject(), 'empty')).serviceCountIs(0);
});

test('differences in networks and volumes are told too', () => {
  expect(() => template().hasNetwork('net', { internal: false })).toThrow('  networks.net.internal: expected false, found true');
  expect(() => template().hasVolume('data', { external: true })).toThrow('  volumes.data.external: expected true, found nothing');
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
