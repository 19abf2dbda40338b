import { Construct } from 'constructs';
import { allowedHostsOf, originsOf } from './allowed-hosts';
import { applyParts, ServerPart, ServerResources } from './server-part';
import {
  ComposeApp,
  ContainerImage,
  Duration,
  EnvValue,
  HardenedService,
  HardenedServiceOptions,
  Healthcheck,
  IEnvValue,
  Mount,
  ResourceLimitsProps,
  Volume,
} from '../../compose';
import { checkProps, describeForCluster, freePorts } from '../../compose/internal';
import { ArtifactStoreConfig } from '../../object-store';
import { MLFLOW_PORT, MlflowImage } from '../image/mlflow-image';
import { MlflowRuntime } from '../image/mlflow-runtime';
import { PlainRuntime } from '../rules/plain-runtime';
import { ServerPackages } from '../rules/server-packages';
import { ServerProtections } from '../rules/server-protections';

/**
 * A stop takes 0.9 to 1.8 seconds while eight clients log and send 10 MB at a time (docs/faults.md). The rest is for
 * large artifacts that are being transferred.
 */
const STOP_GRACE_PERIOD = Duration.seconds(30);

/** How long before the end of the grace period requests are cut off, so that the processes can end. */
const END_SECONDS = 5;

/** The server may take this long before it answers for the first time. */
const START_PERIOD = Duration.minutes(5);

/** MLflow's own default. */
const DEFAULT_WORKERS = 4;

/** What the healthcheck asks (assets/mlflow-server/runtime/src/mlflow_runtime/healthcheck.py). */
const HEALTH_REQUEST = {
  command: ['mlflow-healthcheck'],
  path: '/health',
  prefixVariable: 'MLFLOW_STATIC_PREFIX',
  port: MLFLOW_PORT,
};

/** A folder that every user may write to, both in the image and in a new volume that is mounted there. */
const SCRATCH_PATH = '/var/tmp';

/**
 * How much the server logs.
 */
export enum MlflowLogLevel {
  /** Failures that end the server. */
  CRITICAL = 'critical',
  /** Requests that fail. */
  ERROR = 'error',
  /** Possible problems. */
  WARNING = 'warning',
  /** Each request. */
  INFO = 'info',
  /** Details for debugging. */
  DEBUG = 'debug',
}

/**
 * Options of every MLflow server.
 */
export interface MlflowServerOptions extends HardenedServiceOptions {
  /**
   * The image that is built for the server. Several servers may share one.
   *
   * @default - an image of the default version, in a folder named like the service
   */
  readonly dockerfile?: MlflowImage;

  /**
   * The version of MLflow, unless `dockerfile` is given.
   *
   * @default - the version that this library was tested with
   */
  readonly version?: string;

  /**
   * How much of MLflow's behaviour the image changes, unless `dockerfile` is given.
   *
   * @default MlflowRuntime.patched()
   */
  readonly runtime?: MlflowRuntime;

  /**
   * The published port of the host.
   *
   * @default - 5000 for a tracking server, 5001 for an artifacts server, or the next port that no service of the app
   *   publishes
   */
  readonly port?: number;

  /**
   * The number of worker processes that answer requests. Workers share loaded code, so each one adds only about 50 MB
   * of memory. The memory limit follows from this number.
   *
   * @default - 4 for a tracking server, 2 for an artifacts server
   */
  readonly workers?: number;

  /**
   * The volume for temporary files of uploads and downloads. It is emptied when the server starts. A server whose
   * artifacts are in a local folder needs none.
   *
   * @default - a volume named `<id>_scratch_volume`
   */
  readonly scratchVolume?: Volume;

  /**
   * How much the server logs.
   *
   * @default MlflowLogLevel.INFO
   */
  readonly logLevel?: MlflowLogLevel;
}

/**
 * What `MlflowService` and `MlflowArtifactsService` have in common: a hardened service that runs `mlflow server` with
 * several workers, from an image that is built for it.
 */
export abstract class MlflowServer extends HardenedService {
  /**
   * The image that is built for the server.
   */
  public readonly dockerfile: MlflowImage;

  /**
   * The number of worker processes that answer requests.
   */
  public readonly workers: number;

  private readonly serverProps: MlflowServerOptions;
  private readonly parts: ServerPart[] = [];

  protected constructor(scope: Construct, id: string, props: MlflowServerOptions) {
    checkProps(new.target, MlflowServer, scope, id, 'MlflowServerOptions', props);
    const { version, runtime } = props;
    const dockerfile = props.dockerfile ?? new MlflowImage(scope, `${id}-image`, { directory: id, version, runtime });
    super(scope, id, {
      ...props,
      image: ContainerImage.fromDockerfile(dockerfile),
      networks: props.networks ?? [ComposeApp.of(scope).internalNetwork, ComposeApp.of(scope).publicNetwork],
      ports: props.ports ?? [{ target: MLFLOW_PORT, published: props.port ?? freePorts(scope, MLFLOW_PORT, 1)[0] }],
      stopGracePeriod: props.stopGracePeriod ?? STOP_GRACE_PERIOD,
    });
    this.dockerfile = dockerfile;
    this.workers = props.workers ?? DEFAULT_WORKERS;
    this.serverProps = props;
    describeForCluster(this, {
      hostsVariable: 'MLFLOW_SERVER_ALLOWED_HOSTS',
      originsVariable: 'MLFLOW_SERVER_CORS_ALLOWED_ORIGINS',
      // whoever sends a request from outside is the proxy (https://www.uvicorn.org/settings/#http)
      entryEnvironment: { FORWARDED_ALLOW_IPS: '*' },
      healthRequest: HEALTH_REQUEST,
      optionalKeys: ['sysctls.net.ipv4.tcp_retries2'],
    });
    this.node.addValidation({ validate: () => this.validate() });
  }

