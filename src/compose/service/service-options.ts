import { IService } from './dependency';
import { Healthcheck } from './healthcheck';
import { Mount } from './mount';
import { PortMapping } from './port-mapping';
import { RestartPolicy } from './restart-policy';
import { Network } from '../resource/network';
import { ServiceSpec } from '../spec';
import { Duration } from '../value/duration';
import { IEnvValue } from '../value/env-value';

/**
 * What all services have in common.
 */
export interface ServiceOptions {
  /**
   * Environment variables of the container. They win over those that the kind of service sets.
   *
   * @default - none beyond those that the kind of service needs
   */
  readonly environment?: { [name: string]: IEnvValue };

  /**
   * Ports that the host publishes, in place of those of the kind of service.
   *
   * @default - those of the kind of service; for a plain service none
   */
  readonly ports?: PortMapping[];

  /**
   * What the container sees at paths of its own.
   *
   * @default - none beyond those that the kind of service needs
   */
  readonly mounts?: Mount[];

  /**
   * The networks that the service is in, in place of those of the kind of service.
   *
   * @default - those of the kind of service; for a plain service Compose's own `default` network
   */
  readonly networks?: Network[];

  /**
   * Services to start first; where they have a healthcheck, until they are healthy. `addDependency` sets other
   * conditions.
   *
   * @default - none beyond those that the kind of service needs
   */
  readonly dependsOn?: IService[];

  /**
   * How the engine finds out that the service can be used.
   *
   * @default - that of the kind of service, or of the image
   */
  readonly healthcheck?: Healthcheck;

  /**
   * Whether the container is started again after it has ended.
   *
   * @default RestartPolicy.UNLESS_STOPPED
   */
  readonly restart?: RestartPolicy;

  /**
   * The user, and group, that the container runs as: `10001:10001`.
   *
   * @default - that of the kind of service, or of the image
   */
  readonly user?: string;

  /**
   * Labels of the container.
   *
   * @default - none
   */
  readonly labels?: { [name: string]: string };

  /**
   * A fixed name for the container. Two apps on one machine cannot both have it.
   *
   * @default - Compose's own, made of the names of app and service
   */
  readonly containerName?: string;

  /**
   * The time between the signal to stop and the kill.
   *
   * @default - 10 seconds, Compose's own
   */
  readonly stopGracePeriod?: Duration;

  /**
   * The profiles with which the service is started: `docker compose --profile debug up`.
   *
   * @default - none: the service is always started
   */
  readonly profiles?: string[];

  /**
   * Any keys of the compose specification, as they stand there. They override what props, methods and the hooks of
   * single keys give: maps are merged, entries of lists of maps are added (one of the same `target` is replaced), other
   * values take the place of what was there.
   *
   * @default - none
   */
  readonly spec?: ServiceSpec;
}
