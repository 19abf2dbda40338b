const TRUE = ['true', 'yes', 'y', 'on'];
const FALSE = ['false', 'no', 'n', 'off'];

/**
 * Whether Compose reads a value as true. It reads text as YAML 1.1 does.
 *
 * @see https://github.com/compose-spec/compose-go/blob/main/loader/interpolate.go
 */
export function isTrue(value: any): boolean {
  return TRUE.includes(String(value).toLowerCase());
}

/**
 * Whether Compose reads a value as true or false.
 */
export function isBoolean(value: any): boolean {
  return isTrue(value) || FALSE.includes(String(value).toLowerCase());
}
