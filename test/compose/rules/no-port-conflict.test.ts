import { messagesOf, modelOf } from './rule-model';
import { ComposeApp, ContainerImage, EnvVariable, PortMapping, PortProtocol, Service } from '../../../src/compose';
import { NoPortConflict } from '../../../src/compose/rules/no-port-conflict';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('alpine');

function appWith(one: PortMapping, other: PortMapping): ComposeApp {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'one', { image, ports: [one] });
  new Service(app, 'two', { image, ports: [other] });
  return app;
}

test('two services on one host address and port are an error', () => {
  expect(() => appWith({ target: 80, published: 8080 }, { target: 81, published: 8080 }).toDefinition()).toThrow(
    '[app/two] it publishes 127.0.0.1:8080/tcp, which app/one publishes already (127.0.0.1:8080/tcp); publish it on another port',
  );
});

test.each(['0.0.0.0', '*', ''])('the address "%s" is all addresses of IPv4', hostIp => {
  const message = /^ {2}\[app\/two\] it publishes .*:8080\/tcp, which app\/one publishes already/m;
  expect(() =>
    appWith({ target: 80, published: 8080, hostIp }, { target: 80, published: 8080 }).toDefinition(),
  ).toThrow(message);
  expect(() =>
    appWith({ target: 80, published: 8080 }, { target: 80, published: 8080, hostIp }).toDefinition(),
  ).toThrow(message);
});

test.each<[string, PortMapping]>([
  ['another port', { target: 80, published: 8081 }],
  ['another address', { target: 80, published: 8080, hostIp: '127.0.0.2' }],
  ['another protocol', { target: 80, published: 8080, protocol: PortProtocol.UDP }],
  ['a port that the engine picks', { target: 80 }],
])('two services on %s are none', (_, other) => {
  expect(() => appWith({ target: 80, published: 8080 }, other).toDefinition()).not.toThrow();
});

test('two services on ports that the engine picks are none', () => {
  expect(() => appWith({ target: 80 }, { target: 80 }).toDefinition()).not.toThrow();
});

test('one service that publishes one port twice is an error', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', {
    image,
    ports: [
      { target: 80, published: 8080 },
      { target: 81, published: 8080 },
    ],
  });
  expect(() => app.toDefinition()).toThrow(
    '[app/web] it publishes 127.0.0.1:8080/tcp, which app/web publishes already (127.0.0.1:8080/tcp)',
  );
});

test.each<[any, boolean]>([
  ['8080:80', true],
  ['127.0.0.1:8080:80', true],
  ['127.0.0.2:8080:80', false],
  ['8080:80/udp', false],
  ['8081:8080', false],
  ['8080', false],
  ['8075-8085:75-85', true],
  ['8075-8085:80', true],
  ['8081-8085:80', false],
  ['8075-8085:80/udp', false],
  [{ target: 1, published: '8075-8085' }, true],
  [{ target: 1, published: '8075-8085', host_ip: '127.0.0.2' }, false],
  [{ target: 1, published: '8081-8085' }, false],
  [{ target: 1, published: 8080 }, true],
  [{ target: 1, published: '8080', host_ip: '127.0.0.2' }, false],
  [{ target: 1, published: '8080', protocol: 'udp' }, false],
])('an override is checked in either form: %j', (port, clash) => {
  const app = appWith({ target: 80, published: 8080 }, { target: 80 });
  app.addOverride('services.two.ports', [port]);
  const check = expect(() => app.toDefinition());
  if (clash) {
    check.toThrow(
      /\[app\/two\] it publishes .*:80\d\d(-\d+)?\/tcp, which app\/one publishes already \(127\.0\.0\.1:8080\/tcp\); (publish it on another port|use another port or range)/,
    );
  } else {
    check.not.toThrow();
  }
});

