import { IEnvValue, Service } from '../compose';

/**
 * The settings of an artifact store for MLflow.
 */
export interface ArtifactStoreConfig {
  /**
   * Where the server stores artifacts: `s3://bucket/`.
   *
   * @see https://mlflow.org/docs/latest/self-hosting/architecture/artifact-store/
   */
  readonly destination: IEnvValue;

  /**
   * The Python packages that MLflow needs for it, as `pip` names them.
   *
   * @default - none
   */
  readonly pythonPackages?: string[];

  /**
   * Folders at which the store has mounted volumes. The image creates them with MLflow's user as their owner, so that a
   * new volume belongs to that user.
   *
   * @default - none
   */
  readonly writableFolders?: string[];

  /**
   * Whether the server can create signed URLs for direct transfer between clients and the store.
   *
   * @default SignedUrls.NONE
   */
  readonly signedUrls?: SignedUrls;
}

/**
 * A store for artifacts. Implement it for a store of your own: it adds to a service what that needs to reach the store.
 */
export interface IArtifactStore {
  /**
   * Adds networks, dependencies and environment to the service that uses the store. It may be called for several
   * services, and more than once for one of them.
   *
   * @returns the settings for MLflow
   */
  bind(consumer: Service): ArtifactStoreConfig;
}

/**
 * Whether clients can reach a store by signed URLs, without credentials of their own.
 */
export enum SignedUrls {
  /** The store has no signed URLs: a folder, SFTP. */
  NONE = 'none',

  /** Only with a public endpoint: the store's own address works only inside the app. */
  ON_PUBLIC_ENDPOINT = 'on-public-endpoint',

  /** The store has the same address for services and clients. */
  EVERYWHERE = 'everywhere',
}
