import { Construct } from 'constructs';
import { ArtifactTransfer } from './artifact-transfer';
import { DatabasePoolOptions, databasePoolPart } from './database-pool';
import { MlflowLogLevel, MlflowServer, MlflowServerOptions } from './mlflow-server';
import { bindAccess, BoundAccess, OWN_USERS, ServerAccessOptions } from './server-access';
import { bindStores, BoundStores } from './server-stores';
import { bindSwitches, ServerSwitches } from './server-switches';
import { WaitStrategy, withConditions } from './wait-strategy';
import { ComposeApp, DependencyCondition, EnvValue } from '../../compose';
import { checkProps, guardedHooks } from '../../compose/internal';
import { BackendStoreConfig, IBackendStore } from '../../database';
import { ArtifactStoreConfig, IArtifactStore } from '../../object-store';
import { MLFLOW_PORT } from '../image/mlflow-image';
import { MigrateService } from '../migration/migrate-service';

/**
 * Options of an `MlflowService`, without its stores.
 */
export interface MlflowServiceOptions extends MlflowServerOptions, ServerAccessOptions, ServerSwitches {
  /**
   * Host names under which clients reach the server, in addition to those that follow from the service's name and
   * ports, such as `mlflow.example.com`. Include a port if clients do: `mlflow.example.com:8443`. `*` matches any text.
   *
   * @default - none
   */
  readonly allowedHosts?: string[];

  /**
   * How the server waits for its databases.
   *
   * @default WaitStrategy.health()
   */
  readonly waitStrategy?: WaitStrategy;

  /**
   * The pools of database connections of each worker.
   *
   * @default - those of SQLAlchemy
   */
  readonly databasePool?: DatabasePoolOptions;

  /**
   * How artifacts are transferred between clients and the artifact store.
   *
   * @default ArtifactTransfer.proxied()
   */
  readonly artifactTransfer?: ArtifactTransfer;

  /**
   * Whether the schema of the database is migrated before the server starts: by an init job, or for SQLite by the
   * server's own container. Otherwise run `mlflow-migrate` in the server's image yourself: the server refuses to start
   * with any schema but its own.
   *
   * @default true
   */
  readonly migrate?: boolean;

  /**
   * Additional arguments of `mlflow server`. The process list shows them, so they must not contain a secret.
   *
   * @default - none
   * @see https://mlflow.org/docs/latest/api_reference/cli.html#mlflow-server
   */
  readonly extraArgs?: string[];
}

/**
 * Properties of an `MlflowService`.
 */
export interface MlflowServiceProps extends MlflowServiceOptions {
  /**
   * The database of runs, metrics and models.
   *
   * @default - an SQLite file in a volume named like the service, such as `mlflow_data`
   */
  readonly backendStore?: IBackendStore;

  /**
   * The database of models, if it is another one.
   *
   * @default - the backend store
   */
  readonly registryStore?: IBackendStore;

  /**
   * A read replica of the backend store. The server reads from it, so a change is visible once the replica has it.
   * Requires MLflow 3.14.
   *
   * @default - the backend store
   */
  readonly readReplica?: IBackendStore;

  /**
   * Where artifacts are kept. How clients reach them is `artifactTransfer`.
   *
   * @default - a folder in a volume named like the service, such as `mlflow_data`
   */
  readonly artifactStore?: IArtifactStore;

  /**
   * The init job that migrates the database. It must have the same image and store.
   *
   * @default - one named like the server, followed by `_migrate`, unless `migrate` is false
   */
  readonly migration?: MigrateService;
}

/**
 * An MLflow tracking server that keeps its data in a backend store and an artifact store.
 */
export class MlflowService extends MlflowServer {
  /**
   * The init job that the server waits for, unless `migrate` is false.
   */
  public readonly migration?: MigrateService;

  /**
   * The stores, for other services that use them.
   *
   * @internal
   */
  public readonly _stores: BoundStores;

  private readonly backend: BackendStoreConfig;
  private readonly access: BoundAccess;
  private readonly waitStrategy: WaitStrategy;

