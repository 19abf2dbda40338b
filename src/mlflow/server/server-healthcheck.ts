import { Duration, Healthcheck, HealthcheckOptions } from '../../compose';

/** The time that a server has to begin to answer. */
const OPTIONS: HealthcheckOptions = { startPeriod: Duration.minutes(5) };

/**
 * Finds out whether the server in this container answers.
 *
 * @see assets/mlflow-server/runtime/src/mlflow_runtime/healthcheck.py
 */
export const SERVER_HEALTHCHECK = Healthcheck.command(['mlflow-healthcheck'], OPTIONS);

/**
 * The same for the image: it also finds healthy what is no server, since a team may run other programs of the image.
 */
export const IMAGE_HEALTHCHECK = Healthcheck.command(['mlflow-healthcheck', '--if-serving'], OPTIONS);
