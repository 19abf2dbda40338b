import { nearest } from '../element/compose-error';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A field of a cron expression; `names` stand for its numbers from `least` on. */
interface Field {
  readonly name: string;
  readonly least: number;
  readonly greatest: number;
  readonly names?: string[];
}

const FIELDS: Field[] = [
  { name: 'minute', least: 0, greatest: 59 },
  { name: 'hour', least: 0, greatest: 23 },
  { name: 'day of the month', least: 1, greatest: 31 },
  { name: 'month', least: 1, greatest: 12, names: MONTHS },
  { name: 'day of the week', least: 0, greatest: 6, names: WEEKDAYS.map(day => day.slice(0, 3)) },
];

/**
 * Options of a `Schedule`.
 */
export interface ScheduleOptions {
  /**
   * The time zone, by its name in the IANA database: `Europe/Berlin`. A time that the change to summer time skips comes
   * right after the gap, and a time that occurs twice comes once.
   *
   * @default 'UTC'
   */
  readonly timeZone?: string;
}

/**
 * The times at which a job runs.
 */
export class Schedule {
  /**
   * Every hour, at its first minute.
   *
   * @throws when there is no such time zone
   */
  public static hourly(options: ScheduleOptions = {}): Schedule {
    return new Schedule('0 * * * *', options);
  }

  /**
   * Every day.
   *
   * @param time hours and minutes: `03:00`
   * @throws when it is not a time of day, or there is no such time zone
   */
  public static daily(time: string, options: ScheduleOptions = {}): Schedule {
    return new Schedule(`${minuteAndHour(time)} * * *`, options);
  }

  /**
   * Every week.
   *
   * @param day the English name of the day: `sunday`
   * @param time hours and minutes: `04:00`
   * @throws when one of them is not valid, or there is no such time zone
   */
  public static weekly(day: string, time: string, options: ScheduleOptions = {}): Schedule {
    const number = WEEKDAYS.indexOf(day.toLowerCase());
    if (number < 0) {
      throw scheduleError(`"${day}" is not a day of the week`, `did you mean "${nearest(day, WEEKDAYS)}"?`);
    }
    return new Schedule(`${minuteAndHour(time)} * * ${number}`, options);
  }

  /**
   * The times of a cron expression: minute, hour, day of the month, month and day of the week, such as `0 4 1-7 * sun`.
   * Fields are numbers, ranges, steps and lists, and the English names of months and days. If both the day of the month
   * and the day of the week are restricted, one of them has to match.
   *
   * @throws when the expression is not valid or names a day that never comes, or there is no such time zone
   * @see https://manpages.debian.org/stable/cron/crontab.5.en.html
   */
  public static cron(expression: string, options: ScheduleOptions = {}): Schedule {
    return new Schedule(checked(expression), options);
  }

  /**
   * The times as a cron expression of five fields.
   */
  public readonly expression: string;

  /**
   * The time zone of the expression.
   */
  public readonly timeZone: string;

  private constructor(expression: string, { timeZone = 'UTC' }: ScheduleOptions) {
    checkTimeZone(timeZone);
    this.expression = expression;
    this.timeZone = timeZone;
  }
}

/** The first two fields of a cron expression. */
function minuteAndHour(time: string): string {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(time) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) {
    throw scheduleError(`"${time}" is not a time of day`, 'give hours and minutes, such as "03:00"');
  }
  return `${Number(minute)} ${Number(hour)}`;
}

/** An expression that both the scheduler of the container and Kubernetes read in the same way. */
function checked(expression: string): string {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) {
    throw scheduleError(
      `"${expression}" is not a cron expression`,
      'give five fields, minute, hour, day of the month, month and day of the week, such as "0 4 * * 0"',
    );
  }
  const values = fields.map((text, index) => text.split(',').flatMap(item => valuesOf(item, FIELDS[index])));
  const [, , days, months] = values;
  const [, , dayOfMonth, , dayOfWeek] = fields;
  const meetsBoth = dayOfMonth.startsWith('*') || dayOfWeek.startsWith('*');
  if (meetsBoth && !months.some(month => days.some(day => day <= DAYS_IN_MONTH[month - 1]))) {
    throw scheduleError(`"${expression}" names a day that never comes`, 'give a day that the month has');
  }
  return fields.join(' ');
}

/** The numbers that an item of a field stands for. */
function valuesOf(item: string, field: Field): number[] {
  const { name, least, greatest, names = [] } = field;
  const [, first, last, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(item) ?? [];
  const numberOf = (text: string) => {
    const index = names.indexOf(text.toLowerCase());
    return index >= 0 ? index + least : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  };
  const from = first === '*' ? least : numberOf(first ?? '');
  const to = last !== undefined ? numberOf(last) : first === '*' || step !== undefined ? greatest : from;
  const by = Number(step ?? 1);
  const isValid = from >= least && to <= greatest && from <= to && by > 0 && !(first === '*' && last !== undefined);
  if (!isValid) {
    throw scheduleError(
      `"${item}" is not valid as the ${name} of a cron expression`,
      `give numbers from ${least} to ${greatest}${names.length > 0 ? `, or names such as "${names[1]}"` : ''}` +
        (names.length === 7 ? '; Sunday is 0' : ''),
    );
  }
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
}

/** Checks a name as the zone files of Linux have it, in which upper and lower case differ. */
function checkTimeZone(name: string): void {
  let known: string | undefined;
  try {
    known = /^[A-Za-z]/.test(name) ? new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone : '';
  } catch {
    known = undefined;
  }
  if (!known || (known !== name && known.toLowerCase() === name.toLowerCase())) {
    const names = ['UTC', ...Intl.supportedValuesOf('timeZone')];
    throw scheduleError(`"${name}" is not a time zone`, `did you mean "${known || nearest(name, names)}"?`);
  }
}

function scheduleError(problem: string, remedy: string): Error {
  return new Error(`[Schedule] ${problem}; ${remedy}`);
}
