import { bytesOf, millisOf } from '../../../src/compose/reading/quantity';

test.each<[any, number]>([
  ['0', 0],
  [0, 0],
  ['1ns', 1e-6],
  ['1.5s', 1500],
  ['.5m', 30_000],
  ['1h2m3s4ms', 3_723_004],
  ['2d', 172_800_000],
  ['1w', 604_800_000],
  ['5us', 0.005],
])('%s is %d ms', (text, millis) => {
  expect(millisOf(text)).toBeCloseTo(millis, 9);
});

test.each(['', '5', '5x', 's', '1 s', '1s 2m', '-1s', '1e3s', undefined, null])('%s is none', text => {
  expect(millisOf(text)).toBeUndefined();
});

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
