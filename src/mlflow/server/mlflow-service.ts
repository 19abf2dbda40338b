import { Construct } from 'constructs';
import { allowedHostsOf, originsOf } from './allowed-hosts';
import { ArtifactTransfer } from './artifact-transfer';
import { DatabasePoolOptions } from './database-pool';
import { withConditions } from './dependency-conditions';
import { EmbeddedStores } from './embedded-stores';
import { poolEnvironment, poolErrors } from './pool-environment';
import { addScratchVolume } from './scratch-volume';
import { ServerAccess } from './server-access';
import { ServerAccessOptions } from './server-access-options';
import { bindArtifactStore, bindDatabases } from './server-databases';
import { SERVER_HEALTHCHECK } from './server-healthcheck';
import { serverLimits } from './server-limits';
import { ServerProtections } from './server-protections';
import { ServerSwitches } from './server-switches';
import { switchEnvironment, switchErrors } from './switch-environment';
import { STOP_GRACE_PERIOD, uvicornOptions } from './uvicorn-options';
import { WaitStrategy } from './wait-strategy';
import {
  ComposeApp,
  ContainerImage,
  DependencyCondition,
  EnvValue,
  HardenedService,
  HardenedServiceOptions,
  Healthcheck,
  IEnvValue,
  ResourceLimitsProps,
  Volume,
} from '../../compose';
import { checkProps, freePorts, guardedHooks } from '../../compose/internal';
import { BackendStoreConfig, IBackendStore } from '../../database';
import { IArtifactStore } from '../../object-store';
import { MlflowImage } from '../image/mlflow-image';
import { MLFLOW_PORT } from '../image/mlflow-port';
import { MlflowRuntime } from '../image/mlflow-runtime';
import { PlainRuntime } from '../image/plain-runtime';
import { ServerPackages } from '../image/server-packages';
import { MigrateService } from '../migration/migrate-service';

const DEFAULT_WORKERS = 4; // as many as MLflow's own default

/**
 * How much the server logs.
 */
export enum MlflowLogLevel {
  /** Failures that end the server. */
  CRITICAL = 'critical',
  /** Requests that fail. */
  ERROR = 'error',
  /** What may go wrong. */
  WARNING = 'warning',
  /** Each request. */
  INFO = 'info',
  /** What helps to find a fault. */
  DEBUG = 'debug',
}

/**
 * Settings of an MLflow server, apart from its stores.
 */
export interface MlflowServerOptions extends HardenedServiceOptions, ServerAccessOptions, ServerSwitches {
  /**
   * The image that is built for the server.
   *
   * @default - an image of the default version, in a folder named as the service
   */
  readonly dockerfile?: MlflowImage;

  /**
   * The version of MLflow, if no `dockerfile` is given.
   *
   * @default - the version that this library was tested with
   */
  readonly version?: string;

  /**
   * How much of MLflow's behaviour the image changes, if no `dockerfile` is given.
   *
   * @default MlflowRuntime.patched()
   */
  readonly runtime?: MlflowRuntime;

  /**
   * The port of the host.
   *
   * @default - 5000, or the next one that no service of the app publishes yet
   */
  readonly port?: number;

  /**
   * Names under which clients reach the server besides those that follow from the service's name and ports, such as
   * `mlflow.example.com`; with a port where clients name one: `mlflow.example.com:8443`. `*` stands for any text.
   *
   * @default - none
   */
  readonly allowedHosts?: string[];

  /**
   * The number of processes that answer requests. They share what they have loaded, so each one adds some 50 MB of
   * memory only. The limit of memory follows from it.
   *
   * @default 4
   */
  readonly workers?: number;

  /**
   * How the server waits for its databases.
   *
   * @default WaitStrategy.health()
   */
  readonly waitStrategy?: WaitStrategy;

  /**
   * How each process of the server keeps connections to its databases.
   *
   * @default - as SQLAlchemy does
   */
  readonly databasePool?: DatabasePoolOptions;

  /**
   * Where artifacts are while they pass through the server, if it keeps them for so long; emptied at start.
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

  /**
   * How artifacts go between clients and the artifact store.
   *
   * @default ArtifactTransfer.proxied()
   */
  readonly artifactTransfer?: ArtifactTransfer;

  /**
   * Whether the schema of the database is brought up to date before the server starts, by an init job, or for a file by
   * the server's own container. Without that, run `mlflow-migrate` in the server's image yourself: the server refuses
   * to start on any other schema than its own.
   *
   * @default true
   */
  readonly migrate?: boolean;

  /**
   * Further arguments of `mlflow server`. They are seen in the process list, so a secret has no place here.
   *
   * @default - none
   * @see https://mlflow.org/docs/latest/api_reference/cli.html#mlflow-server
   */
  readonly extraArgs?: string[];
}

/**
 * Properties of an `MlflowService`.
 */
export interface MlflowServiceProps extends MlflowServerOptions {
  /**
   * Where runs, metrics and models are kept.
   *
   * @default - a database in a file, in a volume named as the service, such as `mlflow_data`
   */
  readonly backendStore?: IBackendStore;

