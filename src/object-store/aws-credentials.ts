import { EnvValue, IEnvValue, Secret, Service } from '../compose';

/**
 * The access key of an S3 user.
 */
export interface AwsKeys {
  /**
   * The access key ID.
   */
  readonly accessKeyId: IEnvValue;

  /**
   * The secret access key.
   */
  readonly secretAccessKey: Secret;
}

/**
 * A role that a service assumes by a token that the platform writes to a file.
 */
export interface AwsWebIdentity {
  /**
   * The role: `arn:aws:iam::123456789012:role/mlflow`.
   */
  readonly roleArn: string;

  /**
   * The token.
   */
  readonly token: Secret;
}

/**
 * How services log in to S3.
 */
export abstract class AwsCredentials {
  /**
   * With an access key. The secret is in a file, not in the environment.
   */
  public static keys(keys: AwsKeys): AwsCredentials {
    return new Keys(keys);
  }

  /**
   * With the role of the machine or task that runs the app. The SDK gets its credentials from the platform.
   *
   * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
   */
  public static machineRole(): AwsCredentials {
    return new MachineRole();
  }

  /**
   * With a role, and a token that authenticates the service.
   *
   * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
   */
  public static webIdentity(identity: AwsWebIdentity): AwsCredentials {
    return new WebIdentity(identity);
  }

  /**
   * Adds the credentials to a service.
   */
  public abstract bind(consumer: Service): void;
}

class Keys extends AwsCredentials {
  constructor(private readonly keys: AwsKeys) {
    super();
  }

  public bind(consumer: Service): void {
    consumer.addEnvironment('AWS_ACCESS_KEY_ID', this.keys.accessKeyId);
    this.keys.secretAccessKey.refuseRotation();
    consumer.addEnvironment('AWS_SECRET_ACCESS_KEY_FILE', EnvValue.of(consumer.addSecret(this.keys.secretAccessKey)));
  }
}

class MachineRole extends AwsCredentials {
  public bind(): void {}
}

class WebIdentity extends AwsCredentials {
  constructor(private readonly identity: AwsWebIdentity) {
    super();
  }

  public bind(consumer: Service): void {
    consumer.addEnvironment('AWS_ROLE_ARN', EnvValue.of(this.identity.roleArn));
    this.identity.token.refuseRotation();
    consumer.addEnvironment('AWS_WEB_IDENTITY_TOKEN_FILE', EnvValue.of(consumer.addSecret(this.identity.token)));
  }
}
