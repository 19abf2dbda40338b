import { ComposeApp, ContainerImage, EnvValue, EnvVariable, PortMapping, Service } from '../../../src/compose';
import { testProject } from '../../test-project';

function appWith(...ports: PortMapping[]): { app: ComposeApp; web: Service } {
  const app = new ComposeApp(testProject(), 'app');
  return { app, web: new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine'), ports }) };
}

test.each([1, 80, 65535])('port %d may be published', port => {
  expect(() => appWith({ target: port, published: port }).app.toDefinition()).not.toThrow();
});

test.each([0, -1, 65536, 1.5])('the port %d is an error, in the container and on the host', port => {
  const message = `[app/web] ${port} is not a valid port; use a port from 1 to 65535`;
  expect(() => appWith({ target: port }).app.toDefinition()).toThrow(message);
  expect(() => appWith({ target: 80, published: port }).app.toDefinition()).toThrow(message);
});

test.each<[any, string | undefined]>([
  ['80', undefined],
  [80, undefined],
  ['8080:80', undefined],
  ['127.0.0.1:8080:80/udp', undefined],
  ['127.0.0.1::80', undefined],
  ['[::1]:8080:80', undefined],
  ['8000-8010:8000-8010', undefined],
  ['8000-8010:80', undefined],
  [{ target: 80, published: '8000-8010' }, undefined],
  [{ target: 80, published: 8080 }, undefined],
  ['70000:80', '70000'],
  ['80:70000', '70000'],
  ['0:80', '0'],
  [{ target: 80, published: '70000' }, '70000'],
  [{ target: 0 }, '0'],
  ['http', '"http"'],
  [{ target: 'http' }, '"http"'],
])('an override is checked in either form: %j', (port, wrong) => {
  const { app, web } = appWith();
  web.addOverride('ports', [port]);
  if (wrong) {
    expect(() => app.toDefinition()).toThrow(`[app/web] ${wrong} is not a valid port; use a port from 1 to 65535`);
  } else {
    expect(() => app.toDefinition()).not.toThrow();
  }
});

test.each([
  [{ target: 80, hostIp: 'localhost' }, undefined, 'localhost'],
  [undefined, 'example.com:80:80', 'example.com'],
  [undefined, { target: 80, host_ip: '*' }, '*'],
])('a port listens on an address, and no name: %j %j', (port, override, address) => {
  const { app, web } = port ? appWith(port) : appWith();
  if (override) {
    web.addOverride('ports', [override]);
  }
  expect(() => app.toDefinition()).toThrow(
    `[app/web] it listens on "${address}", which is not an IP address; use an address of the host`,
  );
});

test.each(['0.0.0.0:80:80', '[::1]:80:80', { target: 80, host_ip: '::' }])('%j listens on an address', port => {
  const { app, web } = appWith();
  web.addOverride('ports', [port]);
  expect(() => app.toDefinition()).not.toThrow();
});

test('a port that a variable names is known at start only', () => {
  const { app, web } = appWith({ target: 80 });
  const port = new EnvVariable(app, 'PORT');
  web.addOverride('ports.0.published', port);
  web.addOverride('ports.1', EnvValue.concat(port, EnvValue.of(':81')));
  expect(app.toDefinition().services.web.ports[0].published).toBe('${PORT:?set it in .env}');
});

test('text that only looks like a variable is no port', () => {
  const { app, web } = appWith();
  web.addOverride('ports', ['${PORT}:80']);
  expect(() => app.toDefinition()).toThrow('"${PORT}" is not a valid port');
});
