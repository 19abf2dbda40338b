import { IEnvValue, Service } from '../compose';

/**
 * What MLflow must know of an artifact store.
 */
export interface ArtifactStoreConfig {
  /**
   * Where the server puts artifacts: `s3://bucket/`.
   *
   * @see https://mlflow.org/docs/latest/self-hosting/architecture/artifact-store/
   */
  readonly destination: IEnvValue;

  /**
   * The Python packages that reach it, as `pip` names them.
   *
   * @default - none
   */
  readonly pythonPackages?: string[];

  /**
   * Folders that MLflow writes to, at which the store has mounted volumes. The image makes them for MLflow's user, whom
   * a new volume then belongs to.
   *
   * @default - none
   */
  readonly writableFolders?: string[];

  /**
   * Whether the server can sign addresses with which clients send and fetch artifacts directly.
   *
   * @default SignedUrls.NONE
   */
  readonly signedUrls?: SignedUrls;
}

/**
 * A place for artifacts. A team may write its own: an object that attaches what a service needs to reach the store.
 */
export interface IArtifactStore {
  /**
   * Attaches networks, dependencies and environment to the service that uses the store. It may be called for several
   * services, and more than once for one.
   *
   * @returns what MLflow must know
   */
  bind(consumer: Service): ArtifactStoreConfig;
}

/**
 * Whether a store lets clients in by addresses that the server signs, without a key of their own.
 */
export enum SignedUrls {
  /** There are none: a folder, SFTP. */
  NONE = 'none',

  /** Once clients are told where they reach the store: its own address means something to services of the app only. */
  ON_PUBLIC_ENDPOINT = 'on-public-endpoint',

  /** The store has one address for everybody. */
  EVERYWHERE = 'everywhere',
}
