import { Construct } from 'constructs';
import { ComposeApp, ComposeAppProps } from '../compose';
import { MysqlService, MysqlServiceProps } from '../database';
import { BucketInit, BucketInitOptions, MinioService, MinioServiceProps } from '../object-store';
import { MlflowServerOptions, MlflowService } from './mlflow-service';

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
   * Settings of the database.
   *
   * @default - its own defaults
   */
  readonly db?: MysqlServiceProps;

  /**
   * Settings of the MLflow server.
   *
   * @default - its own defaults
   */
  readonly server?: MlflowServerOptions;
}

/**
 * A whole MLflow server in one line: MinIO, its bucket, MySQL and MLflow, as a Compose app.
 */
export class MlflowStack extends ComposeApp {
  /** The S3 server. */
  public readonly s3: MinioService;

  /** The one-shot that makes the bucket and MLflow's own S3 user. */
  public readonly buckets: BucketInit;

  /** The database. */
  public readonly db: MysqlService;

  /** The MLflow server. */
  public readonly mlflow: MlflowService;

  constructor(scope: Construct, id: string, props: MlflowStackProps = {}) {
    super(scope, id, props);
    this.s3 = new MinioService(this, 's3', props.s3);
    this.buckets = new BucketInit(this, 'create_s3_buckets', { ...props.buckets, server: this.s3 });
    this.db = new MysqlService(this, 'db', props.db);
    this.mlflow = new MlflowService(this, 'mlflow', { ...props.server, backendStore: this.db, artifactStore: this.buckets });
  }
}
