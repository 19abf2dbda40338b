const FLOAT = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;
const INTEGERS: [RegExp, number][] = [
  [/^0[xX]([\da-fA-F]+)$/, 16],
  [/^0[bB]([01]+)$/, 2],
  [/^0[oO]?([0-7]+)$/, 8],
  [/^(0|[1-9]\d*)$/, 10],
];

/**
 * What Compose takes an unquoted YAML scalar for. Its parser reads YAML 1.2 with parts of 1.1 (`0777` is octal, `1_000`
 * a number, `yes` a text), which no schema of the `yaml` package does.
 *
 * @see https://github.com/yaml/go-yaml/blob/v3/resolve.go
 */
export function plainScalar(source: string): string | number | boolean | null {
  if (/^(~|null|Null|NULL)?$/.test(source)) {
    return null;
  }
  if (/^(true|True|TRUE|false|False|FALSE)$/.test(source)) {
    return source.toLowerCase() === 'true';
  }
  if (!/^[-+.\d]/.test(source)) {
    return source;
  }
  const number = numberOf(source.replaceAll('_', ''));
  // Beyond what JavaScript counts exactly, the digits are kept as text, which Compose takes for the number.
  return number === undefined
    ? source
    : Number.isInteger(number) && !Number.isSafeInteger(number)
      ? source.replaceAll('_', '')
      : number;
}

function numberOf(digits: string): number | undefined {
  const [, sign, unsigned] = /^([-+]?)(.*)$/.exec(digits)!;
  for (const [pattern, base] of INTEGERS) {
    const match = pattern.exec(unsigned);
    if (match) {
      return (sign === '-' ? -1 : 1) * parseInt(match[1], base);
    }
  }
  return FLOAT.test(digits) ? Number(digits) : undefined;
}
