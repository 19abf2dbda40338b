/**
 * The version of MLflow that the lock files in `assets/mlflow-server/requirements` pin, and that all tests use.
 */
export const MLFLOW_VERSION = '3.17.2';

/** The oldest minor release of MLflow 3 that `npm run versions` tests. The results are in `docs/mlflow-versions.md`. */
export const OLDEST_TESTED_MINOR = 11;

/**
 * Whether `npm run versions` tests the minor release of a version: from the oldest one up to the pinned one.
 *
 * @returns `undefined` if the text is not a release of MLflow 3, such as `3.16.1`
 */
export function isTestedVersion(version: string): boolean | undefined {
  const minor = /^3\.(0|[1-9]\d*)\.(?:0|[1-9]\d*)$/.exec(version)?.[1];
  return minor === undefined
    ? undefined
    : Number(minor) >= OLDEST_TESTED_MINOR && Number(minor) <= Number(MLFLOW_VERSION.split('.')[1]);
}
