import { Duration, Healthcheck } from '../../../src/compose';

test('a command is run without a shell, by default every 10 seconds and, while it starts, twice a second', () => {
  expect(Healthcheck.command(['check', '-q']).toDefinition()).toEqual({
    test: ['CMD', 'check', '-q'],
    interval: '10s',
    timeout: '5s',
    retries: 6,
    start_period: '60s',
    start_interval: '500ms',
  });
});

test('a line is run by the shell', () => {
  expect(Healthcheck.shell('check || exit 1').toDefinition().test).toEqual(['CMD-SHELL', 'check || exit 1']);
});

test('each time is for the team to choose', () => {
  const options = {
    interval: Duration.seconds(1),
    timeout: Duration.seconds(2),
    retries: 3,
    startPeriod: Duration.minutes(4),
    startInterval: Duration.seconds(5),
  };
  const times = { interval: '1s', timeout: '2s', retries: 3, start_period: '4m', start_interval: '5s' };
  expect(Healthcheck.command(['x'], options).toDefinition()).toMatchObject(times);
  expect(Healthcheck.shell('x', options).toDefinition()).toMatchObject(times);
});

test('a healthcheck may be switched off', () => {
  expect(Healthcheck.disabled().toDefinition()).toEqual({ disable: true });
});