  /**
   * The server's URL for services of the app.
   */
  public get url(): string {
    return `http://${this.name}:${MLFLOW_PORT}`;
  }

  /**
   * Hook: the values of the Host header that the server accepts. Requests with other values get 403.
   *
   * @see https://mlflow.org/docs/latest/self-hosting/security/network/
   */
  protected renderAllowedHosts(): string[] {
    const hosts = this.parts.flatMap(part => part.hosts ?? []);
    return allowedHostsOf(this.name, MLFLOW_PORT, this.renderPorts(), hosts);
  }

  /**
   * Hook: the origins of pages that may change data, such as `https://mlflow.example.com`. MLflow refuses every other
   * origin except localhost, even that of its own UI under another name.
   */
  protected renderCorsOrigins(): string[] {
    return originsOf(this.renderAllowedHosts());
  }

  /**
   * Measured with four workers: 230 MB after the start, at most 1.2 GB while sixteen clients send 300 MB each. A worker
   * builds each answer in memory, so the limit leaves room for larger ones.
   */
  protected renderLimits(): ResourceLimitsProps {
    const units = this.workers + 1;
    const extra = this.parts.flatMap(({ resources }) => resources ?? []);
    const total = (key: keyof ServerResources) => extra.reduce((sum, resources) => sum + resources[key], 0);
    return {
      memory: `${512 * units + total('memoryMib')}m`,
      cpus: units + total('cpus'),
      pids: 256 * units + total('pids'),
    };
  }

  protected renderCommand(): string[] {
    return [
      'mlflow',
      'server',
      '--host',
      '0.0.0.0',
      '--port',
      MLFLOW_PORT.toString(),
      '--workers',
      this.workers.toString(),
      ...this.parts.flatMap(part => part.arguments ?? []),
    ];
  }

  protected renderEnvironment(): { [name: string]: IEnvValue } {
    const { logLevel } = this.serverProps;
    return {
      MLFLOW_SERVER_ALLOWED_HOSTS: EnvValue.of(this.renderAllowedHosts().join(',')),
      MLFLOW_SERVER_CORS_ALLOWED_ORIGINS: EnvValue.of(this.renderCorsOrigins().join(',')),
      ...(logLevel && { MLFLOW_LOGGING_LEVEL: EnvValue.of(logLevel.toUpperCase()) }),
      MLFLOW_UVICORN_OPTS: EnvValue.of(this.uvicornOptions),
      ...super.renderEnvironment(),
    };
  }

  /**
   * Asks the server in the container.
   *
   * @see assets/mlflow-server/runtime/src/mlflow_runtime/healthcheck.py
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    return super.renderHealthcheck() ?? Healthcheck.command(HEALTH_REQUEST.command, { startPeriod: START_PERIOD });
  }

  /**
   * Applies the parts of which the server consists. Their order is that of the arguments, and that of the instructions
   * in the Dockerfile.
   *
   * @internal
   */
  protected _applyParts(...parts: ServerPart[]): void {
    this.parts.push(...parts);
    this.addDefaultEnvironment(applyParts(this, this.dockerfile, parts));
    ServerProtections.watch(this, { login: parts.some(({ isLogin }) => isLogin) });
    ServerPackages.watch(this, this.dockerfile);
    PlainRuntime.watch(this, this.dockerfile.mlflowRuntime);
  }

  /**
   * Space on disk for temporary files. The server keeps each artifact that clients download in one, and many that they
   * upload. In `/tmp`, which is memory, a model of 5 GB would take 5 GB for each request. A store that is a folder of
   * the container is read and written directly.
   *
   * @internal
   */
  protected _scratchPart(artifactStore: ArtifactStoreConfig): ServerPart {
    if (artifactStore.writableFolders) {
      return {};
    }
    const volume = this.serverProps.scratchVolume ?? new Volume(this, `${this.node.id}_scratch_volume`);
    return {
      environment: { SCRATCH_DIRECTORY: EnvValue.of(SCRATCH_PATH) },
      mounts: [Mount.volume(volume, SCRATCH_PATH)],
      cluster: { scratchMounts: [SCRATCH_PATH] },
    };
  }

  /** What MLflow passes to uvicorn. Without a time for requests to end, uvicorn waits until Docker kills it. */
  private get uvicornOptions(): string {
    const { logLevel = MlflowLogLevel.INFO, stopGracePeriod = STOP_GRACE_PERIOD } = this.serverProps;
    const requestSeconds = Math.max(1, Math.floor(stopGracePeriod.toSeconds()) - END_SECONDS);
    return `--log-level ${logLevel} --timeout-worker-healthcheck 60 --timeout-graceful-shutdown ${requestSeconds}`;
  }

  private validate(): string[] {
    const { dockerfile, version, runtime, port, ports } = this.serverProps;
    return [
      ...(Number.isInteger(this.workers) && this.workers >= 1
        ? []
        : [`\`workers\` is ${this.workers}; set it to a whole number of 1 or more`]),
      ...(dockerfile && version !== undefined
        ? ['`version` is ignored because `dockerfile` has its own version; set the version of that MlflowImage']
        : []),
      ...(dockerfile && runtime
        ? ['`runtime` is ignored because `dockerfile` has its own runtime; set the runtime of that MlflowImage']
        : []),
      ...(port !== undefined && ports ? ['`port` is ignored because `ports` is set; remove one of them'] : []),
    ];
  }
}
