import { Construct } from 'constructs';
import { ArtifactStoreConfig } from './artifact-store';
import { AwsCredentials } from './aws-credentials';
import { S3Store, S3StoreOptions } from './s3-store';
import { EnvValue, Service } from '../compose';
import { checkProps } from '../compose/internal';

/**
 * Properties of an `AmazonS3`.
 */
export interface AmazonS3Props extends S3StoreOptions {
  /**
   * How to log in.
   *
   * @default AwsCredentials.machineRole()
   */
  readonly credentials?: AwsCredentials;

  /**
   * The URL of the service, such as that of a VPC endpoint.
   *
   * @default - the endpoint of the region
   */
  readonly endpoint?: string;

  /**
   * The key of the Key Management Service, an id or ARN, that encrypts each upload.
   *
   * @default - as the bucket is set
   */
  readonly kmsKeyId?: string;

  /**
   * The ID of the account that must own the bucket, 12 digits. It prevents uploads to a bucket of the same name that
   * somebody else created.
   *
   * @default - not checked
   */
  readonly expectedBucketOwner?: string;
}

/**
 * A bucket of Amazon S3; an artifact store for MLflow.
 */
export class AmazonS3 extends S3Store {
  private readonly amazonProps: AmazonS3Props;

  constructor(scope: Construct, id: string, props: AmazonS3Props) {
    checkProps(new.target, AmazonS3, scope, id, 'AmazonS3Props', props);
    super(scope, id, { ...props, credentials: props.credentials ?? AwsCredentials.machineRole() });
    this.amazonProps = props;
    this.node.addValidation({ validate: () => this.validate() });
  }

  public bind(consumer: Service): ArtifactStoreConfig {
    if (this.amazonProps.expectedBucketOwner !== undefined) {
      consumer.addEnvironment('MLFLOW_S3_EXPECTED_BUCKET_OWNER', EnvValue.of(this.amazonProps.expectedBucketOwner));
    }
    return super.bind(consumer);
  }

  protected renderUploadExtraArgs(): { [name: string]: any } {
    const { kmsKeyId } = this.amazonProps;
    return {
      ...(kmsKeyId !== undefined && { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKeyId }),
      ...super.renderUploadExtraArgs(),
    };
  }

  private validate(): string[] {
    const { expectedBucketOwner: owner } = this.amazonProps;
    return owner === undefined || /^\d{12}$/.test(owner) ? [] : [`"${owner}" is not an AWS account ID; use 12 digits`];
  }
}
