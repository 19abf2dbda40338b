import { isTrue } from './boolean';
import { hasReference } from '../value/interpolation';

/**
 * Where the healthcheck of a service comes from.
 */
export enum HealthSource {
  /** Its own `healthcheck`. */
  OWN = 'own',
  /** The healthcheck of its image, if that has one. */
  IMAGE = 'image',
  /** The healthcheck is disabled, also that of the image. */
  DISABLED = 'disabled',
  /** A variable decides. */
  UNKNOWN = 'unknown',
}

/**
 * The `healthcheck` of a service.
 */
export interface Health {
  readonly source: HealthSource;
  /**
   * The test as a list that begins with `CMD` or `CMD-SHELL`, in Compose's syntax; empty if the service has no test.
   */
  readonly test: string[];
}

/**
 * Reads the `healthcheck` of a service. Its test is a list, or text for the shell. `NONE` in a list, or `disable`,
 * disables the healthcheck; the text `NONE` is a program of that name.
 *
 * @param definition the service, as the compose file holds it
 */
export function healthOf({ healthcheck }: { [key: string]: any }): Health {
  const { disable, test: written } = healthcheck ?? {};
  const test: string[] = Array.isArray(written)
    ? written.map(String)
    : written === undefined || written === null
      ? []
      : ['CMD-SHELL', String(written)];
  if (isTrue(disable) || test[0] === 'NONE') {
    return { source: HealthSource.DISABLED, test: [] };
  }
  if (hasReference(disable) || hasReference(test[0])) {
    return { source: HealthSource.UNKNOWN, test: [] };
  }
  return { source: test.length > 0 ? HealthSource.OWN : HealthSource.IMAGE, test };
}