  /**
   * Where models are kept, if not beside the runs.
   *
   * @default - the backend store
   */
  readonly registryStore?: IBackendStore;

  /**
   * A copy of the backend store, kept by the database itself, that the server reads in place of it. What was just
   * written is there as soon as the copy has it. MLflow 3.14 or later.
   *
   * @default - the backend store
   */
  readonly readReplica?: IBackendStore;

  /**
   * Where artifacts are kept; `artifactTransfer` says how clients get at them.
   *
   * @default - a folder in a volume named as the service, such as `mlflow_data`
   */
  readonly artifactStore?: IArtifactStore;

  /**
   * The init job that migrates the database, of the same image and store.
   *
   * @default - one that is named as the server, followed by `_migrate`, unless `migrate` is false
   */
  readonly migration?: MigrateService;
}

/**
 * An MLflow tracking server that keeps its data in a backend store and an artifact store.
 */
export class MlflowService extends HardenedService {
  /**
   * The image that is built for the server.
   */
  public readonly dockerfile: MlflowImage;

  /**
   * The init job that the server waits for, unless `migrate` is false.
   */
  public readonly migration?: MigrateService;

  private readonly serverProps: MlflowServiceProps;
  private readonly waitStrategy: WaitStrategy;
  private readonly backendStore: BackendStoreConfig;
  private readonly access: ServerAccess;

  constructor(scope: Construct, id: string, props: MlflowServiceProps = {}) {
    checkProps(new.target, MlflowService, scope, id, 'MlflowServiceProps', props);
    const dockerfile =
      props.dockerfile ??
      new MlflowImage(scope, `${id}-image`, { directory: id, version: props.version, runtime: props.runtime });
    const publishes = !props.proxy || (props.ports ?? []).length > 0;
    super(scope, id, {
      ...props,
      image: ContainerImage.fromDockerfile(dockerfile),
      networks: props.networks ?? [
        ComposeApp.of(scope).internalNetwork,
        ...(publishes ? [ComposeApp.of(scope).publicNetwork] : []),
      ],
      ports:
        props.ports ??
        (props.proxy ? [] : [{ target: MLFLOW_PORT, published: props.port ?? freePorts(scope, MLFLOW_PORT, 1)[0] }]),
      stopGracePeriod: props.stopGracePeriod ?? STOP_GRACE_PERIOD,
    });
    this.dockerfile = dockerfile;
    this.serverProps = props;

    const embedded = new EmbeddedStores(this);
    const store = props.backendStore ?? embedded.backendStore();
    const { backendStore, environment } = bindDatabases(this, dockerfile, { ...props, backendStore: store });
    this.backendStore = backendStore;
    this.waitStrategy = guardedHooks(this, 'WaitStrategy', props.waitStrategy ?? WaitStrategy.health());
    const migrate = props.migrate ?? true;
    // no other container should have the file open
    const migratesItself = migrate && !props.migration && backendStore.scheme === 'sqlite';
    const artifacts = bindArtifactStore(this, props.artifactStore ?? embedded.artifactStore());
    const transfer = guardedHooks(this, 'ArtifactTransfer', props.artifactTransfer ?? ArtifactTransfer.proxied());
    this.access = new ServerAccess(this, dockerfile, props);
    this.addDefaultEnvironment({
      ...environment,
      ...(migratesItself && { MIGRATE_AT_START: EnvValue.of('true') }),
      ...this.access.environment,
      ...switchEnvironment(this, this.access, props),
      ...poolEnvironment(props.databasePool ?? {}, props.workers ?? DEFAULT_WORKERS),
      ...this.waitStrategy.toEnvironment(),
      ...transfer.toEnvironment(artifacts),
    });
    dockerfile.addDebianPackages(...this.waitStrategy.debianPackages);
    dockerfile.addPackages(...(artifacts.pythonPackages ?? []));
    dockerfile.addWritableFolders(...(artifacts.writableFolders ?? []));
    if (migrate && !migratesItself) {
      this.migration =
        props.migration ??
        new MigrateService(scope, `${id}_migrate`, {
          dockerfile,
          backendStore: store,
          registryStore: props.registryStore,
          networks: this.joinedNetworks,
        });
      this.access.addUsersTo(this.migration);
      this.addDependency(this.migration, DependencyCondition.COMPLETED_SUCCESSFULLY);
    }

    if (!artifacts.writableFolders) {
      // a store that is a folder is written to and read from as it is
      addScratchVolume(this, props.scratchVolume);
    }

    ServerProtections.watch(this, { login: props.auth !== undefined });
    ServerPackages.watch(this, dockerfile);
    PlainRuntime.watch(this, dockerfile);
    const plainErrors = () =>
      dockerfile.mlflowRuntime.isPlain && props.artifactTransfer ? props.artifactTransfer._plainErrors(artifacts) : [];
    this.node.addValidation({ validate: () => [...this.validate(), ...plainErrors()] });
    this.node.addValidation({ validate: () => this.access.validateLogin() });
    this.node.addValidation({ validate: () => this.waitStrategy.validate(backendStore) });
    this.node.addValidation({ validate: () => transfer.validate(artifacts) });
  }