  constructor(scope: Construct, id: string, props: MlflowServiceProps = {}) {
    checkProps(new.target, MlflowService, scope, id, 'MlflowServiceProps', props);
    super(scope, id, {
      ...props,
      ...(props.proxy && proxiedPorts(scope, props)),
      logLevel: props.logLevel ?? MlflowLogLevel.INFO,
    });

    // 1. Bind. Each call adds networks, dependencies and secrets to the server, and returns plain data.
    const stores = bindStores(this, props);
    const access = bindAccess(this, props, stores);
    const switches = bindSwitches(this, access, props);
    const waitStrategy = guardedHooks(this, 'WaitStrategy', props.waitStrategy ?? WaitStrategy.health());
    const transfer = guardedHooks(this, 'ArtifactTransfer', props.artifactTransfer ?? ArtifactTransfer.proxied());
    const { databases, artifacts } = stores;
    const [backend] = databases;
    const migrate = props.migrate ?? true;
    // Only the server's own container should open the file of SQLite.
    const migratesItself = migrate && !props.migration && backend.scheme === 'sqlite';
    this._stores = stores;
    this.backend = backend;
    this.access = access;
    this.waitStrategy = waitStrategy;

    // 2. Apply, in this order. If several parts set a variable, the last value counts.
    this._applyParts(
      ...databases,
      { cluster: { entryPort: MLFLOW_PORT } },
      { environment: migratesItself ? { MIGRATE_AT_START: EnvValue.of('true') } : {} },
      ...access.parts,
      switches,
      databasePoolPart(props.databasePool ?? {}, this.workers),
      {
        environment: waitStrategy.toEnvironment(),
        debianPackages: waitStrategy.debianPackages,
        validate: () => waitStrategy.validate(backend),
      },
      artifacts,
      { environment: transfer.toEnvironment(artifacts), validate: () => transfer.validate(artifacts) },
      this._scratchPart(artifacts),
      {
        hosts: [
          ...(props.jobExecution ? [`0.0.0.0:${MLFLOW_PORT}`] : []), // the name by which jobs know the server
          ...(access.proxyHost ? [access.proxyHost] : []),
          ...(props.allowedHosts ?? []),
        ],
        arguments: props.extraArgs,
        validate: () => this.validateProps(props, artifacts),
      },
    );

    // 3. Migrate. The job has the networks that the stores added to the server.
    if (migrate && !migratesItself) {
      this.migration =
        props.migration ??
        new MigrateService(scope, `${id}_migrate`, {
          dockerfile: this.dockerfile,
          backendStore: stores.backendStore,
          registryStore: props.registryStore,
          networks: this.joinedNetworks,
        });
      if (access.ownUsers) {
        this.migration.addDatabase(OWN_USERS, access.ownUsers);
      }
      this.addDependency(this.migration, DependencyCondition.COMPLETED_SUCCESSFULLY);
    }
  }

  /**
   * Pages under the proxy's host have HTTPS, so its origin without TLS is not allowed.
   */
  protected renderCorsOrigins(): string[] {
    return super.renderCorsOrigins().filter(origin => origin !== `http://${this.access.proxyHost}`);
  }

  /**
   * When the network to a database breaks, PyMySQL and libpq leave it to TCP to notice. Linux gives up a silent peer
   * after two hours, or after 15 minutes if something was just sent to it, and the request blocks a thread and a
   * connection for that long. These settings reduce it to half a minute, or to 100 seconds, the minimum of RFC 1122
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
    return this.waitStrategy.toCommand(super.renderCommand(), this.backend);
  }

  protected renderDependencies(): { [service: string]: any } {
    return withConditions(super.renderDependencies(), condition => this.waitStrategy.toCondition(condition));
  }

  private validateProps(props: MlflowServiceProps, artifacts: ArtifactStoreConfig): string[] {
    const { migrate, migration, port, ports, proxy, registryStore, readReplica, artifactTransfer } = props;
    return [
      ...(registryStore && readReplica
        ? [
            'MLflow would also read models from the read replica, which does not have those of the registry store; remove `registryStore` or `readReplica`',
          ]
        : []),
      ...(migrate === false && migration
        ? ['`migration` is ignored because `migrate` is false; remove one of them']
        : []),
      ...(port !== undefined && proxy && !ports
        ? ['`port` is ignored because clients reach the server through `proxy`; remove `port`']
        : []),
      ...(artifactTransfer && this.dockerfile.mlflowRuntime.isPlain ? artifactTransfer._plainErrors(artifacts) : []),
    ];
  }
}

/** A server with a proxy publishes no port unless told to, and then needs no network that publishes ports. */
function proxiedPorts(scope: Construct, { ports, port, networks }: MlflowServiceOptions): MlflowServerOptions {
  const publishes = ports !== undefined && ports.length > 0;
  return {
    ports: ports ?? [],
    port: ports && port,
    networks: networks ?? (publishes ? undefined : [ComposeApp.of(scope).internalNetwork]),
  };
}
