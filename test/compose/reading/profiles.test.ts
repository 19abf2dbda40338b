import { areAlternatives } from '../../../src/compose/reading/profiles';

test.each<[string[] | undefined, string[] | undefined, boolean]>([
  [undefined, undefined, false],
  [['a'], undefined, false],
  [['a'], ['b'], true],
  [['a', 'b'], ['b'], false],
])('services of the profiles %j and %j are alternatives: %s', (one, other, expected) => {
  const service = (profiles?: string[]) => ({ profiles });
  expect(areAlternatives(service(one), service(other))).toBe(expected);
});
