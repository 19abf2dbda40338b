import { modelOf } from './rule-model';
import { dependenciesOf, servicesByName } from '../../../src/compose/rules/dependency-graph';

test.each<[any, any]>([
  [undefined, {}],
  [['a', 'b'], { a: 'service_started', b: 'service_started' }],
  [{ a: { condition: 'service_healthy', restart: true } }, { a: 'service_healthy' }],
])('the dependencies of %j are %j', (dependsOn, dependencies) => {
  expect(dependenciesOf({ name: 'x', path: 'x', definition: { depends_on: dependsOn } })).toEqual(dependencies);
});

test('services are found by name', () => {
  const model = modelOf({ services: { a: { image: 'x' } } });
  expect(servicesByName(model).get('a')!.definition.image).toBe('x');
});
