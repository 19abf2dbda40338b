import { messagesOf, modelOf } from './rule-model';
import { UniqueContainerNames } from '../../../src/compose/rules/unique-container-names';

const messages = (...services: any[]) =>
  messagesOf(
    new UniqueContainerNames(),
    modelOf({ services: Object.fromEntries(services.map((service, index) => [`s${index}`, service])) }),
  );

test('a name that another container has is told', () => {
  expect(messages({ container_name: 'web' }, { container_name: 'other' }, { container_name: 'web' })).toEqual([
    '[app/s2] its container is named "web", as that of app/s0 is; give it another containerName, or none: Compose makes one of app and service',
  ]);
});

test('names of variables, and of services of which one stands in for the other, are not', () => {
  expect(messages({ container_name: '${NAME}' }, { container_name: '${NAME}' }, {}, {})).toEqual([]);
  expect(messages({ container_name: 'web', profiles: ['dev'] }, { container_name: 'web', profiles: ['prod'] })).toEqual(
    [],
  );
  expect(messages({ container_name: 'web', profiles: ['dev'] }, { container_name: 'web' })).toHaveLength(1);
});
