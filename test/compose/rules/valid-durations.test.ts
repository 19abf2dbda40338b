import { messagesOf, modelOf } from './rule-model';
import { ValidDurations } from '../../../src/compose/rules/valid-durations';

test.each(['10s', '1m30s', '500ms', '1.5h', '.5s', '1us', '1µs', '2d', '1w', '0', '${WAIT}', '${WAIT:-10s}'])(
  '%s is a length of time',
  interval => {
    expect(messagesOf(new ValidDurations(), modelOf({ services: { web: { healthcheck: { interval } } } }))).toEqual([]);
  },
);

test.each(['', '10', '10 s', 's', '90 seconds', '1m 30s', '-1s', '10S', '$$1s'])('%j is none', interval => {
  expect(messagesOf(new ValidDurations(), modelOf({ services: { web: { healthcheck: { interval } } } }))).toEqual([
    `[app/web] healthcheck.interval is "${interval}", which is not a duration; use a number and its unit, such as "10s" or "1m30s"`,
  ]);
});

test('all keys that take a length of time are looked at', () => {
  const bad = 'soon';
  const definition = {
    stop_grace_period: bad,
    healthcheck: { interval: bad, timeout: bad, start_period: bad, start_interval: bad },
    deploy: {
      update_config: { delay: bad, monitor: bad },
      rollback_config: { delay: bad, monitor: bad },
      restart_policy: { delay: bad, window: bad },
    },
  };
  expect(messagesOf(new ValidDurations(), modelOf({ services: { web: definition } }))).toHaveLength(11);
});
