import { replicasOf } from '../../../src/compose/reading/replicas';

test.each<[any, number]>([
  [{}, 1],
  [{ scale: 2 }, 2],
  [{ deploy: { replicas: 3 } }, 3],
  [{ deploy: { replicas: '${N}' } }, 1],
  [{ deploy: { replicas: 0 } }, 0],
  [{ scale: 0 }, 0],
  [{ deploy: { replicas: '0' } }, 0],
  [{ deploy: {} }, 1],
  [{ deploy: null }, 1],
  [{ scale: '2' }, 2],
])('a service with %j has %d containers', (definition, replicas) => {
  expect(replicasOf(definition)).toBe(replicas);
});
