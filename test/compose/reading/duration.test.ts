import { millisOf } from '../../../src/compose/reading/duration';

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
