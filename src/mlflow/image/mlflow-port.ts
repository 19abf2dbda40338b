/**
 * The port that the server listens on in its container.
 */
export const MLFLOW_PORT = 5000;
