import { areAlternatives } from '../../../src/compose/rules/profiles';

test.each<[string[] | undefined, string[] | undefined, boolean]>([
  [undefined, undefined, false],
  [['a'], undefined, false],
  [['a'], ['b'], true],
  [['a', 'b'], ['b'], false],
])('services of the profiles %j and %j are alternatives: %s', (one, other, expected) => {
  const service = (profiles?: string[]) => ({ name: 'x', path: 'x', definition: { profiles } });
  expect(areAlternatives(service(one), service(other))).toBe(expected);
});
