import { messagesOf, modelOf } from './rule-model';
import { ContainerNameSingleReplica } from '../../../src/compose/rules/container-name-single-replica';

const messages = (web: any) => messagesOf(new ContainerNameSingleReplica(), modelOf({ services: { web } }));

test.each<[any]>([[{ scale: 2 }], [{ deploy: { replicas: 2 } }]])(
  'one name for the containers of %j is reported',
  more => {
    expect(messages({ container_name: 'web', ...more })).toEqual([
      '[app/web] its 2 containers cannot all be named "web"; remove containerName: Compose generates a name for each',
    ]);
  },
);

test('one container has one name, and more have none', () => {
  expect(messages({ container_name: 'web', scale: 1 })).toEqual([]);
  expect(messages({ scale: 2 })).toEqual([]);
});
