const UNITS = 'bkmgtp';

/**
 * The bytes of a size such as `512m`: a number, with a unit or without; units are powers of 1024.
 *
 * @returns `undefined` where the text is no size
 * @see https://docs.docker.com/reference/compose-file/extension/#specifying-byte-values
 */
export function bytesOf(size: any): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?(?:e\d+)?) ?([kmgtp]?i?b?)$/i.exec(String(size)) ?? [];
  return number === undefined
    ? undefined
    : Math.trunc(Number(number) * 1024 ** Math.max(0, UNITS.indexOf((unit[0] ?? 'b').toLowerCase())));
}
