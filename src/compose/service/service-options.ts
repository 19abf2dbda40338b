import { ContainerImage } from './container-image';
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
 * Options of all services.
 */
export interface ServiceOptions {
  /**
   * Environment variables of the container. They override those that the kind of service sets.
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
   * What is mounted in the container.
   *
   * @default - none beyond those that the kind of service needs
   */
  readonly mounts?: Mount[];

  /**
   * The networks of the service, in place of those of the kind of service.
   *
   * @default - those of the kind of service; for a plain service Compose's own `default` network
   */
  readonly networks?: Network[];

  /**
   * Services that this one waits for before it starts: until they are healthy if they have a healthcheck, else until
   * they are started. `addDependency` sets other conditions.
   *
   * @default - none beyond those that the kind of service needs
   */
  readonly dependsOn?: IService[];

  /**
   * How the engine checks that the service is ready.
   *
   * @default - that of the kind of service, or of the image
   */
  readonly healthcheck?: Healthcheck;

  /**
   * Whether the container is restarted after it exits.
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
   * The time between the signal to stop and SIGKILL.
   *
   * @default - 10 seconds, Compose's own
   */
  readonly stopGracePeriod?: Duration;

  /**
   * The profiles that start the service: `docker compose --profile debug up`.
   *
   * @default - none: the service is always started
   */
  readonly profiles?: string[];

  /**
   * Any keys of the compose specification. They override what props, methods and the hooks of single keys give, as
   * Compose merges files: maps are merged, entries of lists are added (an entry with the same identity, such as a mount
   * target, is replaced), other values and arguments are replaced.
   *
   * @default - none
   */
  readonly spec?: ServiceSpec;
}

/**
 * Properties of a `Service`.
 */
export interface ServiceProps extends ServiceOptions {
  /**
   * The image that the service runs.
   */
  readonly image: ContainerImage;

  /**
   * The arguments of the command, in place of the image's.
   *
   * @default - the image's
   */
  readonly command?: string[];

  /**
   * The arguments of the entrypoint, in place of the image's.
   *
   * @default - the image's
   */
  readonly entrypoint?: string[];
}
