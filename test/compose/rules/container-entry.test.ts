import { modelOf } from './rule-model';
import { containersIn } from '../../../src/compose/rules/container-entry';

test('services, jobs and the steps before their start are containers', () => {
  const model = modelOf({
    services: { web: { image: 'a', pre_start: [{ image: 'b' }] } },
    jobs: { nightly: { image: 'c' } },
  });
  expect(containersIn(model).map(({ path, definition }) => `${path} ${definition.image}`)).toEqual([
    'app/web a',
    'app/web b',
    'app/nightly c',
  ]);
});
