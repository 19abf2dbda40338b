import { EnvValue, IEnvValue, Secret, Service } from '../compose';

/**
 * The keys of an S3 user.
 */
export interface AwsKeys {
  /**
   * The id of the key.
   */
  readonly accessKeyId: IEnvValue;

  /**
   * The secret that belongs to it.
   */
  readonly secretAccessKey: Secret;
}

/**
 * A role that a service takes on by a token which the platform writes into a file.
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
   * By a key. The secret stays in a file: no environment holds it.
   */
  public static keys(keys: AwsKeys): AwsCredentials {
    return new Keys(keys);
  }

  /**
   * By the role of the machine or task that runs the app, which the SDK asks the platform for.
   *
   * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
   */
  public static machineRole(): AwsCredentials {
    return new MachineRole();
  }

  /**
   * By a role and a token that proves who asks for it.
   *
   * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
   */
  public static webIdentity(identity: AwsWebIdentity): AwsCredentials {
    return new WebIdentity(identity);
  }

  /**
   * Gives a service what it logs in with.
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
