import { bytesOf } from '../../../src/compose/reading/size';

test.each<[any, number]>([
  [0, 0],
  [5, 5],
  ['5', 5],
  ['5b', 5],
  ['1k', 1024],
  ['1.5g', 1_610_612_736],
  ['5kib', 5120],
  ['5 MB', 5_242_880],
  ['1T', 1024 ** 4],
  ['1pb', 1024 ** 5],
])('%s are %d bytes', (text, bytes) => {
  expect(bytesOf(text)).toBe(bytes);
});

test.each(['', 'g', '-1', '5x', '5 g b', undefined, null])('%s is none', text => {
  expect(bytesOf(text)).toBeUndefined();
});
