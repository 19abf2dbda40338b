import { Construct } from 'constructs';
import { StackDatabase } from './stack-database';
import { addS3Sites, StackProxyProps } from './stack-proxy';
import { ComposeApp, ComposeAppProps, Service } from '../../compose';
import { checkProps, composeError, guardedHooks, withDefaults } from '../../compose/internal';
import { IBackendStore, SqliteStore } from '../../database';
import { BucketInit, BucketInitOptions, MinioService, MinioServiceProps } from '../../object-store';
import { CaddyProxy, CaddyProxyProps } from '../../proxy';
import { MlflowAuth } from '../auth/mlflow-auth';
import { MlflowImage } from '../image/mlflow-image';
import { MigrateService, MigrateServiceOptions } from '../migration/migrate-service';
import { MlflowCleanup, MlflowCleanupOptions } from '../operations/mlflow-cleanup';
import { MlflowServiceOptions, MlflowService } from '../server/mlflow-service';

/**
 * Properties of an `MlflowStack`.
 */
export interface MlflowStackProps extends ComposeAppProps {
  /**
   * Properties of the S3 server.
   *
   * @default - its own defaults
   */
  readonly s3?: MinioServiceProps;

  /**
   * Options of the buckets.
   *
   * @default - one bucket, named by the variable `AWS_BUCKET_NAME`
   */
  readonly buckets?: BucketInitOptions;

  /**
   * The database.
   *
   * @default StackDatabase.mysql()
   */
  readonly database?: StackDatabase;

  /**
   * Options of the migration, unless `server` has `migrate: false`.
   *
   * @default - its own defaults
   */
  readonly migrate?: MigrateServiceOptions;

  /**
   * Options of the MLflow server.
   *
   * @default - its own defaults
   */
  readonly server?: MlflowServiceOptions;

  /**
   * Removes what users have deleted, some time after that.
   *
   * @default - it is kept
   */
  readonly cleanup?: MlflowCleanupOptions;

  /**
   * How users log in.
   *
   * @default - no login: whoever reaches the server may do everything
   */
  readonly auth?: MlflowAuth;

  /**
   * Properties of the reverse proxy, the single entry point of the stack. MLflow and the S3 server then publish no
   * ports.
   *
   * @default - none: MLflow and the S3 server publish ports
   */
  readonly proxy?: StackProxyProps;
}

/**
 * A complete Compose app for MLflow: MinIO with a bucket, a database with its migration, and the MLflow server.
 */
export class MlflowStack extends ComposeApp {
  /** The S3 server. */
  public readonly s3: MinioService;

  /** The init job that creates the bucket and an S3 user for MLflow. */
  public readonly buckets: BucketInit;

  /** The database. */
  public readonly database: IBackendStore;

  /** The init job that migrates the database, unless `server` has `migrate: false`. */
  public readonly migration?: MigrateService;

  /** The MLflow server. */
  public readonly mlflow: MlflowService;

  /** The job that removes what users have deleted, if the prop `cleanup` is set. */
  public readonly cleanup?: MlflowCleanup;

  /** The reverse proxy, if the prop `proxy` is set. */
  public readonly proxy?: CaddyProxy;

  constructor(scope: Construct, id: string, props: MlflowStackProps = {}) {
    checkProps(new.target, MlflowStack, scope, id, 'MlflowStackProps', props);
    super(scope, id, props);
    this.proxy = props.proxy && new CaddyProxy(this, 'proxy', withoutSites(props.proxy));
    this.s3 = new MinioService(
      this,
      's3',
      withDefaults(props.s3, this.proxy ? { ports: [], networks: [this.internalNetwork] } : {}),
    );
    this.buckets = new BucketInit(this, 'create_s3_buckets', { ...props.buckets, server: this.s3 });
    const database = props.database ?? StackDatabase.mysql();
    this.database = guardedHooks(this, 'StackDatabase', database).create(this, 'db');
    const dockerfile =
      props.server?.dockerfile ??
      new MlflowImage(this, 'mlflow-image', {
        directory: 'mlflow',
        version: props.server?.version,
        runtime: props.server?.runtime,
      });
    this.migration =
      props.server?.migrate === false || this.database instanceof SqliteStore // which the server migrates itself
        ? undefined
        : new MigrateService(this, 'migrate', { ...props.migrate, dockerfile, backendStore: this.database });
    this.mlflow = new MlflowService(this, 'mlflow', {
      ...withDefaults(props.server, { auth: props.auth, proxy: this.proxy }),
      dockerfile,
      version: props.server?.dockerfile && props.server.version, // reported as ignored; otherwise the image has it
      runtime: props.server?.dockerfile && props.server.runtime,
      migration: this.migration,
      backendStore: this.database,
      artifactStore: this.buckets,
    });
    this.cleanup = props.cleanup && new MlflowCleanup(this, 'cleanup', { ...props.cleanup, server: this.mlflow });
    this.node.addValidation({ validate: () => this.validateProps(props) });
    if (this.proxy) {
      addS3Sites(this.proxy, this.s3, props.proxy!);
    }
  }

  /**
   * The service of the database.
   *
   * @throws if the database is not a service of the stack
   */
  public get db(): Service {
    const service = this.node.findChild('db');
    if (!(service instanceof Service)) {
      throw composeError(this, 'the database is not a service of the stack', 'use `database` instead');
    }
    return service;
  }

  /** Reports props that have no effect. */
  private validateProps({ migrate, server, auth, proxy }: MlflowStackProps): string[] {
    const reason =
      this.database instanceof SqliteStore
        ? 'the server migrates an SQLite database itself'
        : '`server` has `migrate: false`';
    return [
      ...(migrate && !this.migration ? [`\`migrate\` is ignored because ${reason}; remove it`] : []),
      ...twice('auth', auth, server?.auth),
      ...twice('proxy', proxy, server?.proxy),
    ];
  }
}

/** The props of the proxy itself, without those that add sites of the stack. */
function withoutSites({ s3: _s3, console: _console, ...proxy }: StackProxyProps): CaddyProxyProps {
  return proxy;
}

/** Reports a prop that is set both for the stack and in `server`. */
function twice(prop: string, ofStack: object | undefined, ofServer: object | undefined): string[] {
  return ofStack && ofServer && ofStack !== ofServer
    ? [`\`${prop}\` and \`server.${prop}\` are both set; remove \`server.${prop}\``]
    : [];
}
