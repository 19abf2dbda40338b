import { IEnvValue, Service } from '../compose';
import { BackendStoreConfig, IBackendStore } from '../database';
import { MlflowImage } from './mlflow-image';
import { storeEnvironment } from './store-environment';

/**
 * The databases of an MLflow server.
 */
export interface ServerDatabases {
  /** Where runs, metrics and models are kept. */
  readonly backendStore: IBackendStore;
  /** Where models are kept instead, if elsewhere. */
  readonly registryStore?: IBackendStore;
  /** A copy of the backend store that is read instead of it. */
  readonly readReplica?: IBackendStore;
}

/**
 * What a server must know of its databases.
 */
export interface BoundDatabases {
  /** What the backend store says of itself. */
  readonly backendStore: BackendStoreConfig;
  /** The environment that tells the server of all of them. */
  readonly environment: { [name: string]: IEnvValue };
}

/**
 * Binds a server to its databases, and puts their drivers into its image.
 */
export function bindDatabases(server: Service, image: MlflowImage, databases: ServerDatabases): BoundDatabases {
  const bound: { [name: string]: BackendStoreConfig } = { BACKEND_STORE: databases.backendStore.bind(server) };
  if (databases.registryStore) {
    bound.REGISTRY_STORE = databases.registryStore.bind(server);
  }
  if (databases.readReplica) {
    bound.READ_REPLICA_STORE = databases.readReplica.bind(server);
  }
  for (const { pythonPackages, debianPackages, writableFolders } of Object.values(bound)) {
    image.addPackages(...pythonPackages ?? []);
    image.addDebianPackages(...debianPackages ?? []);
    image.addWritableFolders(...writableFolders ?? []);
  }
  return {
    backendStore: bound.BACKEND_STORE,
    environment: Object.assign({}, ...Object.entries(bound).map(([name, config]) => storeEnvironment(name, config))),
  };
}
