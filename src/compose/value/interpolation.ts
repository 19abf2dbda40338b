import { kindOf } from '../element/check-props';
import { typeOf } from '../element/compose-error';

/**
 * Doubles each `$`, so that Compose's interpolation gives the text back as it was.
 *
 * @see https://docs.docker.com/reference/compose-file/interpolation/
 */
export function escapeInterpolation(text: string): string {
  return text.replaceAll('$', '$$$$');
}

/**
 * A value in Compose's syntax.
 *
 * @throws when it is no text
 */
export function composeTextOf(value: { toCompose(): string }): string {
  const text: unknown = value.toCompose();
  if (typeof text !== 'string') {
    throw new TypeError(`toCompose() of ${typeOf(value)} returned ${kindOf(text)}, and no text`);
  }
  return text;
}

/**
 * Turns a definition as the constructs write it into one as the compose file holds it: strings are literal and get
 * escaped, `IEnvValue`s become references, a `Healthcheck`
 * or the like its own definition, `undefined` is left out.
 */
export function resolveValues(value: any): any {
  if (typeof value === 'string') {
    return escapeInterpolation(value);
  }
  if (Array.isArray(value)) {
    return value.filter(item => item !== undefined).map(resolveValues);
  }
  if (typeof value === 'object' && value !== null) {
    if (typeof value.toCompose === 'function') {
      return composeTextOf(value);
    }
    if (typeof value.toDefinition === 'function') {
      return resolveValues(value.toDefinition());
    }
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, resolveValues(item)]),
    );
  }
  return value;
}

/**
 * Whether a variable is part of a value of the compose file, so that it is known at start only.
 */
export function hasReference(value: any): boolean {
  return typeof value === 'string' && value.includes('$') && value.replaceAll('$$', '').includes('$');
}

/**
 * The text that a value of the compose file without references stands for.
 */
export function withoutEscapes(text: string): string {
  return text.replaceAll('$$', '$');
}
