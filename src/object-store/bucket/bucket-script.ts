import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASSETS_DIRECTORY, assetText } from '../../assets-directory';
import { IEnvValue, EnvValue, Secret } from '../../compose';
import { assetPath } from '../../compose/internal';

/**
 * The administrator of an S3 server.
 */
export interface S3Administrator {
  /**
   * The access key ID.
   */
  readonly rootUser: IEnvValue;

  /**
   * The secret access key.
   */
  readonly rootPassword: Secret;
}

/**
 * The administrator of a server with MinIO's admin API.
 */
export interface MinioAdministrator extends S3Administrator {
  /**
   * Whether the server also has MinIO's health endpoints; otherwise the job waits only for its healthcheck.
   *
   * @default true
   */
  readonly hasMinioHealth?: boolean;
}

/**
 * A custom script, and its environment.
 */
export interface CustomBucketScript {
  /**
   * The absolute path of the script, for `/bin/sh`. It exits at the first error, and can call the functions of
   * `assets/bucket-script.sh` of this package: `fail`, `try`, `read_secrets`, `require` and, where the image has `mc`,
   * `use_mc`, `set_alias` and `make_bucket`.
   */
  readonly path: string;

  /**
   * Its environment, in addition to `S3_ENDPOINT`, `BUCKETS`, `BUCKET_VERSIONING`, `AWS_ACCESS_KEY_ID`,
   * `AWS_SECRET_ACCESS_KEY_FILE` and `POLICY_NAME`.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: IEnvValue };

  /**
   * Secrets by the name of the variable that holds the path of their file: `MINIO_ROOT_PASSWORD_FILE`.
   *
   * @default - none
   */
  readonly secrets?: { [variable: string]: Secret };
}

/**
 * The script that creates buckets on a server, and a user with access to these buckets only. It must be idempotent.
 */
export abstract class BucketScript {
  /**
   * Uses MinIO's admin API with `mc admin`: for MinIO, its forks, and RustFS.
   */
  public static minioAdmin(administrator: MinioAdministrator): BucketScript {
    return new Script({
      path: join(ASSETS_DIRECTORY, 'minio', 'create-buckets.sh'),
      environment: {
        MINIO_ROOT_USER: administrator.rootUser,
        ...(administrator.hasMinioHealth === false && { MINIO_HEALTH: EnvValue.of('false') }),
      },
      secrets: { MINIO_ROOT_PASSWORD_FILE: administrator.rootPassword },
    });
  }

  /**
   * Uses the S3 API, for servers that know the user already and define the rights of each user.
   */
  public static s3(administrator: S3Administrator): BucketScript {
    return new Script(s3Script(administrator));
  }

  /**
   * Uses the S3 API, for servers that know the user already: a policy of each bucket defines the rights of the user.
   */
  public static s3WithBucketPolicy(administrator: S3Administrator): BucketScript {
    const script = s3Script(administrator);
    return new Script({ ...script, environment: { ...script.environment, BUCKET_POLICY: EnvValue.of('true') } });
  }

  /**
   * Uses a custom script.
   */
  public static custom(script: CustomBucketScript): BucketScript {
    return new Script(script);
  }

  /**
   * The text of the script, for `/bin/sh`.
   */
  public abstract readonly content: string;

  /**
   * The environment of the script, in addition to that of each `BucketInit`.
   */
  public abstract readonly environment: { [name: string]: IEnvValue };

  /**
   * Secrets by the name of the variable that holds the path of their file.
   */
  public abstract readonly secrets: { [variable: string]: Secret };
}

class Script extends BucketScript {
  public readonly content: string;
  public readonly environment: { [name: string]: IEnvValue };
  public readonly secrets: { [variable: string]: Secret };

  constructor(script: CustomBucketScript) {
    super();
    const path = assetPath('BucketScript.custom', 'path', script.path);
    this.content = assetText('bucket-script.sh') + readFileSync(path, 'utf8');
    this.environment = script.environment ?? {};
    this.secrets = script.secrets ?? {};
  }
}

function s3Script({ rootUser, rootPassword }: S3Administrator): CustomBucketScript {
  return {
    path: join(ASSETS_DIRECTORY, 's3', 'create-buckets.sh'),
    environment: { S3_ROOT_USER: rootUser },
    secrets: { S3_ROOT_PASSWORD_FILE: rootPassword },
  };
}
