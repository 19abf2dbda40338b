import { BoundAccess, ServerAccessOptions } from './server-access';
import { ServerPart, ServerResources } from './server-part';
import { ComposeApp, Duration, EnvValue, IEnvValue, Secret, Service } from '../../compose';
import { composeError, freeName, pathOf, typeOf } from '../../compose/internal';
import { MLFLOW_PORT } from '../image/mlflow-image';

/**
 * What jobs need in addition to the server: seven queue consumers of 170 MB, their runner, and a process for each job.
 * Measured with one worker and no work: 1.3 GB in ten processes.
 */
const JOB_RESOURCES: ServerResources = { memoryMib: 2048, cpus: 2, pids: 1024 };

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

/**
 * The switches as environment of the server. Without keys of its own MLflow takes one that everybody knows for the
 * gateway, and a new one with each process for webhooks.
 *
 * Where models may come from follows in the container from where artifacts are kept
 * (assets/mlflow-server/runtime/src/mlflow_runtime/model_sources.py).
 *
 * @see https://mlflow.org/docs/latest/api_reference/python_api/mlflow.environment_variables.html
 * @internal
 */
export function bindSwitches(
  server: Service,
  access: BoundAccess,
  switches: ServerSwitches & ServerAccessOptions,
): ServerPart {
  const { jobExecution, telemetry, modelSourcePattern, webhookTimeout, webhookRetries } = switches;
  const gatewayPassphrase =
    switches.gatewayPassphrase ??
    keyOfApp(
      server,
      'MLFLOW_CRYPTO_KEK_PASSPHRASE',
      'What keys for language models are encrypted with in the database; a new one cannot read them.',
    );
  const webhookKey =
    switches.webhookKey ??
    keyOfApp(
      server,
      'MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY',
      'What the secrets of webhooks are encrypted with in the database; a new one cannot read them.',
    );
  // What they encrypt in the database could not be read with another one
  // (assets/mlflow-server/runtime/src/mlflow_runtime/rotate.py).
  gatewayPassphrase.addRotationStep(server, ['mlflow-rotate', 'gateway-passphrase']);
  webhookKey.addRotationStep(server, ['mlflow-rotate', 'webhook-key']);
  return {
    environment: {
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: EnvValue.of((jobExecution ?? false).toString()),
      ...(jobExecution && jobEnvironment(server, access, switches)),
      MLFLOW_DISABLE_TELEMETRY: EnvValue.of((!telemetry).toString()),
      ...(modelSourcePattern !== undefined && {
        MLFLOW_CREATE_MODEL_VERSION_SOURCE_VALIDATION_REGEX: EnvValue.of(modelSourcePattern),
      }),
      MLFLOW_WEBHOOK_REQUEST_TIMEOUT: EnvValue.of((webhookTimeout?.toSeconds() ?? 10).toString()),
      MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES: EnvValue.of((webhookRetries ?? 3).toString()),
      MLFLOW_CRYPTO_KEK_PASSPHRASE_FILE: EnvValue.of(server.addSecret(gatewayPassphrase)),
      MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY_FILE: EnvValue.of(server.addSecret(webhookKey)),
    },
    resources: jobExecution ? JOB_RESOURCES : undefined,
    validate: () => switchErrors(switches),
  };
}

/**
 * How jobs reach the AI gateway of their own server. By itself MLflow takes the address that the server listens on,
 * 0.0.0.0, without the prefix.
 *
 * @see assets/mlflow-server/runtime/src/mlflow_runtime/own_client.py
 */
function jobEnvironment(
  server: Service,
  access: BoundAccess,
  options: ServerSwitches & ServerAccessOptions,
): { [name: string]: IEnvValue } {
  const { jobUser, jobPassword, staticPrefix = '' } = options;
  const environment = { MLFLOW_GATEWAY_URI: EnvValue.of(`http://localhost:${MLFLOW_PORT}${staticPrefix}`) };
  if (jobUser === undefined) {
    return environment;
  }
  const password =
    jobPassword ??
    new Secret(server, freeName(server, 'MLFLOW_JOB_PASSWORD'), {
      description: 'The password, or the access token, of the user as whom jobs call the AI gateway.',
    });
  if (access.ownUsers) {
    password.addRotationStep(server, ['mlflow-rotate', 'job-password']);
  } else {
    password.refuseRotation(
      'whoever issued it for the user of jobs must issue another one: write that into its file, and recreate the containers',
    );
  }
  return { ...environment, JOB_USER: EnvValue.of(jobUser), JOB_PASSWORD_FILE: EnvValue.of(server.addSecret(password)) };
}

/**
 * What is wrong with the values of switches.
 */
function switchErrors(options: ServerSwitches & ServerAccessOptions): string[] {
  const { jobExecution, jobUser, jobPassword, auth, webhookTimeout, webhookRetries } = options;
  return [
    ...(jobExecution && auth && jobUser === undefined
      ? [
          'automatic judges would get 401 from the AI gateway, since jobs have no user; set `jobUser` to a user who may use its endpoints',
        ]
      : []),
    ...((!jobExecution || !auth) && (jobUser !== undefined || jobPassword)
      ? [
          '`jobUser` and `jobPassword` are for jobs of a server with a login; set `jobExecution` and `auth`, or leave them out',
        ]
      : []),
    ...(jobPassword && jobUser === undefined ? ['`jobPassword` is the password of nobody; set `jobUser`'] : []),
    ...(webhookTimeout === undefined || webhookTimeout._isWholeSeconds
      ? []
      : [`\`webhookTimeout\` is ${webhookTimeout.toCompose()}; give whole seconds, 1 or more`]),
    ...(webhookRetries === undefined || (Number.isInteger(webhookRetries) && webhookRetries >= 0)
      ? []
      : [`webhooks cannot be retried ${webhookRetries} times; give \`webhookRetries\` a whole number of 0 or more`]),
  ];
}

/** One for all servers of an app, since several may work on one database. */
function keyOfApp(server: Service, name: string, description: string): Secret {
  const app = ComposeApp.of(server);
  const existing = app.node.tryFindChild(name);
  if (existing && !(existing instanceof Secret)) {
    throw composeError(
      existing,
      `it has the id of a secret that ${pathOf(server)} needs, but is a ${typeOf(existing)}`,
      `make a secret there, new Secret(app, '${name}'), or give this one another id`,
    );
  }
  return existing ?? new Secret(app, name, { description });
}
