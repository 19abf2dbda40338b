import { plainScalar } from '../../src/import/plain-scalar';

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
