import { ComposeApp, ComposeOverlay, ContainerImage, Network, Service, Volume } from '../../src/compose';
import { testProject } from '../test-project';

test('each network is made on first use and once, and lets out what it is for', () => {
  const app = new ComposeApp(testProject(), 'app');
  expect(app.toDefinition()).toEqual({ name: 'team-app' });
  for (const network of ['internalNetwork', 'publicNetwork', 'outboundNetwork'] as const) {
    expect(app[network]).toBe(app[network]);
  }
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine:3.22'), networks: [app.internalNetwork, app.publicNetwork, app.outboundNetwork] });
  expect(app.toDefinition().networks).toEqual({
    internal: { internal: true, driver_opts: { 'com.docker.network.bridge.inhibit_ipv4': 'true' } },
    public: { driver_opts: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' } },
    outbound: {},
  });
});

test('the engine takes the way out of the network whose name comes first', () => {
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
    '[app/public] the services want a network "public", but this is none; give this construct another id, or the services their `networks`',
  );
});

test('to ask for a network is not to use it: one that no service is in is in no file', () => {
  const app = new ComposeApp(testProject(), 'app');
  const web = new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine:3.22'), networks: [app.internalNetwork] });
  const before = app.toYaml();
  expect([app.outboundNetwork.name, app.publicNetwork.name]).toEqual(['outbound', 'public']);
  expect(app.toYaml()).toBe(before);
  expect(Object.keys(app.toDefinition().networks)).toEqual(['internal']);

  new ComposeOverlay(app, 'prod').element(web).addToArray('networks', 'outbound'); // used there alone
  expect(Object.keys(app.toDefinition().networks).sort()).toEqual(['internal', 'outbound']);
  web.addOverride('networks', ['public', 'internal']);
  expect(Object.keys(app.toDefinition().networks).sort()).toEqual(['internal', 'outbound', 'public']);
});

test('a network of the team that no service is in is still told', () => {
  const app = new ComposeApp(testProject(), 'app', { strict: true });
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine:3.22'), networks: [app.internalNetwork] });
  new Network(app, 'mine');
  expect(() => app.toDefinition()).toThrow('[app/mine]');
});
