import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASSETS_DIRECTORY, assetText } from '../../assets-directory';
import { IEnvValue, EnvValue, Secret } from '../../compose';
import { assetPath } from '../../compose/internal';

/**
 * Who may do everything on an S3 server.
 */
export interface S3Administrator {
  /**
   * The key.
   */
  readonly rootUser: IEnvValue;

  /**
   * The secret.
   */
  readonly rootPassword: Secret;
}

/**
 * Who may do everything on a server with MinIO's API for administrators.
 */
export interface MinioAdministrator extends S3Administrator {
  /**
   * Whether the server has MinIO's addresses for its health as well; else its healthcheck alone is waited for.
   *
   * @default true
   */
  readonly hasMinioHealth?: boolean;
}

/**
 * A script of a team's own, and what it reads.
 */
export interface CustomBucketScript {
  /**
   * The absolute path of the script, for `/bin/sh`. It ends at the first error, and what it can call stands in
   * `assets/bucket-script.sh` of this package: `fail`, `try`, `read_secrets`, `require` and, where the image has `mc`,
   * `use_mc`, `set_alias` and `make_bucket`.
   */
  readonly path: string;

  /**
   * Its environment, beside `S3_ENDPOINT`, `BUCKETS`, `BUCKET_VERSIONING`, `AWS_ACCESS_KEY_ID`,
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
 * The script that makes buckets, and a user for them alone, in the way of a server. It may run any number of times.
 */
export abstract class BucketScript {
  /**
   * By MinIO's own API for administrators, which `mc admin` speaks: MinIO, its forks, and RustFS.
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
   * By the S3 API, for servers that learn of the user elsewhere and give every user rights of his own.
   */
  public static s3(administrator: S3Administrator): BucketScript {
    return new Script(s3Script(administrator));
  }

  /**
   * By the S3 API, for servers that learn of the user elsewhere: a policy of each bucket then says what he may do.
   */
  public static s3WithBucketPolicy(administrator: S3Administrator): BucketScript {
    const script = s3Script(administrator);
    return new Script({ ...script, environment: { ...script.environment, BUCKET_POLICY: EnvValue.of('true') } });
  }

  /**
   * By a script of a team's own.
   */
  public static custom(script: CustomBucketScript): BucketScript {
    return new Script(script);
  }

  /**
   * The text of the script, for `/bin/sh`.
   */
  public abstract readonly content: string;

  /**
   * What the script reads beside that which a `BucketInit` gives to each.
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
