import { Duration, Healthcheck } from '../compose';

/**
 * Finds out whether the server in this container answers, which it has five minutes to begin with.
 *
 * @see assets/mlflow-server/runtime/src/mlflow_runtime/healthcheck.py
 */
export const SERVER_HEALTHCHECK = Healthcheck.command(['mlflow-healthcheck'], { startPeriod: Duration.minutes(5) });
