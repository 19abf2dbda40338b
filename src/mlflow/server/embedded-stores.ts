import { Service, Volume } from '../../compose';
import { IBackendStore, SqliteStore } from '../../database';
import { IArtifactStore, VolumeArtifactStore } from '../../object-store';

const MOUNT_PATH = '/var/lib/mlflow';

/**
 * The stores of a server that is given none: a database in a file, and a folder, in one volume.
 */
export class EmbeddedStores {
  private volume?: Volume;

  constructor(private readonly server: Service) {}

  /** A database in a file. */
  public backendStore(): IBackendStore {
    return new SqliteStore(this.server, 'sqlite', { volume: this.useVolume(), mountPath: MOUNT_PATH });
  }

  /** A folder beside it. */
  public artifactStore(): IArtifactStore {
    return new VolumeArtifactStore(this.server, 'artifacts', {
      volume: this.useVolume(),
      mountPath: MOUNT_PATH,
      folder: 'artifacts',
    });
  }

  private useVolume(): Volume {
    this.volume ??= new Volume(this.server, `${this.server.node.id}_data`);
    return this.volume;
  }
}
