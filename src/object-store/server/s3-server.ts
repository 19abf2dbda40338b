import { ContainerImage, IEnvValue, Secret, SecretSource, Service } from '../../compose';
import { BucketScript } from '../bucket/bucket-script';

/**
 * The user who may work with some buckets and nothing else, and the buckets, which a `BucketInit` asks a server for.
 */
export interface BucketRequest {
  /**
   * The names of the buckets, separated by spaces.
   */
  readonly buckets: IEnvValue;

  /**
   * The key of the user.
   */
  readonly accessKeyId: IEnvValue;

  /**
   * The secret of the user.
   */
  readonly secretAccessKey: Secret;

  /**
   * Whether the buckets keep earlier versions of their objects.
   */
  readonly versioning: boolean;
}

/**
 * What a `BucketInit` takes for settings that it is not given, where a server asks for a form of its own.
 */
export interface S3ClientDefaults {
  /**
   * The region that clients sign for.
   *
   * @default - the variable `AWS_REGION`
   */
  readonly region?: IEnvValue;

  /**
   * The key of the user.
   *
   * @default 'mlflow'
   */
  readonly accessKeyId?: string;

  /**
   * Where the secret of the user comes from.
   *
   * @default - the app's `secretSource`
   */
  readonly secretSource?: SecretSource;
}

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
   * An image that holds a shell and what the server's bucket script calls.
   */
  readonly clientImage: ContainerImage;

  /**
   * What the server asks of keys and regions.
   *
   * @default - nothing
   */
  readonly clientDefaults?: S3ClientDefaults;

  /**
   * Takes note of buckets and their user, each time that a `BucketInit` is made for the server.
   *
   * @returns the script of the init job that makes what is not there yet
   * @throws when the server has no such buckets
   */
  provideBuckets(request: BucketRequest): BucketScript;
}
