import { hasReference } from '../value/interpolation';

/**
 * Where the health of a service comes from.
 */
export enum HealthSource {
  /** Its own `healthcheck`. */
  OWN = 'own',
  /** The healthcheck of its image, if that has one. */
  IMAGE = 'image',
  /** Nowhere: healthchecks are disabled, that of the image too. */
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
   * The test as a list that begins with `CMD` or `CMD-SHELL`, in Compose's syntax; empty where the service has no test.
   */
  readonly test: string[];
}

/**
 * The `healthcheck` of a service: its test may be a list, or a text for the shell. A text `NONE` is a program of that
 * name; `NONE` in a list, or `disable`, turns healthchecks off.
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
  if (disable === true || disable === 'true' || test[0] === 'NONE') {
    return { source: HealthSource.DISABLED, test: [] };
  }
  if (hasReference(disable) || hasReference(test[0])) {
    return { source: HealthSource.UNKNOWN, test: [] };
  }
  return { source: test.length > 0 ? HealthSource.OWN : HealthSource.IMAGE, test };
}
