/**
 * What a service waits for before it starts.
 */
export enum DependencyCondition {
  /** The other service has been started. */
  STARTED = 'service_started',
  /** The other service's healthcheck has succeeded. */
  HEALTHY = 'service_healthy',
  /** The other service, an init job, has exited with 0. */
  COMPLETED_SUCCESSFULLY = 'service_completed_successfully',
}

/**
 * A service that others can wait for: a `Service`, or one of an included compose file (`ComposeInclude.service`).
 */
export interface IService {
  /**
   * The name in the compose file.
   */
  readonly name: string;

  /**
   * Whether dependants can wait until the service is healthy.
   */
  readonly hasHealthcheck: boolean;
}
