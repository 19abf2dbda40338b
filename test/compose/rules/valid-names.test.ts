import { ComposeApp, Config, ContainerImage, Network, Service, Volume } from '../../../src/compose';
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
  expect(() => app.toDefinition()).toThrow('[app/my web] "my web" is not a valid name; use letters, digits, dots, dashes and underscores for the id');
});

test('a bad name that comes from an override is an error too', () => {
  const app = new ComposeApp(testProject(), 'app');
  app.addOverride('services.ä.image', 'x');
  expect(() => app.toDefinition()).toThrow('[app/ä] "ä" is not a valid name; use letters, digits, dots, dashes and underscores for the id');
});
