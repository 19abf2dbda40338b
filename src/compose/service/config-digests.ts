import { Mount } from './mount';
import { nameOf } from '../element/compose-element';

/**
 * Labels that change with the content of configs: `docker compose up` leaves a container alone when only that has
 * changed, but not when a label has.
 */
export function configDigests(mounts: Mount[]): { [label: string]: string } {
  return Object.fromEntries(
    mounts.flatMap(({ source }) => (source?.digest ? [[`projen-mlflow.config.${nameOf(source)}`, source.digest]] : [])),
  );
}
