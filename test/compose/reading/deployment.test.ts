import { areAlternatives, replicasOf } from '../../../src/compose/reading/deployment';

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

test.each<[string[] | undefined, string[] | undefined, boolean]>([
  [undefined, undefined, false],
  [['a'], undefined, false],
  [['a'], ['b'], true],
  [['a', 'b'], ['b'], false],
])('services of the profiles %j and %j are alternatives: %s', (one, other, expected) => {
  const service = (profiles?: string[]) => ({ profiles });
  expect(areAlternatives(service(one), service(other))).toBe(expected);
});
