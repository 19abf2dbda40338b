import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import {
  ComposeApp, Config, DependencyCondition, EnvValue, EnvVariable, HardenedService, HardenedServiceOptions, IEnvValue, Mount, ResourceLimitsProps,
  RestartPolicy, Secret, Service,
} from '../compose';
import { ArtifactStoreConfig, IArtifactStore } from './artifact-store';
import { IS3Server } from './s3-server';

const SCRIPT = join(__dirname, '..', '..', 'assets', 'minio', 'create-buckets.sh');
const SCRIPT_TARGET = '/usr/local/bin/create-buckets.sh';

/**
 * Settings of a `BucketInit`, apart from its server.
 */
export interface BucketInitOptions extends HardenedServiceOptions {
  /**
   * The names of the buckets. The first one is where MLflow keeps artifacts.
   *
   * @default - one bucket, named by the variable `AWS_BUCKET_NAME`
   */
  readonly buckets?: string[];

  /**
   * Whether the buckets keep earlier versions of their objects.
   *
   * @default false
   */
  readonly versioning?: boolean;

  /**
   * The key of the user who may work with these buckets and nothing else; at least 3 characters.
   *
   * @default - the variable `AWS_ACCESS_KEY_ID`
   */
  readonly accessKeyId?: IEnvValue;

  /**
   * The secret of that user; at least 8 characters.
   *
   * @default - the secret `AWS_SECRET_ACCESS_KEY`
   */
  readonly secretAccessKey?: Secret;

  /**
   * The region that clients sign for. MinIO takes any.
   *
   * @default - the variable `AWS_REGION`
   */
  readonly region?: IEnvValue;
}

/**
 * Properties of a `BucketInit`.
 */
export interface BucketInitProps extends BucketInitOptions {
  /**
   * The server that gets the buckets.
   */
  readonly server: IS3Server;
}

/**
 * A one-shot that makes buckets, and a user for them alone, on an S3 server. It may run again at any time, also after a
 * key was changed, and ends with an error when something is not as it should be.
 *
 * It is the artifact store of an `MlflowService`, which starts only when this has succeeded.
 */
export class BucketInit extends HardenedService implements IArtifactStore {
  private readonly server: IS3Server;
  private readonly bucketNames: IEnvValue[];
  private readonly accessKeyId: IEnvValue;
  private readonly secretAccessKey: Secret;
  private readonly region: IEnvValue;

  constructor(scope: Construct, id: string, props: BucketInitProps) {
    super(scope, id, {
      ...props,
      image: props.server.clientImage,
      entrypoint: ['/bin/sh', SCRIPT_TARGET],
      networks: props.networks ?? props.server.service.privateNetworks,
      restart: props.restart ?? RestartPolicy.NO,
      user: props.user ?? '10001:10001',
    });
    this.server = props.server;
    this.accessKeyId = props.accessKeyId ?? new EnvVariable(this, 'AWS_ACCESS_KEY_ID', {
      description: "MLflow's own S3 user (at least 3 characters), who may work with its buckets and nothing else.",
      defaultValue: 'mlflow',
    });
    this.secretAccessKey = props.secretAccessKey ?? new Secret(this, 'AWS_SECRET_ACCESS_KEY', { description: 'The secret of that user (at least 8 characters).' });
    this.bucketNames = props.buckets?.map(bucket => EnvValue.of(bucket)) ?? [new EnvVariable(this, 'AWS_BUCKET_NAME', {
      description: 'The bucket for artifacts.',
      defaultValue: 'mlflow',
    })];
    this.region = props.region ?? new EnvVariable(this, 'AWS_REGION', {
      description: 'The region that S3 clients sign for; MinIO takes any.',
      defaultValue: 'us-east-1',
    });
    this.node.addValidation({ validate: () => validateBuckets(props.buckets) });
    this.addDependency(this.server.service, DependencyCondition.HEALTHY);
    this.addMount(Mount.config(new Config(this, `${id}_script`, { path: `${id}/create-buckets.sh`, content: readFileSync(SCRIPT, 'utf8') }), SCRIPT_TARGET));
    this.addMount(Mount.tmpfs('/tmp'));
    this.addDefaultEnvironment({
      S3_ENDPOINT: EnvValue.of(this.server.endpoint),
      MINIO_ROOT_USER: this.server.rootUser,
      MINIO_ROOT_PASSWORD_FILE: EnvValue.of(this.addSecret(this.server.rootPassword)),
      AWS_ACCESS_KEY_ID: this.accessKeyId,
      AWS_SECRET_ACCESS_KEY_FILE: EnvValue.of(this.addSecret(this.secretAccessKey)),
      BUCKETS: EnvValue.concat(...this.bucketNames.flatMap((bucket, index) => (index > 0 ? [EnvValue.of(' '), bucket] : [bucket]))),
      ...(props.versioning && { BUCKET_VERSIONING: EnvValue.of('true') }),
      POLICY_NAME: EnvValue.of(`${ComposeApp.of(this).appName}-${id}`),
    });
  }

  protected renderLimits(): ResourceLimitsProps {
    return { memory: '256m', cpus: 1, pids: 64 };
  }

  public bind(consumer: Service): ArtifactStoreConfig {
    this.privateNetworks.forEach(network => consumer.addNetwork(network));
    consumer.addDependency(this.server.service, DependencyCondition.HEALTHY);
    consumer.addDependency(this, DependencyCondition.COMPLETED_SUCCESSFULLY);
    consumer.addEnvironment('MLFLOW_S3_ENDPOINT_URL', EnvValue.of(this.server.endpoint));
    consumer.addEnvironment('AWS_ACCESS_KEY_ID', this.accessKeyId);
    consumer.addEnvironment('AWS_SECRET_ACCESS_KEY_FILE', EnvValue.of(consumer.addSecret(this.secretAccessKey)));
    consumer.addEnvironment('AWS_DEFAULT_REGION', this.region);
    // Names of buckets in the path: a service's name has no subdomains.
    consumer.addEnvironment('MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE', EnvValue.of('path'));
    return { destination: EnvValue.concat(EnvValue.of('s3://'), this.bucketNames[0], EnvValue.of('/')), pythonPackages: ['boto3'] };
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function validateBuckets(buckets: string[] | undefined): string[] {
  if (buckets?.length === 0) {
    return ['there is no bucket to make; name one in `buckets`'];
  }
  return (buckets ?? [])
    .filter(bucket => !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    .map(bucket => `"${bucket}" is not a valid name for a bucket; use 3 to 63 lower-case letters, digits, dots and dashes, letters or digits at both ends`);
}
