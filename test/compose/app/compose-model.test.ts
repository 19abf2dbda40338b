import { ComposeApp, ComposeModel, ContainerImage, Network, Service } from '../../../src/compose';
import { testProject } from '../../test-project';

test('an entry knows its construct and its path', () => {
  const app = new ComposeApp(testProject(), 'app');
  const service = new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine') });
  const model = new ComposeModel(
    { services: { web: { image: 'alpine' } } },
    { app, elements: [service, new Network(app, 'web-net')] },
  );
  expect(model.services).toEqual([{ name: 'web', path: 'app/web', definition: { image: 'alpine' }, element: service }]);
});

test('an entry that an override made has a path of the app, and no construct', () => {
  const model = new ComposeModel({ volumes: { data: null } }, { app: new ComposeApp(testProject(), 'app') });
  expect(model.volumes).toEqual([{ name: 'data', path: 'app/data', definition: {}, element: undefined }]);
});

test('sections that are not there have no entries', () => {
  const model = new ComposeModel({}, { app: new ComposeApp(testProject(), 'app') });
  expect([model.services, model.networks, model.volumes, model.configs, model.entries('secrets')]).toEqual([
    [],
    [],
    [],
    [],
    [],
  ]);
});
