import { networksOf } from '../../../src/compose/reading/networks';

test.each<[any, string[]]>([
  [{}, ['default']],
  [{ networks: [] }, ['default']],
  [{ networks: ['a', 'b'] }, ['a', 'b']],
  [{ networks: { a: null, b: { aliases: ['c'] } } }, ['a', 'b']],
  [{ network_mode: 'host' }, []],
  [{ network_mode: 'host', networks: ['a'] }, ['a']],
])('a service with %j is in %j', (definition, networks) => {
  expect(networksOf(definition)).toEqual(networks);
});
