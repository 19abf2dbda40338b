import { Construct } from 'constructs';
import { allowedHostsOf, originsOf } from './allowed-hosts';
import { addScratchVolume } from './scratch-volume';
import { bindArtifactStore } from './server-databases';
import { SERVER_HEALTHCHECK } from './server-healthcheck';
import { serverLimits } from './server-limits';
import { ServerProtections } from './server-protections';
import { STOP_GRACE_PERIOD, uvicornOptions } from './uvicorn-options';
import {
  ComposeApp,
  ContainerImage,
  EnvValue,
  HardenedService,
  HardenedServiceOptions,
  Healthcheck,
  IEnvValue,
  ResourceLimitsProps,
} from '../../compose';
import { checkProps, freePorts } from '../../compose/internal';
import { IArtifactStore } from '../../object-store';
import { MlflowImage } from '../image/mlflow-image';
import { MLFLOW_PORT } from '../image/mlflow-port';
import { PlainRuntime } from '../image/plain-runtime';
import { ServerPackages } from '../image/server-packages';

/** The tracking server has 5000. */
const DEFAULT_HOST_PORT = 5001;

/**
 * Properties of an `MlflowArtifactsService`.
 */
export interface MlflowArtifactsServiceProps extends HardenedServiceOptions {
  /**
   * Where artifacts are kept.
   */
  readonly artifactStore: IArtifactStore;

  /**
   * The image that is built for the server; that of the tracking server does as well.
   *
   * @default - an image of the default version, in a folder named as the service
   */
  readonly dockerfile?: MlflowImage;

  /**
   * The port of the host.
   *
   * @default - 5001, or the next one that no service of the app publishes yet
   */
  readonly port?: number;

  /**
   * The name and port under which clients reach the server: `artifacts.example.com:8443`. They use the scheme, http or
   * https, with which they reach the tracking server.
   *
   * @default - this machine, `127.0.0.1`, and the published port
   */
  readonly publicAddress?: string;

  /**
   * The number of processes that answer requests.
   *
   * @default 2
   */
  readonly workers?: number;
}

/**
 * An MLflow server that sends and takes artifacts and does nothing else: `ArtifactTransfer.artifactsServer` lets
 * clients of a tracking server use it.
 *
 * @see https://mlflow.org/docs/latest/self-hosting/architecture/tracking-server/
 */
export class MlflowArtifactsService extends HardenedService {
  /**
   * The image that is built for the server.
   */
  public readonly dockerfile: MlflowImage;

  private readonly serverProps: MlflowArtifactsServiceProps;

  constructor(scope: Construct, id: string, props: MlflowArtifactsServiceProps) {
    checkProps(new.target, MlflowArtifactsService, scope, id, 'MlflowArtifactsServiceProps', props);
    const dockerfile = props.dockerfile ?? new MlflowImage(scope, `${id}-image`, { directory: id });
    super(scope, id, {
      ...props,
      image: ContainerImage.fromDockerfile(dockerfile),
      networks: props.networks ?? [ComposeApp.of(scope).internalNetwork, ComposeApp.of(scope).publicNetwork],
      ports: props.ports ?? [
        { target: MLFLOW_PORT, published: props.port ?? freePorts(scope, DEFAULT_HOST_PORT, 1)[0] },
      ],
      stopGracePeriod: props.stopGracePeriod ?? STOP_GRACE_PERIOD,
    });
    this.dockerfile = dockerfile;
    this.serverProps = props;
    const store = bindArtifactStore(this, props.artifactStore);
    this.addDefaultEnvironment({ MLFLOW_ARTIFACTS_DESTINATION: store.destination });
    this.dockerfile.addPackages(...(store.pythonPackages ?? []));
    this.dockerfile.addWritableFolders(...(store.writableFolders ?? []));
    if (!store.writableFolders) {
      // a store that is a folder is written to and read from as it is
      addScratchVolume(this);
    }
    ServerProtections.watch(this, { login: false });
    ServerPackages.watch(this, dockerfile);
    PlainRuntime.watch(this, dockerfile);
    this.node.addValidation({ validate: () => this.validate() });
  }

  /**
   * The URI that the tracking server gives to clients: `mlflow-artifacts://127.0.0.1:5001/`.
   */
  public get artifactRoot(): string {
    return `mlflow-artifacts://${this.publicAddress}/`;
  }

  /**
   * Hook: the values of the Host header that the server answers; all others get 403.
   */
  protected renderAllowedHosts(): string[] {
    return allowedHostsOf(this.name, MLFLOW_PORT, this.renderPorts(), [this.publicAddress]);
  }

  protected renderLimits(): ResourceLimitsProps {
    return serverLimits(this.workers);
  }

  protected renderCommand(): string[] {
    return [
      'mlflow',
      'server',
      '--artifacts-only',
      '--host',
      '0.0.0.0',
      '--port',
      MLFLOW_PORT.toString(),
      '--workers',
      this.workers.toString(),
    ];
  }

  protected renderEnvironment(): { [name: string]: IEnvValue } {
    const hosts = this.renderAllowedHosts();
    return {
      MLFLOW_SERVER_ALLOWED_HOSTS: EnvValue.of(hosts.join(',')),
      MLFLOW_SERVER_CORS_ALLOWED_ORIGINS: EnvValue.of(originsOf(hosts).join(',')),
      MLFLOW_UVICORN_OPTS: EnvValue.of(uvicornOptions('info', this.serverProps.stopGracePeriod)),
      ...super.renderEnvironment(),
    };
  }

  protected renderHealthcheck(): Healthcheck | undefined {
    return super.renderHealthcheck() ?? SERVER_HEALTHCHECK;
  }

  private get workers(): number {
    return this.serverProps.workers ?? 2;
  }

  private get publicAddress(): string {
    const published = this.publishedPorts.find(({ target }) => target === MLFLOW_PORT)?.published;
    return this.serverProps.publicAddress ?? `127.0.0.1:${published}`;
  }

  private validate(): string[] {
    return /^([\w.-]+|\[[\da-f:]+\]):\d+$/i.test(this.publicAddress)
      ? []
      : [
          `clients cannot be told the address "${this.publicAddress}"; give \`publicAddress\` a name and a port, such as "artifacts.example.com:8443"`,
        ];
  }
}
