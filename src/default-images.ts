/**
 * The images that the services run unless told otherwise: the one place that knows their versions.
 */

/**
 * The reverse proxy, in its stable series.
 */
export const CADDY_IMAGE = 'caddy:2';

/**
 * MinIO with its client `mc`. The maintained fork: `minio/minio` was removed from Docker Hub in September 2026 and its
 * source is archived (https://github.com/pgsty/silo).
 */
export const MINIO_IMAGE = 'pgsty/silo:RELEASE.2026-08-06T00-00-00Z';

/**
 * MySQL's long-term series. A floating `latest` would upgrade the data, which cannot be undone.
 */
export const MYSQL_IMAGE = 'mysql:9.7';

/**
 * PostgreSQL. A later major version does not read the data of an earlier one.
 */
export const POSTGRES_IMAGE = 'postgres:17';

/**
 * The base of the MLflow image.
 */
export const PYTHON_IMAGE = 'python:3.13-slim';
