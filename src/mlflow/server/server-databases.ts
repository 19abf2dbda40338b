import { storeEnvironment } from './store-environment';
import { IEnvValue, Service } from '../../compose';
import { guardedHooks } from '../../compose/internal';
import { BackendStoreConfig, IBackendStore } from '../../database';
import { ArtifactStoreConfig, IArtifactStore } from '../../object-store';
import { MlflowImage } from '../image/mlflow-image';

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
 * Binds a service to the databases of a server, and puts their drivers into its image.
 */
export function bindDatabases(service: Service, image: MlflowImage, databases: ServerDatabases): BoundDatabases {
  const backendStore = bind(service, image, databases.backendStore);
  const environment = storeEnvironment('BACKEND_STORE', backendStore);
  if (databases.registryStore) {
    Object.assign(environment, bindDatabase(service, image, 'REGISTRY_STORE', databases.registryStore));
  }
  if (databases.readReplica) {
    Object.assign(environment, bindDatabase(service, image, 'READ_REPLICA_STORE', databases.readReplica));
  }
  return { backendStore, environment };
}

/**
 * Binds a service to one database; the environment that tells of it is the result.
 *
 * @param name what the names of its variables begin with: `AUTH_STORE`
 */
export function bindDatabase(
  service: Service,
  image: MlflowImage,
  name: string,
  store: IBackendStore,
): { [name: string]: IEnvValue } {
  return storeEnvironment(name, bind(service, image, store));
}

/**
 * Binds a service to a database, without regard for its image.
 *
 * @throws an error that names the service, when `bind` fails
 */
export function bindBackendStore(service: Service, store: IBackendStore): BackendStoreConfig {
  return guardedHooks(service, 'IBackendStore', store).bind(service);
}

/**
 * Binds a service to an artifact store.
 *
 * @throws an error that names the service, when `bind` fails
 */
export function bindArtifactStore(service: Service, store: IArtifactStore): ArtifactStoreConfig {
  return guardedHooks(service, 'IArtifactStore', store).bind(service);
}

function bind(service: Service, image: MlflowImage, store: IBackendStore): BackendStoreConfig {
  const config = bindBackendStore(service, store);
  image.addPackages(...(config.pythonPackages ?? []));
  image.addDebianPackages(...(config.debianPackages ?? []));
  image.addWritableFolders(...(config.writableFolders ?? []));
  return config;
}
