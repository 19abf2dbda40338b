import { Schedule } from '../../../src/compose';

test.each([
  [Schedule.hourly(), '0 * * * *'],
  [Schedule.daily('03:00'), '0 3 * * *'],
  [Schedule.daily('23:59'), '59 23 * * *'],
  [Schedule.daily('3:05'), '5 3 * * *'],
  [Schedule.weekly('sunday', '04:00'), '0 4 * * 0'],
  [Schedule.weekly('Saturday', '00:30'), '30 0 * * 6'],
  [Schedule.cron('*/15 8-18/2,22 1,15 jan-mar,DEC mon-fri'), '*/15 8-18/2,22 1,15 jan-mar,DEC mon-fri'],
  [Schedule.cron('  5/10   4 * * *  '), '5/10 4 * * *'],
  [Schedule.cron('0 0 31 2 1'), '0 0 31 2 1'],
  [Schedule.cron('0 0 29 feb *'), '0 0 29 feb *'],
])('a schedule is a cron expression: %#', (schedule, expression) => {
  expect(schedule.expression).toBe(expression);
  expect(schedule.timeZone).toBe('UTC');
});

test.each(['24:00', '3', '03:60', '03:00:00', '3am', '', '-1:00'])('the time "%s" is an error', time => {
  expect(() => Schedule.daily(time)).toThrow(
    `[Schedule] "${time}" is not a time of day; give hours and minutes, such as "03:00"`,
  );
});

test('a day of the week that is none is an error', () => {
  expect(() => Schedule.weekly('sonday', '04:00')).toThrow(
    '[Schedule] "sonday" is not a day of the week; did you mean "sunday"?',
  );
});

test.each(['', '@daily', '0 4 * *', '0 0 4 * * *', 'every day'])('"%s" is not a cron expression', expression => {
  expect(() => Schedule.cron(expression)).toThrow(
    `[Schedule] "${expression}" is not a cron expression; give five fields, minute, hour, day of the month, month and day of the week, such as "0 4 * * 0"`,
  );
});

test.each([
  ['60 4 * * *', '"60" is not valid as the minute of a cron expression; give numbers from 0 to 59'],
  ['0 24 * * *', '"24" is not valid as the hour of a cron expression; give numbers from 0 to 23'],
  ['0 4 0 * *', '"0" is not valid as the day of the month of a cron expression; give numbers from 1 to 31'],
  ['0 4 L * *', '"L" is not valid as the day of the month of a cron expression; give numbers from 1 to 31'],
  [
    '0 4 * 13 *',
    '"13" is not valid as the month of a cron expression; give numbers from 1 to 12, or names such as "feb"',
  ],
  [
    '0 4 * * 7',
    '"7" is not valid as the day of the week of a cron expression; give numbers from 0 to 6, or names such as "mon"; Sunday is 0',
  ],
  ['0 4 * * sun#1', '"sun#1" is not valid as the day of the week'],
  ['*/0 4 * * *', '"*/0" is not valid as the minute'],
  ['*-5 4 * * *', '"*-5" is not valid as the minute'],
  ['30-10 4 * * *', '"30-10" is not valid as the minute'],
  ['1,,2 4 * * *', '"" is not valid as the minute'],
  ['? 4 * * *', '"?" is not valid as the minute'],
])('the cron expression "%s" is an error', (expression, message) => {
  expect(() => Schedule.cron(expression)).toThrow(`[Schedule] ${message}`);
});

test.each(['0 0 30 2 *', '0 0 31 4,6,9,11 *', '0 0 31 feb */2'])('"%s" never comes', expression => {
  expect(() => Schedule.cron(expression)).toThrow(
    `[Schedule] "${expression}" names a day that never comes; give a day that the month has`,
  );
});

test.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/Argentina/Ushuaia'])('%s is a time zone', timeZone => {
  expect(Schedule.daily('03:00', { timeZone }).timeZone).toBe(timeZone);
});

test.each([
  ['Europe/Berln', 'Europe/Berlin'],
  ['europe/berlin', 'Europe/Berlin'],
  ['utc', 'UTC'],
])('the time zone %s is an error', (timeZone, meant) => {
  expect(() => Schedule.hourly({ timeZone })).toThrow(
    `[Schedule] "${timeZone}" is not a time zone; did you mean "${meant}"?`,
  );
});

test.each(['+01:00', '', 'Local'])('"%s" is not a time zone', timeZone => {
  expect(() => Schedule.hourly({ timeZone })).toThrow(`[Schedule] "${timeZone}" is not a time zone; did you mean "`);
});
