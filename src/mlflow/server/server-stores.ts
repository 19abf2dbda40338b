import { ServerPart } from './server-part';
import { EnvValue, IEnvValue, Service, Volume } from '../../compose';
import { guardedHooks } from '../../compose/internal';
import { BackendStoreConfig, IBackendStore, SqliteStore } from '../../database';
import { ArtifactStoreConfig, IArtifactStore, VolumeArtifactStore } from '../../object-store';

/** Where the volume of a server without stores is mounted. */
const EMBEDDED_PATH = '/var/lib/mlflow';

/**
 * The databases of MLflow.
 */
export interface ServerDatabases {
  /** The database of runs, metrics and models. */
  readonly backendStore: IBackendStore;
  /** The database of models, if it is another one. */
  readonly registryStore?: IBackendStore;
  /** A copy of the backend store from which the server reads. */
  readonly readReplica?: IBackendStore;
}

/**
 * The stores of a tracking server. A store that is not given is embedded in the server.
 */
export interface ServerStores extends Partial<ServerDatabases> {
  /** Where artifacts are kept. */
  readonly artifactStore?: IArtifactStore;
}

/**
 * The stores to which a tracking server is bound.
 */
export interface BoundStores {
  /** The database of runs, metrics and models. */
  readonly backendStore: IBackendStore;
  /** Where artifacts are kept. */
  readonly artifactStore: IArtifactStore;
  /** What `bind` of each database returned, that of the backend store first. */
  readonly databases: [BoundDatabase, ...BoundDatabase[]];
  /** What `bind` of the artifact store returned. */
  readonly artifacts: ArtifactStoreConfig;
}

/**
 * What `bind` of a database returned, with the environment that names it to MLflow.
 */
export interface BoundDatabase extends BackendStoreConfig, ServerPart {}

/**
 * Binds a tracking server to its stores.
 */
export function bindStores(server: Service, stores: ServerStores): BoundStores {
  const embedded = new EmbeddedStores(server);
  const backendStore = stores.backendStore ?? embedded.backendStore();
  const databases = bindDatabases(server, { ...stores, backendStore });
  const artifactStore = stores.artifactStore ?? embedded.artifactStore();
  const artifacts = bindArtifactStore(server, artifactStore);
  return { backendStore, artifactStore, databases, artifacts };
}

/**
 * Binds a service to the databases of MLflow.
 */
export function bindDatabases(
  service: Service,
  { backendStore, registryStore, readReplica }: ServerDatabases,
): [BoundDatabase, ...BoundDatabase[]] {
  const bound: [BoundDatabase, ...BoundDatabase[]] = [bindDatabase(service, 'BACKEND_STORE', backendStore)];
  if (registryStore) {
    bound.push(bindDatabase(service, 'REGISTRY_STORE', registryStore));
  }
  if (readReplica) {
    bound.push(bindDatabase(service, 'READ_REPLICA_STORE', readReplica));
  }
  return bound;
}

/**
 * Binds a service to one database.
 *
 * @param name the prefix of its variables: `AUTH_STORE`
 * @throws an error that names the service, if `bind` fails
 */
export function bindDatabase(service: Service, name: string, store: IBackendStore): BoundDatabase {
  const config = guardedHooks(service, 'IBackendStore', store).bind(service);
  return { ...config, environment: storeEnvironment(name, config) };
}

/**
 * Binds a service to an artifact store.
 *
 * @throws an error that names the service, if `bind` fails
 */
export function bindArtifactStore(service: Service, store: IArtifactStore): ArtifactStoreConfig {
  return guardedHooks(service, 'IArtifactStore', store).bind(service);
}

/**
 * The parts of a database's URI as environment of the container, whose entrypoint joins them.
 *
 * @param name the prefix of the variables: `BACKEND_STORE`
 * @see assets/mlflow-server/runtime/src/mlflow_runtime/database_uri.py
 */
export function storeEnvironment(name: string, config: BackendStoreConfig): { [name: string]: IEnvValue } {
  const text = (part: string | undefined) => (part === undefined ? undefined : EnvValue.of(part));
  const parts: { [part: string]: IEnvValue | undefined } = {
    SCHEME: text(config.scheme),
    HOST: config.host,
    PORT: text(config.port?.toString()),
    DATABASE: config.database,
    USER: config.user,
    PASSWORD: config.password,
    PASSWORD_FILE: text(config.passwordFile),
    QUERY: text(config.query),
    URI_FILE: text(config.uriFile),
  };
  return Object.fromEntries(
    Object.entries(parts).flatMap(([part, value]) => (value ? [[`${name}_${part}`, value]] : [])),
  );
}

/**
 * The stores of a server that is given none: an SQLite file and a folder, in one volume.
 */
class EmbeddedStores {
  private volume?: Volume;

  constructor(private readonly server: Service) {}

  public backendStore(): IBackendStore {
    return new SqliteStore(this.server, 'sqlite', { volume: this.useVolume(), mountPath: EMBEDDED_PATH });
  }

  public artifactStore(): IArtifactStore {
    return new VolumeArtifactStore(this.server, 'artifacts', {
      volume: this.useVolume(),
      mountPath: EMBEDDED_PATH,
      folder: 'artifacts',
    });
  }

  private useVolume(): Volume {
    this.volume ??= new Volume(this.server, `${this.server.node.id}_data`);
    return this.volume;
  }
}
