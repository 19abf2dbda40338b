/**
 * The version of MLflow that the lock files in `assets/mlflow-server/requirements` pin, and that all tests run with.
 */
export const MLFLOW_VERSION = '3.17.2';