  /**
   * The server's URL for services of the app.
   */
  public get url(): string {
    return `http://${this.name}:${MLFLOW_PORT}`;
  }

  /**
   * Hook: the values of the Host header that the server answers; all others get 403.
   *
   * @see https://mlflow.org/docs/latest/self-hosting/security/network/
   */
  protected renderAllowedHosts(): string[] {
    return allowedHostsOf(this.name, MLFLOW_PORT, this.renderPorts(), [
      ...(this.serverProps.jobExecution ? [`0.0.0.0:${MLFLOW_PORT}`] : []), // as which jobs know the server
      ...this.access.hosts,
      ...(this.serverProps.allowedHosts ?? []),
    ]);
  }

  /**
   * Hook: the origins of pages that may change data, `https://mlflow.example.com`. MLflow refuses all but localhost's,
   * even its own UI's under another name.
   */
  protected renderCorsOrigins(): string[] {
    return originsOf(this.renderAllowedHosts()).filter(origin => this.access.admits(origin));
  }

  protected renderLimits(): ResourceLimitsProps {
    return serverLimits(this.workers, this.serverProps.jobExecution);
  }

  /**
   * When the network to a database breaks, PyMySQL and libpq leave it to TCP to notice. Linux gives a silent peer up
   * after two hours, or 15 minutes when something was just sent to it, and the request holds a thread and a connection
   * for so long. Here it is half a minute, or 100 seconds, the least that RFC 1122 wants
   * (https://docs.kernel.org/networking/ip-sysctl.html).
   */
  protected renderConfinement(): { [key: string]: any } {
    return {
      sysctls: {
        'net.ipv4.tcp_keepalive_time': '15',
        'net.ipv4.tcp_keepalive_intvl': '5',
        'net.ipv4.tcp_keepalive_probes': '3',
        'net.ipv4.tcp_retries2': '8',
      },
      ...super.renderConfinement(),
    };
  }

  protected renderCommand(): string[] {
    return this.waitStrategy.toCommand(
      [
        'mlflow',
        'server',
        '--host',
        '0.0.0.0',
        '--port',
        MLFLOW_PORT.toString(),
        '--workers',
        this.workers.toString(),
        ...this.access.arguments,
        ...(this.serverProps.extraArgs ?? []),
      ],
      this.backendStore,
    );
  }

  protected renderDependencies(): { [service: string]: any } {
    return withConditions(super.renderDependencies(), condition => this.waitStrategy.toCondition(condition));
  }

  protected renderEnvironment(): { [name: string]: IEnvValue } {
    const logLevel = this.serverProps.logLevel ?? MlflowLogLevel.INFO;
    return {
      MLFLOW_SERVER_ALLOWED_HOSTS: EnvValue.of(this.renderAllowedHosts().join(',')),
      MLFLOW_SERVER_CORS_ALLOWED_ORIGINS: EnvValue.of(this.renderCorsOrigins().join(',')),
      MLFLOW_LOGGING_LEVEL: EnvValue.of(logLevel.toUpperCase()),
      MLFLOW_UVICORN_OPTS: EnvValue.of(uvicornOptions(logLevel, this.serverProps.stopGracePeriod)),
      ...super.renderEnvironment(),
    };
  }

  /**
   * Asks the server itself.
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    return super.renderHealthcheck() ?? SERVER_HEALTHCHECK;
  }

  private get workers(): number {
    return this.serverProps.workers ?? DEFAULT_WORKERS;
  }

  private validate(): string[] {
    const { databasePool = {}, registryStore, readReplica } = this.serverProps;
    if (!Number.isInteger(this.workers) || this.workers < 1) {
      // nothing can be rendered then
      return [`${this.workers} workers cannot answer requests; give a whole number of 1 or more`];
    }
    return [
      ...(registryStore && readReplica
        ? [
            'MLflow would read models from the read replica as well, where the registry store is not; leave one of registryStore and readReplica out',
          ]
        : []),
      ...poolErrors(databasePool),
      ...switchErrors(this.serverProps),
      ...ignoredProps(this.serverProps),
      ...this.access.validate(),
    ];
  }
}

/** Props of which one takes the effect of the other away: nothing that a user set is ignored silently. */
function ignoredProps({
  migrate,
  migration,
  dockerfile,
  version,
  runtime,
  port,
  ports,
  proxy,
}: MlflowServiceProps): string[] {
  return [
    ...(migrate === false && migration
      ? ['a migration is given, but `migrate: false` says that none runs; leave one of them out']
      : []),
    ...(dockerfile && version !== undefined
      ? ['`version` is ignored, since `dockerfile` has a version of its own; give that one the version']
      : []),
    ...(dockerfile && runtime
      ? ['`runtime` is ignored, since `dockerfile` has a runtime of its own; give that one the runtime']
      : []),
    ...(port !== undefined && ports
      ? ['`port` is ignored, since `ports` says what is published; leave one of them out']
      : []),
    ...(port !== undefined && proxy && !ports
      ? ['`port` is ignored, since clients reach the server through `proxy`; leave it out']
      : []),
  ];
}
