import { Construct } from 'constructs';
import { MlflowServer, MlflowServerOptions } from './mlflow-server';
import { bindArtifactStore } from './server-stores';
import { checkProps, freePorts } from '../../compose/internal';
import { IArtifactStore } from '../../object-store';
import { MLFLOW_PORT } from '../image/mlflow-image';

/** The tracking server has 5000. */
const DEFAULT_HOST_PORT = 5001;

const DEFAULT_WORKERS = 2;

/**
 * Properties of an `MlflowArtifactsService`.
 */
export interface MlflowArtifactsServiceProps extends MlflowServerOptions {
  /**
   * Where artifacts are kept.
   */
  readonly artifactStore: IArtifactStore;

  /**
   * The host and port under which clients reach the server: `artifacts.example.com:8443`. They use the scheme, http or
   * https, with which they reach the tracking server.
   *
   * @default - this machine, `127.0.0.1`, and the published port
   */
  readonly publicAddress?: string;
}

/**
 * An MLflow server that only receives and sends artifacts. Clients of a tracking server with
 * `ArtifactTransfer.artifactsServer` use it.
 *
 * @see https://mlflow.org/docs/latest/self-hosting/architecture/tracking-server/
 */
export class MlflowArtifactsService extends MlflowServer {
  private readonly publicAddress?: string;

  constructor(scope: Construct, id: string, props: MlflowArtifactsServiceProps) {
    checkProps(new.target, MlflowArtifactsService, scope, id, 'MlflowArtifactsServiceProps', props);
    super(scope, id, {
      ...props,
      port: props.port ?? (props.ports ? undefined : freePorts(scope, DEFAULT_HOST_PORT, 1)[0]),
      workers: props.workers ?? DEFAULT_WORKERS,
    });
    this.publicAddress = props.publicAddress;
    const store = bindArtifactStore(this, props.artifactStore);
    this._applyParts(
      { ...store, environment: { MLFLOW_ARTIFACTS_DESTINATION: store.destination } },
      this._scratchPart(store),
      { hosts: props.publicAddress === undefined ? [] : [props.publicAddress], validate: () => this.validateAddress() },
    );
  }

  /**
   * The URI that the tracking server gives to clients: `mlflow-artifacts://127.0.0.1:5001/`.
   */
  public get artifactRoot(): string {
    return `mlflow-artifacts://${this.clientAddress}/`;
  }

  protected renderCommand(): string[] {
    const [program, command, ...options] = super.renderCommand();
    return [program, command, '--artifacts-only', ...options];
  }

  private get clientAddress(): string {
    const published = this.publishedPorts.find(({ target }) => target === MLFLOW_PORT)?.published;
    return this.publicAddress ?? `127.0.0.1:${published}`;
  }

  private validateAddress(): string[] {
    return /^([\w.-]+|\[[\da-f:]+\]):\d+$/i.test(this.clientAddress)
      ? []
      : [
          `clients cannot use the address "${this.clientAddress}"; set \`publicAddress\` to a host and a port, such as "artifacts.example.com:8443"`,
        ];
  }
}
