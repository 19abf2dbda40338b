import { Construct } from 'constructs';
import { ArtifactStoreConfig, IArtifactStore } from './artifact-store';
import { EnvValue, Mount, Service, Volume } from '../compose';
import { checkProps, containerPath, freeName, hostPath, PathKind } from '../compose/internal';

/**
 * Properties of a `VolumeArtifactStore`.
 */
export interface VolumeArtifactStoreProps {
  /**
   * The volume for the artifacts.
   *
   * @default - a volume named `artifacts_volume`, for further stores of the app `<id>_artifacts_volume`, unless
   *   `hostPath` is given
   */
  readonly volume?: Volume;

  /**
   * A folder of the host instead of a volume, from the app's directory: `./artifacts`, `/srv/artifacts`. It must exist
   * and be writable for the user 10001.
   *
   * @default - a volume
   */
  readonly hostPath?: string;

  /**
   * The path of the volume or folder in the container.
   *
   * @default '/var/lib/mlflow-artifacts'
   */
  readonly mountPath?: string;

  /**
   * The folder for artifacts, relative to `mountPath`.
   *
   * @default - `mountPath` itself
   */
  readonly folder?: string;
}

/**
 * A volume or a folder of the host for artifacts. It needs no service besides MLflow, but works on one machine only.
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
        props.volume && props.hostPath !== undefined ? ['both volume and hostPath are set; keep one of them'] : [],
    });
  }

  public bind(consumer: Service): ArtifactStoreConfig {
    consumer.addMount(this.mount);
    return { destination: EnvValue.of(this.folder), writableFolders: [this.mountPath] };
  }
}
