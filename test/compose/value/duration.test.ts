import { Duration } from '../../../src/compose';

test.each([
  [Duration.millis(500), '500ms'],
  [Duration.seconds(30), '30s'],
  [Duration.minutes(5), '5m'],
  [Duration.hours(2), '2h'],
  [Duration.days(30), '720h'],
  [Duration.seconds(0), '0s'],
])('a duration is written as compose reads it: %# %s', (duration, text) => {
  expect(duration.toCompose()).toBe(text);
});

test.each([
  [Duration.millis(500), 0.5],
  [Duration.seconds(30), 30],
  [Duration.minutes(5), 300],
  [Duration.hours(2), 7200],
  [Duration.days(30), 2_592_000],
])('a duration has seconds: %# %s', (duration, seconds) => {
  expect(duration.toSeconds()).toBe(seconds);
});

test.each([-1, 1.5, NaN, Infinity])('a duration of %s is an error', amount => {
  expect(() => Duration.seconds(amount)).toThrow(`the duration is ${amount} s; give an integer of 0 or more`);
});
