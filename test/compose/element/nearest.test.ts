import { nearest } from '../../../src/compose/element/nearest';

test.each([
  ['imgae', ['build', 'image', 'init'], 'image'],
  ['enviroment', ['entrypoint', 'environment', 'env_file'], 'environment'],
  ['db', ['db'], 'db'],
  ['x', ['same', 'y'], 'y'],
])('%s is nearest, of %s, to %s', (written, candidates, best) => {
  expect(nearest(written, candidates)).toBe(best);
});

test('of nothing, nothing is nearest', () => {
  expect(nearest('x', [])).toBeUndefined();
});

test('a candidate that is too many edits away is none', () => {
  expect(nearest('db', ['dc', 'web'], 1)).toBe('dc');
  expect(nearest('db', ['web'], 1)).toBeUndefined();
});
