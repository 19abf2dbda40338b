import { Duration } from '../../compose';

/**
 * Measured: 0.9 to 1.8 s while eight clients log and send 10 MB at a time (docs/faults.md). A large artifact on its way
 * may take the rest.
 */
export const STOP_GRACE_PERIOD = Duration.seconds(30);

/** What is left of the grace period when requests are cut off, for the processes to end. */
const END_SECONDS = 5;

/**
 * What MLflow hands to uvicorn: how much it logs, when a worker counts as dead, and how long requests may take to end
 * when the server stops. Without the last one uvicorn waits until Docker kills it.
 *
 * @see https://www.uvicorn.org/settings/
 */
export function uvicornOptions(logLevel: string, stopGracePeriod: Duration = STOP_GRACE_PERIOD): string {
  const requestSeconds = Math.max(1, Math.floor(stopGracePeriod.toSeconds()) - END_SECONDS);
  return `--log-level ${logLevel} --timeout-worker-healthcheck 60 --timeout-graceful-shutdown ${requestSeconds}`;
}
