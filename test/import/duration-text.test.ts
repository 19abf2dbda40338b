import { durationCall } from '../../src/import/duration-text';
import { toTypeScript } from '../../src/import/expression';

test.each([
  ['30s', 'Duration.seconds(30)'],
  ['1m30s', 'Duration.seconds(90)'],
  ['2h', 'Duration.minutes(120)'],
  ['1s500ms', 'Duration.millis(1500)'],
  ['0s', 'Duration.seconds(0)'],
])('%s is %s', (text, call) => {
  expect(toTypeScript(durationCall(text)!)).toBe(call);
});

test.each(['1.5us', '10us', '', '10', 10, undefined, '$T'])('%j has no typed form', text => {
  expect(durationCall(text)).toBeUndefined();
});
