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
import { MlflowServiceOptions, MlflowService } from '../server/mlflow-service';

/**
 * Properties of an `MlflowStack`.
 */
export interface MlflowStackProps extends ComposeAppProps {
  /**
   * Settings of the S3 server.
   *
   * @default - its own defaults
   */
  readonly s3?: MinioServiceProps;

  /**
   * Settings of the buckets.
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
   * Settings of the migration, unless `server` has `migrate: false`.
   *
   * @default - its own defaults
   */
  readonly migrate?: MigrateServiceOptions;

  /**
   * Settings of the MLflow server.
   *
   * @default - its own defaults
   */
  readonly server?: MlflowServiceOptions;

  /**
   * How users log in.
   *
   * @default - they do not: whoever reaches the server may do everything
   */
  readonly auth?: MlflowAuth;

  /**
   * Settings of the reverse proxy, the single entry point of the stack: MLflow and the S3 server publish no ports then.
   *
   * @default - none: MLflow and the S3 server publish ports
   */
  readonly proxy?: StackProxyProps;
}

/**
 * A whole MLflow server in one line: MinIO, its bucket, a database, its migration and MLflow, as a Compose app.
 */
export class MlflowStack extends ComposeApp {
  /** The S3 server. */
  public readonly s3: MinioService;

  /** The init job that makes the bucket and MLflow's own S3 user. */
  public readonly buckets: BucketInit;

  /** The database. */
  public readonly database: IBackendStore;

  /** The init job that brings the schema of the database up to date, unless `server` has `migrate: false`. */
  public readonly migration?: MigrateService;

  /** The MLflow server. */
  public readonly mlflow: MlflowService;

  /** The reverse proxy, if there is one. */
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
      props.server?.migrate === false || this.database instanceof SqliteStore // whose file the server migrates itself
        ? undefined
        : new MigrateService(this, 'migrate', { ...props.migrate, dockerfile, backendStore: this.database });
    this.mlflow = new MlflowService(this, 'mlflow', {
      ...withDefaults(props.server, { auth: props.auth, proxy: this.proxy }),
      dockerfile,
      version: props.server?.dockerfile && props.server.version, // else the image has it
      runtime: props.server?.dockerfile && props.server.runtime,
      migration: this.migration,
      backendStore: this.database,
      artifactStore: this.buckets,
    });
    this.node.addValidation({ validate: () => this.validateProps(props) });
    if (this.proxy) {
      addS3Sites(this.proxy, this.s3, props.proxy!);
    }
  }

  /**
   * The service of the database.
   *
   * @throws when the database is none of the stack's services
   */
  public get db(): Service {
    const service = this.node.findChild('db');
    if (!(service instanceof Service)) {
      throw composeError(
        this,
        'the database is no service of the stack, so there is nothing to change',
        'ask for `database` instead',
      );
    }
    return service;
  }

  /** A setting that nothing would read is an error: whoever gave it relies on it. */
  private validateProps({ migrate, server, auth, proxy }: MlflowStackProps): string[] {
    const reason =
      this.database instanceof SqliteStore
        ? 'the server migrates a database in a file itself'
        : '`server` has `migrate: false`';
    return [
      ...(migrate && !this.migration
        ? [`settings of the migration are given in \`migrate\`, but ${reason}; leave \`migrate\` out`]
        : []),
      ...twice('auth', auth, server?.auth),
      ...twice('proxy', proxy, server?.proxy),
    ];
  }
}

/** What the proxy itself is given: the other settings say which servers the stack lets it reach. */
function withoutSites({ s3: _s3, console: _console, ...proxy }: StackProxyProps): CaddyProxyProps {
  return proxy;
}

/** A setting of the stack that `server` has as well. */
function twice(prop: string, ofStack: object | undefined, ofServer: object | undefined): string[] {
  return ofStack && ofServer && ofStack !== ofServer
    ? [`\`${prop}\` is given twice, and one of both would be ignored; leave \`server.${prop}\` out`]
    : [];
}
