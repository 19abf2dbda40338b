import { Construct } from 'constructs';
import { ArtifactStoreConfig, IArtifactStore, SignedUrls } from './artifact-store';
import { AwsCredentials } from './aws-credentials';
import { ComposeApp, Config, EnvValue, Mount, Service } from '../compose';
import { bucketNameFaults } from './bucket/bucket-name';
import { callHook, checkProps, guardedHooks, hostPath, PathKind } from '../compose/internal';

/**
 * Where the name of a bucket is in a URL.
 */
export enum S3AddressingStyle {
  /** In the path: `https://s3.example.com/bucket`. */
  PATH = 'path',
  /** In the host: `https://bucket.s3.example.com`. */
  VIRTUAL = 'virtual',
  /** The SDK decides. */
  AUTO = 'auto',
}

/**
 * When clients send checksums with uploads, and verify those of downloads.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html
 */
export enum S3Checksums {
  /** Whenever the operation supports it. */
  WHEN_SUPPORTED = 'when_supported',
  /** Only when the operation requires it: for servers without the newer checksums. */
  WHEN_REQUIRED = 'when_required',
}

/**
 * Options of an external bucket.
 */
export interface S3StoreOptions {
  /**
   * The name of the bucket, which exists already.
   */
  readonly bucket: string;

  /**
   * The folder in the bucket for artifacts.
   *
   * @default - the bucket itself
   */
  readonly prefix?: string;

  /**
   * The region of the bucket.
   *
   * @default 'us-east-1'
   */
  readonly region?: string;

  /**
   * Where the name of the bucket is in a URL.
   *
   * @default S3AddressingStyle.AUTO for Amazon S3, S3AddressingStyle.PATH for others
   */
  readonly addressingStyle?: S3AddressingStyle;

  /**
   * When checksums are sent and verified.
   *
   * @default - the default of the SDK: when supported
   */
  readonly checksums?: S3Checksums;

  /**
   * Arguments of each upload, as `boto3` names them: `{ StorageClass: 'STANDARD_IA' }`.
   *
   * @default - none
   * @see
   *   https://boto3.amazonaws.com/v1/documentation/api/latest/reference/customizations/s3.html#boto3.s3.transfer.S3Transfer.ALLOWED_UPLOAD_ARGS
   */
  readonly uploadExtraArgs?: { [name: string]: any };

  /**
   * The CA certificate (PEM) of the server: a file, from the app's directory.
   *
   * @default - the CA certificates of the image
   */
  readonly caFile?: string;
}

/**
 * Properties of an `S3Store`.
 */
export interface S3StoreProps extends S3StoreOptions {
  /**
   * The URL of the server: `https://s3.example.com`.
   *
   * @default - the endpoint of Amazon S3 in the region
   */
  readonly endpoint?: string;

  /**
   * How to log in.
   */
  readonly credentials: AwsCredentials;
}

const CA_TARGET = '/etc/ssl/s3-ca.pem';

/**
 * A bucket of an external S3 server; an artifact store for MLflow. For Amazon S3, use `AmazonS3`.
 */
export class S3Store extends Construct implements IArtifactStore {
  private readonly s3Props: S3StoreProps;
  private readonly ca?: Config;

  constructor(scope: Construct, id: string, props: S3StoreProps) {
    checkProps(new.target, S3Store, scope, id, 'S3StoreProps', props);
    super(scope, id);
    this.s3Props = props;
    this.ca =
      props.caFile === undefined
        ? undefined
        : new Config(this, `${id}_ca`, { path: hostPath(this, 'caFile', props.caFile, PathKind.FILE) });
    this.node.addValidation({
      validate: () => [...bucketNameFaults([props.bucket]), ...endpointFaults(props.endpoint)],
    });
  }

  public bind(consumer: Service): ArtifactStoreConfig {
    const { bucket, prefix, region, endpoint, addressingStyle, checksums, credentials } = this.s3Props;
    consumer.addNetwork(ComposeApp.of(consumer).outboundNetwork);
    const uploadExtraArgs = callHook(this, 'S3Store.renderUploadExtraArgs()', () => this.renderUploadExtraArgs());
    const environment: { [name: string]: string | undefined } = {
      MLFLOW_S3_ENDPOINT_URL: endpoint,
      AWS_DEFAULT_REGION: region ?? 'us-east-1',
      MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE:
        addressingStyle ?? (endpoint === undefined ? S3AddressingStyle.AUTO : S3AddressingStyle.PATH),
      MLFLOW_S3_UPLOAD_EXTRA_ARGS:
        Object.keys(uploadExtraArgs).length > 0 ? JSON.stringify(uploadExtraArgs) : undefined,
      AWS_REQUEST_CHECKSUM_CALCULATION: checksums,
      AWS_RESPONSE_CHECKSUM_VALIDATION: checksums,
      AWS_CA_BUNDLE: this.ca && CA_TARGET,
    };
    for (const [name, value] of Object.entries(environment)) {
      if (value !== undefined) {
        consumer.addEnvironment(name, EnvValue.of(value));
      }
    }
    guardedHooks(consumer, 'AwsCredentials', credentials).bind(consumer);
    if (this.ca && !consumer.mountedPaths.includes(CA_TARGET)) {
      consumer.addMount(Mount.config(this.ca, CA_TARGET));
    }
    return {
      destination: EnvValue.of(`s3://${bucket}/${prefix ? `${prefix.replace(/^\/+|\/+$/g, '')}/` : ''}`),
      pythonPackages: ['boto3'],
      signedUrls: SignedUrls.EVERYWHERE,
    };
  }

  /**
   * Hook: arguments of each upload.
   */
  protected renderUploadExtraArgs(): { [name: string]: any } {
    return { ...this.s3Props.uploadExtraArgs };
  }
}

function endpointFaults(endpoint: string | undefined): string[] {
  return endpoint === undefined || (/^https?:\/\/[^\s]+$/i.test(endpoint) && URL.canParse(endpoint))
    ? []
    : [`the endpoint "${endpoint}" is not a URL; give one such as "https://s3.example.com:9000"`];
}
