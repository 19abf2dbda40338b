/**
 * The default images of the services, in one place.
 */

/**
 * The reverse proxy, in its stable series.
 */
export const CADDY_IMAGE = 'caddy:2';

/**
 * MinIO with its client `mc`: a maintained fork, since `minio/minio` was removed from Docker Hub in September 2026 and
 * its source is archived (https://github.com/pgsty/silo).
 */
export const MINIO_IMAGE = 'pgsty/silo:RELEASE.2026-08-06T00-00-00Z';

/**
 * The last image that MinIO published, which is still on Quay. It lacks the fix of CVE-2025-62506
 * (https://github.com/minio/minio/issues/21647).
 */
export const MINIO_OFFICIAL_IMAGE = 'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z';

/**
 * The build image for MinIO's source, and the base image of the program.
 */
export const GO_IMAGE = 'golang:1.26';
export const DEBIAN_IMAGE = 'debian:13-slim';

/**
 * Other S3 servers.
 */
export const RUSTFS_IMAGE = 'rustfs/rustfs:1.0.0';
export const SEAWEEDFS_IMAGE = 'chrislusf/seaweedfs:4.44';
export const GARAGE_IMAGE = 'dxflrs/garage:v2.4.1';
export const VERSITYGW_IMAGE = 'versity/versitygw:v1.8.0';

/**
 * The long-term support series of MySQL. With `latest`, an upgrade would convert the data, which cannot be undone.
 */
export const MYSQL_IMAGE = 'mysql:9.7';

/**
 * PostgreSQL. A later major version cannot read the data of an earlier one.
 */
export const POSTGRES_IMAGE = 'postgres:17';

/**
 * Waits in init containers: a shell, `getent` and `wget`.
 */
export const WAIT_IMAGE = 'alpine:3.22';

/**
 * Says which jobs have ended (`kubectl proxy`).
 */
export const KUBECTL_IMAGE = 'registry.k8s.io/kubectl:v1.37.2';

/**
 * The base of the MLflow image.
 */
export const PYTHON_IMAGE = 'python:3.13-slim';
