import { environmentOf, entriesOf } from '../../../src/compose/reading/environment';

test.each([
  ['absent', undefined, []],
  ['null', null, []],
  ['an empty map', {}, []],
  ['an empty list', [], []],
  [
    'a map of strings',
    { A: 'a', B: '' },
    [
      ['A', 'a'],
      ['B', ''],
    ],
  ],
  [
    'a map of numbers and booleans',
    { A: 5, B: true, C: 0, D: false },
    [
      ['A', '5'],
      ['B', 'true'],
      ['C', '0'],
      ['D', 'false'],
    ],
  ],
  ['a map with a name alone', { A: null }, [['A', null]]],
  [
    'a list',
    ['A=a', 'B='],
    [
      ['A', 'a'],
      ['B', ''],
    ],
  ],
  ['a list with a name alone', ['A'], [['A', null]]],
  ['a value with equals signs', ['A=b=c='], [['A', 'b=c=']]],
  ['a name that is there twice', ['A=1', 'A=2'], [['A', '2']]],
  ['a reference', ['A=${B:-x=y}'], [['A', '${B:-x=y}']]],
  ['entries of a list that are no text', [null, 5, 'A=a'], [['A', 'a']]],
  [
    'names that every object has',
    { constructor: 'a', toString: 'b' },
    [
      ['constructor', 'a'],
      ['toString', 'b'],
    ],
  ],
])('reads %s', (_, environment, entries) => {
  expect([...environmentOf({ environment })]).toEqual(entries);
  expect([...entriesOf(environment)]).toEqual(entries);
});

test('a definition is read once', () => {
  const definition = { environment: ['A=a'] };
  expect(environmentOf(definition)).toBe(environmentOf(definition));
});
