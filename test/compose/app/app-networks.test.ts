import {
  ComposeApp,
  ComposeOverlay,
  ContainerImage,
  EnvVariable,
  MlflowService,
  Network,
  Secret,
  Service,
  Volume,
} from '../../../src';
import { testProject } from '../../test-project';

test('each network is created once, on first use, with its egress', () => {
  const app = new ComposeApp(testProject(), 'app');
  expect(app.toDefinition()).toEqual({ name: 'team-app' });
  for (const network of ['internalNetwork', 'publicNetwork', 'outboundNetwork'] as const) {
    expect(app[network]).toBe(app[network]);
  }
  new Service(app, 'web', {
    image: ContainerImage.fromRegistry('alpine:3.22'),
    networks: [app.internalNetwork, app.publicNetwork, app.outboundNetwork],
  });
  expect(app.toDefinition().networks).toEqual({
    internal: { internal: true, driver_opts: { 'com.docker.network.bridge.inhibit_ipv4': 'true' } },
    public: { driver_opts: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' } },
    outbound: {},
  });
});

test('the engine uses the network whose name comes first for egress', () => {
  const app = new ComposeApp(testProject(), 'app');
  expect([app.publicNetwork, app.outboundNetwork].map(({ name }) => name).sort()[0]).toBe('outbound');
});

test('a network of the team takes the place of "internal"', () => {
  const app = new ComposeApp(testProject(), 'app');
  const network = new Network(app, 'internal', { driver: 'overlay' });
  expect(app.internalNetwork).toBe(network);
});

test('another construct in the place of "public" is an error', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Volume(app, 'public');
  expect(() => app.publicNetwork).toThrow(
    '[app/public] the services need a network "public", but this is not one; give this construct another id, or set `networks` of the services',
  );
});

test('to ask for a network is not to use it: one that no service is in is in no file', () => {
  const app = new ComposeApp(testProject(), 'app');
  const web = new Service(app, 'web', {
    image: ContainerImage.fromRegistry('alpine:3.22'),
    networks: [app.internalNetwork],
  });
  const before = app.toYaml();
  expect([app.outboundNetwork.name, app.publicNetwork.name]).toEqual(['outbound', 'public']);
  expect(app.toYaml()).toBe(before);
  expect(Object.keys(app.toDefinition().networks)).toEqual(['internal']);

  new ComposeOverlay(app, 'prod').element(web).addToArray('networks', 'outbound'); // used there alone
  expect(Object.keys(app.toDefinition().networks).sort()).toEqual(['internal', 'outbound']);
  web.addOverride('networks', ['public', 'internal']);
  expect(Object.keys(app.toDefinition().networks).sort()).toEqual(['internal', 'outbound', 'public']);
});

test('a custom network without services is still reported', () => {
  const app = new ComposeApp(testProject(), 'app', { strict: true });
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine:3.22'), networks: [app.internalNetwork] });
  new Network(app, 'mine');
  expect(() => app.toDefinition()).toThrow('[app/mine]');
});

test.each<[string, (app: ComposeApp) => unknown, (app: ComposeApp) => unknown, string]>([
  [
    'getter outboundNetwork',
    app => app.outboundNetwork,
    app => new Network(app, 'outbound'),
    '[app/outbound] there is already a construct with this id, of the class Network',
  ],
  [
    'getter internalNetwork',
    app => app.internalNetwork,
    app => new Network(app, 'internal'),
    '[app/internal] there is already a construct with this id, of the class Network',
  ],
  [
    'getter publicNetwork',
    app => app.publicNetwork,
    app => new Volume(app, 'public'),
    '[app/public] there is already a construct with this id, of the class Network',
  ],
  [
    'key of an MLflow server',
    app => new MlflowService(app, 'mlflow'),
    app => new Secret(app, 'MLFLOW_CRYPTO_KEK_PASSPHRASE'),
    '[app/MLFLOW_CRYPTO_KEK_PASSPHRASE] there is already a construct with this id, of the class Secret',
  ],
  [
    'program',
    app => new EnvVariable(app, 'A'),
    app => new EnvVariable(app, 'A'),
    '[app/A] there is already a construct with this id, of the class EnvVariable',
  ],
])('a second construct of an id names the first one: %s', (_, makeFirst, makeSecond, message) => {
  const app = new ComposeApp(testProject(), 'app');
  makeFirst(app);
  expect(() => makeSecond(app)).toThrow(message);
  expect(() => makeSecond(app)).toThrow('; use that one, create yours first, or give yours another id');
});
