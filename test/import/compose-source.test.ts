import { ComposeSource, plainScalar } from '../../src/import/compose-source';

const text = `# first
x-base: &base
  user: a  # second
services:
  one:
    <<: *base
    ports:
      - "80"
      - 81
  two: &two
    image: "#no comment"
  three: *two
`;

test('a value has a line, also in a list and after an alias; a value of a merge key has that of its map', () => {
  const source = new ComposeSource(text);
  expect(
    [
      ['services', 'one'],
      ['services', 'one', 'ports', 1],
      ['services', 'three', 'image'],
      ['services', 'one', 'user'],
      ['nowhere'],
    ].map(path => source.lineOf(path)),
  ).toEqual([5, 9, 11, 5, 1]);
});

test('anchors and merge keys are resolved', () => {
  expect(new ComposeSource(text).content.services).toEqual({
    one: { user: 'a', ports: ['80', 81] },
    two: { image: '#no comment' },
    three: { image: '#no comment' },
  });
});

test('comments are found, and a # within quotes is no comment', () => {
  expect(new ComposeSource(text).commentLines).toEqual([1, 3]);
});

test('a later entry of a merge list does not win over an earlier one, nor over the map itself', () => {
  const { content } = new ComposeSource(
    'services: { a: { <<: [{ image: x, user: x }, { image: y, cpus: y }], cpus: z } }',
  );
  expect(content.services.a).toEqual({ image: 'x', user: 'x', cpus: 'z' });
});

test.each<[string, unknown]>([
  ['text', 'text'],
  ['', null],
  ['~', null],
  ['null', null],
  ['true', true],
  ['FALSE', false],
  ['yes', 'yes'],
  ['on', 'on'],
  ['12', 12],
  ['-7', -7],
  ['+7', 7],
  ['0777', 511],
  ['0o17', 15],
  ['0x1F', 31],
  ['0b11', 3],
  ['1_000', 1000],
  ['08', 8],
  ['1.50', 1.5],
  ['1e3', 1000],
  ['.5', 0.5],
  ['12:30', '12:30'],
  ['2020-01-01', '2020-01-01'],
  ['1.2.3', '1.2.3'],
  ['-', '-'],
  ['.inf', '.inf'],
  ['12345678901234567890', '12345678901234567890'],
])('unquoted, %s is %p', (source, value) => {
  expect(plainScalar(source)).toBe(value);
});
