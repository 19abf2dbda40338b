import { messagesOf, modelOf } from './rule-model';
import { UniqueContainerNames } from '../../../src/compose/rules/unique-container-names';

const messages = (...services: any[]) =>
  messagesOf(
    new UniqueContainerNames(),
    modelOf({ services: Object.fromEntries(services.map((service, index) => [`s${index}`, service])) }),
  );

test('a name that another container has is reported', () => {
  expect(messages({ container_name: 'web' }, { container_name: 'other' }, { container_name: 'web' })).toEqual([
    '[app/s2] its container has the name "web", which the container of app/s0 has too; use another containerName, or none: Compose generates one from the names of app and service',
  ]);
});

test('names with variables, and of services that never run together, are not reported', () => {
  expect(messages({ container_name: '${NAME}' }, { container_name: '${NAME}' }, {}, {})).toEqual([]);
  expect(messages({ container_name: 'web', profiles: ['dev'] }, { container_name: 'web', profiles: ['prod'] })).toEqual(
    [],
  );
  expect(messages({ container_name: 'web', profiles: ['dev'] }, { container_name: 'web' })).toHaveLength(1);
});
