import { ComposeApp, ContainerImage, Service, Volume } from '../../../src/compose';
import { renderSections, withSections } from '../../../src/compose/app/rendered-sections';
import { ErrorList } from '../../../src/compose/element/compose-error';
import { testProject } from '../../test-project';

test('elements are rendered by section and name; those that fail are reported and left out', () => {
  const app = new ComposeApp(testProject(), 'app');
  const web = new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine') });
  const broken = new Volume(app, 'broken');
  broken.addOverride('drive', 'x');
  const errors = new ErrorList(app);
  expect(renderSections([web, new Volume(app, 'data'), broken], errors)).toMatchObject({
    services: { web: { image: 'alpine' } },
    volumes: { data: {} },
  });
  expect(() => errors.throwIfAny()).toThrow('[app/broken] the override "drive"');
});

test('additional entries keep the existing ones', () => {
  const file = { name: 'app', services: { a: 1 } };
  expect(withSections(file, { services: { b: 2 }, volumes: { c: 3 } })).toEqual({
    name: 'app',
    services: { a: 1, b: 2 },
    volumes: { c: 3 },
  });
  expect(file).toEqual({ name: 'app', services: { a: 1 } });
});
