import { posix } from 'node:path';
import { Construct } from 'constructs';
import { EnvValue, Mount, Service, Volume } from '../compose';
import { BackendStoreConfig, IBackendStore } from './backend-store';
import { containerPath } from '../compose/app-path';
import { checkProps } from '../compose/check-props';

/**
 * Properties of a `SqliteStore`.
 */
export interface SqliteStoreProps {
  /**
   * Where the database is kept: on a disk of this machine, since SQLite's locks do not work over a network.
   *
   * @default - a volume named `sqlite_volume`
   */
  readonly volume?: Volume;

  /**
   * Where the container sees the volume.
   *
   * @default '/var/lib/mlflow-sqlite'
   */
  readonly mountPath?: string;
}

/**
 * A database in a file: for one person or a few, without a server to run.
 */
export class SqliteStore extends Construct implements IBackendStore {
  private readonly mount: Mount;
  private readonly mountPath: string;

  constructor(scope: Construct, id: string, props: SqliteStoreProps = {}) {
    checkProps(new.target, SqliteStore, scope, id, 'SqliteStoreProps', props);
    super(scope, id);
    this.mountPath = containerPath(this, 'mountPath', props.mountPath ?? '/var/lib/mlflow-sqlite');
    this.mount = Mount.volume(props.volume ?? new Volume(this, 'sqlite_volume'), this.mountPath);
  }

  public bind(consumer: Service): BackendStoreConfig {
    consumer.addMount(this.mount);
    return {
      scheme: 'sqlite',
      database: EnvValue.of(posix.join(this.mountPath, 'mlflow.db')),
      writableFolders: [this.mountPath],
    };
  }
}
