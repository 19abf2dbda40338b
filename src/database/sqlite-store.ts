import { posix } from 'node:path';
import { Construct } from 'constructs';
import { BackendStoreConfig, IBackendStore } from './backend-store';
import { EnvValue, Mount, Service, Volume } from '../compose';
import { checkProps, containerPath, freeName, freePath } from '../compose/internal';

const DEFAULT_PATH = '/var/lib/mlflow-sqlite';

/**
 * Properties of a `SqliteStore`.
 */
export interface SqliteStoreProps {
  /**
   * The volume for the database. It must be on a local disk, since SQLite's locks do not work on network file systems.
   *
   * @default - a volume named `sqlite_volume`; for further stores of the app `<id>_sqlite_volume`
   */
  readonly volume?: Volume;

  /**
   * The path of the volume in the container.
   *
   * @default - `/var/lib/mlflow-sqlite`; for a second store of one server `/var/lib/mlflow-sqlite-<id>`
   */
  readonly mountPath?: string;
}

/**
 * A SQLite database, for a few users, without a database server.
 */
export class SqliteStore extends Construct implements IBackendStore {
  private readonly volume: Volume;
  private readonly mountPath?: string;
  private readonly mountPaths = new Map<Service, string>();

  constructor(scope: Construct, id: string, props: SqliteStoreProps = {}) {
    checkProps(new.target, SqliteStore, scope, id, 'SqliteStoreProps', props);
    super(scope, id);
    this.mountPath = props.mountPath === undefined ? undefined : containerPath(this, 'mountPath', props.mountPath);
    this.volume = props.volume ?? new Volume(this, freeName(this, 'sqlite_volume'));
  }

  public bind(consumer: Service): BackendStoreConfig {
    const mountPath = this.mountPath ?? this.mountPaths.get(consumer) ?? freePath(consumer, DEFAULT_PATH, this.node.id);
    this.mountPaths.set(consumer, mountPath);
    consumer.addMount(Mount.volume(this.volume, mountPath));
    return {
      scheme: 'sqlite',
      database: EnvValue.of(posix.join(mountPath, 'mlflow.db')),
      writableFolders: [mountPath],
    };
  }
}
