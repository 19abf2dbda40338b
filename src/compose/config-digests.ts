import { nameOf } from './compose-element';
import { Mount } from './mount';

/**
 * Labels that change with the content of configs: `docker compose up` leaves a container alone when only that has changed, but not when a label has.
 */
export function configDigests(mounts: Mount[]): { [label: string]: string } {
  return Object.fromEntries(mounts.flatMap(({ source }) => (source?.digest ? [[`projen-mlflow.config.${nameOf(source)}`, source.digest]] : [])));
}
