import { Construct } from 'constructs';
import { ArtifactStoreConfig, IArtifactStore } from './artifact-store';
import { EnvValue, Mount, Service, Volume } from '../compose';
import { checkProps, containerPath, freeName, hostPath, PathKind } from '../compose/internal';

/**
 * Properties of a `VolumeArtifactStore`.
 */
export interface VolumeArtifactStoreProps {
  /**
   * Where the artifacts are kept.
   *
   * @default - a volume named `artifacts_volume`, for further stores of the app `<id>_artifacts_volume`, unless
   *   `hostPath` is given
   */
  readonly volume?: Volume;

  /**
   * A folder of the host in place of a volume, from the app's directory: `./artifacts`, `/srv/artifacts`. It must
   * exist, and the user 10001 must be able to write to it.
   *
   * @default - a volume
   */
  readonly hostPath?: string;

  /**
   * Where the container sees it.
   *
   * @default '/var/lib/mlflow-artifacts'
   */
  readonly mountPath?: string;

  /**
   * The folder for artifacts, from `mountPath`.
   *
   * @default - `mountPath` itself
   */
  readonly folder?: string;
}

/**
 * A volume, or a folder of the host, for artifacts: nothing to run beside MLflow, and no other machine can share it.
 */
export class VolumeArtifactStore extends Construct implements IArtifactStore {
  private readonly mount: Mount;
  private readonly mountPath: string;
  private readonly folder: string;

  constructor(scope: Construct, id: string, props: VolumeArtifactStoreProps = {}) {
    checkProps(new.target, VolumeArtifactStore, scope, id, 'VolumeArtifactStoreProps', props);
    super(scope, id);
    this.mountPath = containerPath(this, 'mountPath', props.mountPath ?? '/var/lib/mlflow-artifacts');
    this.folder = containerPath(this, 'folder', props.folder ?? '.', this.mountPath);
    this.mount =
      props.hostPath === undefined
        ? Mount.volume(props.volume ?? new Volume(this, freeName(this, 'artifacts_volume')), this.mountPath)
        : Mount.bind(hostPath(this, 'hostPath', props.hostPath, PathKind.FOLDER), this.mountPath);
    this.node.addValidation({
      validate: () =>
        props.volume && props.hostPath !== undefined
          ? ['artifacts are kept in a volume and in a folder of the host; give one of volume and hostPath']
          : [],
    });
  }

  public bind(consumer: Service): ArtifactStoreConfig {
    consumer.addMount(this.mount);
    return { destination: EnvValue.of(this.folder), writableFolders: [this.mountPath] };
  }
}
