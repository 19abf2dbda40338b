import { Construct } from 'constructs';
import { bucketNameFaults } from './bucket-name';
import {
  ComposeApp,
  DependencyCondition,
  EnvValue,
  EnvVariable,
  HardenedService,
  HardenedServiceOptions,
  IEnvValue,
  Mount,
  ResourceLimitsProps,
  RestartPolicy,
  Secret,
  Service,
} from '../../compose';
import { checkProps, freeName, guardedHooks, mountScript } from '../../compose/internal';
import { ArtifactStoreConfig, IArtifactStore, SignedUrls } from '../artifact-store';
import { IS3Server } from '../server/s3-server';

const SCRIPT_TARGET = '/usr/local/bin/create-buckets.sh';

/**
 * Options of a `BucketInit` other than its server.
 */
export interface BucketInitOptions extends HardenedServiceOptions {
  /**
   * The names of the buckets. MLflow stores artifacts in the first one.
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
   * The access key ID of MLflow's user, which has access to these buckets only, in the form that the server requires.
   *
   * @default - the variable `AWS_ACCESS_KEY_ID`
   */
  readonly accessKeyId?: IEnvValue;

  /**
   * The secret access key of that user, in the form that the server requires.
   *
   * @default - the secret `AWS_SECRET_ACCESS_KEY`
   */
  readonly secretAccessKey?: Secret;

  /**
   * The region in the signatures of clients.
   *
   * @default - the region of the server; for servers that accept any region, the variable `AWS_REGION`, as soon as a
   *   service uses the store
   */
  readonly region?: IEnvValue;
}

/**
 * Properties of a `BucketInit`.
 */
export interface BucketInitProps extends BucketInitOptions {
  /**
   * The server of the buckets.
   */
  readonly server: IS3Server;
}

/**
 * An init job that creates buckets on an S3 server, and a user with access to these buckets only. It is idempotent, can
 * run after a key was changed, and fails if the result is not as configured.
 *
 * It is an artifact store for an `MlflowService`, which starts only after the job has succeeded.
 */
export class BucketInit extends HardenedService implements IArtifactStore {
  private readonly server: IS3Server;
  private readonly bucketNames: IEnvValue[];
  private readonly accessKeyId: IEnvValue;
  private readonly secretAccessKey: Secret;
  private knownRegion?: IEnvValue;

  constructor(scope: Construct, id: string, props: BucketInitProps) {
    checkProps(new.target, BucketInit, scope, id, 'BucketInitProps', props);
    const server = guardedHooks(scope, 'IS3Server', props.server);
    super(scope, id, {
      ...props,
      image: server.clientImage,
      entrypoint: ['/bin/sh', SCRIPT_TARGET],
      networks: props.networks ?? server.service.privateNetworks,
      restart: props.restart ?? RestartPolicy.ONE_SHOT,
      user: props.user ?? '10001:10001',
    });
    this.server = server;
    const defaults = server.clientDefaults ?? {};
    this.accessKeyId =
      props.accessKeyId ??
      new EnvVariable(this, freeName(this, 'AWS_ACCESS_KEY_ID'), {
        description: "MLflow's own S3 user (at least 3 characters), which has access to its buckets only.",
        defaultValue: defaults.accessKeyId ?? 'mlflow',
      });
    this.secretAccessKey =
      props.secretAccessKey ??
      new Secret(this, freeName(this, 'AWS_SECRET_ACCESS_KEY'), {
        description: 'The secret of that user (at least 8 characters).',
        source: defaults.secretSource,
      });
    this.bucketNames = props.buckets?.map(bucket => EnvValue.of(bucket)) ?? [
      new EnvVariable(this, freeName(this, 'AWS_BUCKET_NAME'), {
        description: 'The bucket for artifacts.',
        defaultValue: 'mlflow',
      }),
    ];
    this.knownRegion = props.region ?? defaults.region;
    this.node.addValidation({
      validate: () =>
        props.buckets?.length === 0
          ? ['`buckets` is empty; name at least one bucket']
          : bucketNameFaults(props.buckets ?? []),
    });
    this.addDependency(this.server.service, DependencyCondition.HEALTHY);
    const buckets = EnvValue.concat(
      ...this.bucketNames.flatMap((bucket, index) => (index > 0 ? [EnvValue.of(' '), bucket] : [bucket])),
    );
    const request = {
      buckets,
      accessKeyId: this.accessKeyId,
      secretAccessKey: this.secretAccessKey,
      versioning: props.versioning ?? false,
    };
    const { content, environment, secrets } = guardedHooks(this, 'BucketScript', this.server.provideBuckets(request));
    mountScript(this, { role: 'script', file: 'create-buckets.sh', content, target: SCRIPT_TARGET });
    this.addMount(Mount.tmpfs('/tmp'));
    this.addDefaultEnvironment({
      S3_ENDPOINT: EnvValue.of(this.server.endpoint),
      ...environment,
      ...Object.fromEntries(
        Object.entries(secrets).map(([name, secret]) => [name, EnvValue.of(this.addSecret(secret))]),
      ),
      AWS_ACCESS_KEY_ID: this.accessKeyId,
      AWS_SECRET_ACCESS_KEY_FILE: EnvValue.of(this.addSecret(this.secretAccessKey)),
      BUCKETS: buckets,
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
    // The name of the bucket is in the path, since a service's name has no subdomains.
    consumer.addEnvironment('MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE', EnvValue.of('path'));
    return {
      destination: EnvValue.concat(EnvValue.of('s3://'), this.bucketNames[0], EnvValue.of('/')),
      pythonPackages: ['boto3'],
      signedUrls: SignedUrls.ON_PUBLIC_ENDPOINT,
    };
  }

  /** Only consumers need it, so the variable is created for the first of them. */
  private get region(): IEnvValue {
    return (this.knownRegion ??= new EnvVariable(this, freeName(this, 'AWS_REGION'), {
      description: 'The region in the signatures of S3 clients; the server accepts any.',
      defaultValue: 'us-east-1',
    }));
  }
}
