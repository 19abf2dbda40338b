import { Duration, Healthcheck } from '../compose';

/**
 * Finds out whether the server in this container answers, which it has five minutes to begin with.
 *
 * @see assets/mlflow-server/runtime/src/mlflow_runtime/healthcheck.py
 */
export const SERVER_HEALTHCHECK = Healthcheck.command(['mlflow-healthcheck'], { startPeriod: Duration.minutes(5) });

/**
 * The same for the image: it also finds healthy what is no server, since a team may run other programs of the image.
 */
export const IMAGE_HEALTHCHECK = Healthcheck.command(['mlflow-healthcheck', '--if-serving'], { startPeriod: Duration.minutes(5) });
