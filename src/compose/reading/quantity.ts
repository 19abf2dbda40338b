const MILLIS: { [unit: string]: number } = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w)/y;

/**
 * The milliseconds of a duration such as `1m30s`: numbers, each with a unit. Compose reads durations as Go does, and
 * also accepts days and weeks.
 *
 * @returns `undefined` if the text is not a duration
 * @see https://docs.docker.com/reference/compose-file/extension/#specifying-durations
 */
export function millisOf(duration: any): number | undefined {
  const text = String(duration);
  if (text === '0') {
    return 0;
  }
  let millis = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const part = PART.exec(text);
    if (!part) {
      return undefined;
    }
    millis += Number(part[1]) * MILLIS[part[2]];
  }
  return text === '' ? undefined : millis;
}

const UNITS = 'bkmgtp';

/**
 * The bytes of a size such as `512m`: a number, with or without a unit; units are powers of 1024.
 *
 * @returns `undefined` if the text is not a size
 * @see https://docs.docker.com/reference/compose-file/extension/#specifying-byte-values
 */
export function bytesOf(size: any): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?(?:e\d+)?) ?([kmgtp]?i?b?)$/i.exec(String(size)) ?? [];
  return number === undefined
    ? undefined
    : Math.trunc(Number(number) * 1024 ** Math.max(0, UNITS.indexOf((unit[0] ?? 'b').toLowerCase())));
}
