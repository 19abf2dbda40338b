import { ContainerImage, IEnvValue, Secret, Service } from '../compose';

/**
 * An S3 server of the app, as far as its clients must know it.
 */
export interface IS3Server {
  /**
   * The service that runs it, to wait for.
   */
  readonly service: Service;

  /**
   * Its URL for services of the app: `http://s3:9000`.
   */
  readonly endpoint: string;

  /**
   * The user who may do everything.
   */
  readonly rootUser: IEnvValue;

  /**
   * The password of that user.
   */
  readonly rootPassword: Secret;

  /**
   * An image that holds a shell and `mc`, the client that administers the server.
   */
  readonly clientImage: ContainerImage;
}
