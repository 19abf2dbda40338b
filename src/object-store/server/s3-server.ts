import { ContainerImage, IEnvValue, Secret, SecretSource, Service } from '../../compose';
import { BucketScript } from '../bucket/bucket-script';

/**
 * The buckets that a `BucketInit` needs on a server, and a user with access to these buckets only.
 */
export interface BucketRequest {
  /**
   * The names of the buckets, separated by spaces.
   */
  readonly buckets: IEnvValue;

  /**
   * The access key ID of the user.
   */
  readonly accessKeyId: IEnvValue;

  /**
   * The secret access key of the user.
   */
  readonly secretAccessKey: Secret;

  /**
   * Whether the buckets keep earlier versions of their objects.
   */
  readonly versioning: boolean;
}

/**
 * Defaults of a `BucketInit` for a server that requires special forms of keys or regions.
 */
export interface S3ClientDefaults {
  /**
   * The region in the signatures of clients.
   *
   * @default - the variable `AWS_REGION`
   */
  readonly region?: IEnvValue;

  /**
   * The access key ID of the user.
   *
   * @default 'mlflow'
   */
  readonly accessKeyId?: string;

  /**
   * The source of the secret access key of the user.
   *
   * @default - the app's `secretSource`
   */
  readonly secretSource?: SecretSource;
}

/**
 * An S3 server of the app. Implement it to use a server of your own with `BucketInit`.
 */
export interface IS3Server {
  /**
   * The service that runs it, for dependencies.
   */
  readonly service: Service;

  /**
   * Its URL for services of the app: `http://s3:9000`.
   */
  readonly endpoint: string;

  /**
   * An image with a shell and the programs that the server's bucket script calls.
   */
  readonly clientImage: ContainerImage;

  /**
   * Defaults that the server requires for keys and regions.
   *
   * @default - nothing
   */
  readonly clientDefaults?: S3ClientDefaults;

  /**
   * Registers buckets and their user. It is called for each `BucketInit` of the server.
   *
   * @returns the script of the init job that creates them
   * @throws when the server does not support such buckets
   */
  provideBuckets(request: BucketRequest): BucketScript;
}