test('a port that a variable names is not compared', () => {
  const app = appWith({ target: 80 }, { target: 80 });
  const port = new EnvVariable(app, 'PORT');
  ['one', 'two'].forEach(name => app.addOverride(`services.${name}.ports.0.published`, port));
  expect(() => app.toDefinition()).not.toThrow();
});

const messages = (...services: any[]) =>
  messagesOf(
    new NoPortConflict(),
    modelOf({
      services: Object.fromEntries(
        services.map((service, index) => [`s${index}`, Array.isArray(service) ? { ports: service } : service]),
      ),
    }),
  );

test.each<[string[], string[], string]>([
  [
    ['8000-8002:80-82'],
    ['8001:80'],
    '[app/s1] it publishes *:8001/tcp, which app/s0 publishes already (*:8001/tcp); publish it on another port',
  ],
  [
    ['[::]:80:80'],
    ['[::1]:80:80'],
    '[app/s1] it publishes [::1]:80/tcp, which app/s0 publishes already ([::]:80/tcp); ',
  ],
  [
    ['[::1]:80:80'],
    ['[0:0::1]:80:80'],
    '[app/s1] it publishes [0:0::1]:80/tcp, which app/s0 publishes already ([::1]:80/tcp); ',
  ],
  [['80:80'], ['[::1]:80:80'], '[app/s1] it publishes [::1]:80/tcp, which app/s0 publishes already (*:80/tcp); '],
  [
    ['53:53/udp'],
    ['127.0.0.1:53:53/udp'],
    '[app/s1] it publishes 127.0.0.1:53/udp, which app/s0 publishes already (*:53/udp); ',
  ],
  [
    ['80:80'],
    ['80-81:8080'],
    '[app/s1] it publishes *:80-81/tcp, which app/s0 publishes already (*:80/tcp); use another port or range',
  ],
  [
    ['8120-8130:80'],
    ['8125:80'],
    '[app/s1] it publishes *:8125/tcp, which app/s0 publishes already (*:8120-8130/tcp); ',
  ],
])('%j and %j clash', (one, other, message) => {
  expect(messages(one, other)).toEqual([expect.stringContaining(message)]);
});

// Tested on an engine: `[::]` is IPv6 only, `0.0.0.0` IPv4 only.
test.each<[string[], string[]]>([
  [['[::]:80:80'], ['127.0.0.1:80:80']],
  [['0.0.0.0:80:80'], ['[::]:80:80']],
  [['127.0.0.1:80:80'], ['127.0.0.2:80:80']],
  [['8000-8002:80-82'], ['8003:80']],
  [['80:80'], ['81-82:8080']],
  [['80-81:8080'], ['80-81:8080']],
  [['53:53/udp'], ['53:53/tcp']],
  [['${PORT}:80'], ['${PORT}:80']],
])('%j and %j do not', (one, other) => {
  expect(messages(one, other)).toEqual([]);
});

test('services that never run together may have one port', () => {
  expect(messages({ ports: ['80:80'], profiles: ['dev'] }, { ports: ['80:80'], profiles: ['prod'] })).toEqual([]);
  expect(messages({ ports: ['80:80'], profiles: ['dev'] }, { ports: ['80:80'] })).toHaveLength(1);
});

test('a service that publishes one port twice is reported too', () => {
  expect(messages(['127.0.0.1:80:80', '80:81'])).toEqual([
    expect.stringContaining('[app/s0] it publishes *:80/tcp, which app/s0 publishes already'),
  ]);
});

// Tested on an engine: it uses the next port of the range at each start.
test('ranges may overlap while there is a port for each container', () => {
  expect(messages(['80-81:1'], ['80-81:1'])).toEqual([]);
  expect(messages(['80-81:1'], ['80-81:1'], [{ target: 1, published: '80-81' }])).toEqual([
    '[app/s2] it publishes a port of *:80-81/tcp, which has too few ports for it and app/s0 and app/s1; use a larger range',
  ]);
  expect(messages({ ports: ['80-81:1'], scale: 2 }, ['80-81:1'])).toHaveLength(1);
});
