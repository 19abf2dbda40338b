import { ComposeApp, Config, ContainerImage, EnvVariable, Network, Service, Volume } from '../../../src/compose';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('alpine');

test.each(['web', 'Web-1', 'a.b_c', '1'])('the name %s is valid', name => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, name, { image });
  expect(() => app.toDefinition()).not.toThrow();
});

test.each<[string, (app: ComposeApp, id: string) => void]>([
  ['a service', (app, id) => new Service(app, id, { image })],
  ['a network', (app, id) => new Network(app, id)],
  ['a volume', (app, id) => new Volume(app, id)],
  ['a config', (app, id) => new Config(app, id, { path: 'x', content: '' })],
])('a space in the name of %s is an error', (_, make) => {
  const app = new ComposeApp(testProject(), 'app');
  make(app, 'my web');
  expect(() => app.toDefinition()).toThrow(
    '[app/my web] "my web" is not a valid name; use letters, digits, dots, dashes and underscores for the id',
  );
});

test('a bad name that comes from an override is an error too', () => {
  const app = new ComposeApp(testProject(), 'app');
  app.addOverride('services.ä.image', 'x');
  expect(() => app.toDefinition()).toThrow(
    '[app/ä] "ä" is not a valid name; use letters, digits, dots, dashes and underscores for the id',
  );
});

test.each(['no good!', 'a', '-ab', '', 'a/b'])('the container name "%s" is an error', containerName => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine:3.22'), containerName });
  expect(() => app.toDefinition()).toThrow(
    `[app/web] ${JSON.stringify(containerName)} is not a valid name for a container; use two or more letters`,
  );
});

test('a container name that is valid, or that a variable decides, is none', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine:3.22'), containerName: 'Team_web.1-a' });
  new Service(app, 'api', { image: ContainerImage.fromRegistry('alpine:3.22') }).addOverride(
    'container_name',
    new EnvVariable(app, 'NAME'),
  );
  expect(() => app.toDefinition()).not.toThrow();
});
