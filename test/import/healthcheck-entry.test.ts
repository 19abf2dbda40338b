import { toTypeScript } from '../../src/import/expression';
import { durationCall, healthcheckCall } from '../../src/import/healthcheck-entry';

test.each<[unknown, string, string[]]>([
  [{ test: 'true' }, "Healthcheck.shell('true')", ['retries', 'interval', 'timeout', 'start_period', 'start_interval']],
  [
    { test: ['CMD', 'a', 'b'], interval: '5s', retries: 2, start_period: '1h' },
    "Healthcheck.command(['a', 'b'], { interval: Duration.seconds(5), startPeriod: Duration.minutes(60), retries: 2 })",
    ['timeout', 'start_interval'],
  ],
  [{ test: undefined, disable: true }, 'Healthcheck.disabled()', []],
])('%j is %s', (entry, call, unset) => {
  const found = healthcheckCall(entry)!;
  expect(toTypeScript(found.call)).toBe(call);
  expect(found.unset).toEqual(unset);
});

test.each([
  { test: ['NONE'] },
  { interval: '5s' },
  { test: 'true', interval: '1.5us' },
  { test: ['CMD'] },
  { test: ['true'] },
  { test: 'true', disable: true },
  { test: 'true', retries: '3' },
  { test: 'true', other: '1s' },
])('%j has no typed form', entry => {
  expect(healthcheckCall(entry)).toBeUndefined();
});

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
