import { Duration, IEnvValue, Secret } from '../../compose';
import { IBackendStore } from '../../database';

/**
 * What a user may do with an experiment or model of others, where nothing else was granted.
 *
 * @see https://mlflow.org/docs/latest/self-hosting/security/basic-http-auth/#permissions
 */
export enum MlflowPermission {
  /** Nothing. */
  NO_PERMISSIONS = 'NO_PERMISSIONS',
  /** See it. */
  READ = 'READ',
  /** See it, and use it where that is something of its own, such as an endpoint of the gateway. */
  USE = 'USE',
  /** Change it as well. */
  EDIT = 'EDIT',
  /** Change and delete it, and say who else may do what. */
  MANAGE = 'MANAGE',
}

/**
 * Options of `MlflowAuth.basic`.
 */
export interface BasicAuthOptions {
  /**
   * The user who may do everything.
   *
   * @default - the variable `MLFLOW_AUTH_ADMIN_USERNAME`
   */
  readonly adminUsername?: IEnvValue;

  /**
   * The password of that user at the first start; at least 12 characters. Afterwards the task
   * `<id>:rotate-secret` changes it in MLflow's database and in its file.
   *
   * @default - the secret `MLFLOW_AUTH_ADMIN_PASSWORD`
   */
  readonly adminPassword?: Secret;

  /**
   * What MLflow signs its forms with.
   *
   * @default - the secret `MLFLOW_FLASK_SERVER_SECRET_KEY`
   */
  readonly secretKey?: Secret;

  /**
   * Where users and permissions are kept: PostgreSQL or SQLite; MySQL cannot hold them
   * (https://github.com/mlflow/mlflow/issues/9642).
   *
   * @default - SQLite in a volume named `users_volume`
   */
  readonly store?: IBackendStore;

  /**
   * What a user may do with what others made.
   *
   * @default MlflowPermission.NO_PERMISSIONS
   */
  readonly defaultPermission?: MlflowPermission;

  /**
   * For how long a worker remembers that a password was right, which saves it some work with each request. For as long
   * it may also let in a user whose password was changed, or who was deleted.
   *
   * @default - not at all
   */
  readonly passwordCache?: Duration;
}
