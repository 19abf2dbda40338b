import { Duration, Secret } from '../../compose';

/**
 * Switches of an MLflow server that are safe unless turned.
 */
export interface ServerSwitches {
  /**
   * Whether the server runs jobs, such as judges that score traces by a language model. They run in processes beside
   * the server's, with all that it may do.
   *
   * @default false
   */
  readonly jobExecution?: boolean;

  /**
   * The user of MLflow as whom jobs call the server's AI gateway. A judge that a user starts calls it as that user
   * under `MlflowAuth.basic`; automatic judges, and all judges under another login, call it as this user, who must be
   * allowed to use the gateway's endpoints.
   *
   * @default - none, which is an error when a server with a login runs jobs
   */
  readonly jobUser?: string;

  /**
   * The password of `jobUser`, or under `MlflowAuth.oidc` an access token of that user.
   *
   * @default - the secret `MLFLOW_JOB_PASSWORD`, if there is a `jobUser`
   */
  readonly jobPassword?: Secret;

  /**
   * Whether the server tells MLflow's makers how it is used.
   *
   * @default false
   */
  readonly telemetry?: boolean;

  /**
   * A regular expression, in Python's form, that the source of a new version of a model must match somewhere.
   *
   * @default - the artifacts of a run, a logged model or another version, in this server's own artifact store
   */
  readonly modelSourcePattern?: string;

  /**
   * The time, in whole seconds, after which a webhook that does not answer is given up. Webhooks go to public addresses
   * by HTTPS alone.
   *
   * @default - 10 seconds
   */
  readonly webhookTimeout?: Duration;

  /**
   * How often a webhook that failed is tried again.
   *
   * @default 3
   */
  readonly webhookRetries?: number;

  /**
   * What keys for language models, which the AI gateway keeps in the database, are encrypted with. The task
   * `<id>:rotate-secret` encrypts them with another one.
   *
   * @default - the secret `MLFLOW_CRYPTO_KEK_PASSPHRASE`
   */
  readonly gatewayPassphrase?: Secret;

  /**
   * What the secrets of webhooks are encrypted with in the database. The task `<id>:rotate-secret` encrypts them with
   * another one.
   *
   * @default - the secret `MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY`
   */
  readonly webhookKey?: Secret;
}
