import { Construct } from 'constructs';
import { ArtifactStoreConfig, IArtifactStore, SignedUrls } from './artifact-store';
import { ComposeApp, EnvValue, Secret, Service } from '../compose';
import { checkProps } from '../compose/internal';

/**
 * Properties of a `GoogleCloudStorage`.
 */
export interface GoogleCloudStorageProps {
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
   * The credentials (JSON): the key of a service account, or the configuration of an external account.
   *
   * @default - workload identity: the SDK gets the account of the machine from the platform
   * @see https://cloud.google.com/docs/authentication/application-default-credentials
   */
  readonly credentials?: Secret;

  /**
   * The project.
   *
   * @default - that of the credentials
   */
  readonly project?: string;
}

/**
 * A bucket of Google Cloud Storage; an artifact store for MLflow.
 */
export class GoogleCloudStorage extends Construct implements IArtifactStore {
  private readonly props: GoogleCloudStorageProps;

  constructor(scope: Construct, id: string, props: GoogleCloudStorageProps) {
    checkProps(new.target, GoogleCloudStorage, scope, id, 'GoogleCloudStorageProps', props);
    super(scope, id);
    this.props = props;
    this.node.addValidation({ validate: () => this.validate() });
  }

  public bind(consumer: Service): ArtifactStoreConfig {
    const { bucket, prefix, credentials, project } = this.props;
    consumer.addNetwork(ComposeApp.of(consumer).outboundNetwork);
    if (credentials) {
      credentials.refuseRotation();
      consumer.addEnvironment('GOOGLE_APPLICATION_CREDENTIALS', EnvValue.of(consumer.addSecret(credentials)));
    }
    if (project !== undefined) {
      consumer.addEnvironment('GOOGLE_CLOUD_PROJECT', EnvValue.of(project));
    }
    return {
      // Without a slash at the end: MLflow's repository removes one character more than the prefix from the names that
      // it lists.
      destination: EnvValue.of(`gs://${bucket}${prefix ? `/${prefix.replace(/^\/+|\/+$/g, '')}` : ''}`),
      pythonPackages: ['google-cloud-storage'],
      // Only the key of a service account can sign.
      signedUrls: credentials ? SignedUrls.EVERYWHERE : SignedUrls.NONE,
    };
  }

  /** @see https://cloud.google.com/storage/docs/buckets#naming */
  private validate(): string[] {
    return /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/.test(this.props.bucket)
      ? []
      : [
          `"${this.props.bucket}" is not a valid name for a bucket; use lower-case letters, digits, dots, dashes and underscores, letters or digits at both ends`,
        ];
  }
}
