import { ComposeApp, ContainerImage, Network, Service, Volume } from '../../src/compose';
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
