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
 * Optional features of an MLflow server, with safe defaults.
 */
export interface ServerSwitches {
  /**
   * Whether the server runs jobs, such as judges that score traces with a language model. Jobs run as separate
   * processes with all permissions of the server.
   *
   * @default false
   */
  readonly jobExecution?: boolean;

  /**
   * The MLflow user as whom jobs call the server's AI gateway. With `MlflowAuth.basic`, a judge that a user starts
   * calls it as that user. Automatic judges, and all judges with another login, call it as this user, who must have
   * permission to use the gateway's endpoints.
   *
   * @default - none, which is an error if a server with a login runs jobs
   */
  readonly jobUser?: string;

  /**
   * The password of `jobUser`, or with `MlflowAuth.oidc` an access token of that user.
   *
   * @default - the secret `MLFLOW_JOB_PASSWORD`, if `jobUser` is set
   */
  readonly jobPassword?: Secret;

  /**
   * Whether the server sends usage data to the MLflow project.
   *
   * @default false
   */
  readonly telemetry?: boolean;

  /**
   * A Python regular expression that must match in the source of each new model version.
   *
   * @default - a source must be an artifact of a run, a logged model or another version in this server's artifact store
   */
  readonly modelSourcePattern?: string;

  /**
   * The timeout of a webhook request, in whole seconds. Webhooks can only call public addresses with HTTPS.
   *
   * @default - 10 seconds
   */
  readonly webhookTimeout?: Duration;

  /**
   * How often a failed webhook request is retried.
   *
   * @default 3
   */
  readonly webhookRetries?: number;

  /**
   * The passphrase that encrypts the API keys of the AI gateway in the database. The task `<id>:rotate-secret` encrypts
   * them with a new one.
   *
   * @default - the secret `MLFLOW_CRYPTO_KEK_PASSPHRASE`
   */
  readonly gatewayPassphrase?: Secret;

  /**
   * The key that encrypts the secrets of webhooks in the database. The task `<id>:rotate-secret` encrypts them with a
   * new one.
   *
   * @default - the secret `MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY`
   */
  readonly webhookKey?: Secret;
}

/**
 * Adds the keys and the job user to a server, and returns its switches as environment. Without these keys, MLflow would
 * use a publicly known one for the gateway, and a new one in each process for webhooks.
 *
 * The container derives the default of `modelSourcePattern` from the artifact store
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
      'The passphrase that encrypts the API keys of the AI gateway in the database; a new one cannot decrypt them.',
    );
  const webhookKey =
    switches.webhookKey ??
    keyOfApp(
      server,
      'MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY',
      'The key that encrypts the secrets of webhooks in the database; a new one cannot decrypt them.',
    );
  // A rotation must encrypt the data again, which could otherwise not be read with the new key
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
 * How jobs reach the AI gateway of their own server. By default MLflow uses the address that the server listens on,
 * 0.0.0.0, without the static prefix.
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
      description: 'The password or access token of the user as whom jobs call the AI gateway.',
    });
  if (access.ownUsers) {
    password.addRotationStep(server, ['mlflow-rotate', 'job-password']);
  } else {
    password.refuseRotation(
      'it is an access token of the user of jobs: request a new one, write it to the file of the secret, and recreate the containers',
    );
  }
  return { ...environment, JOB_USER: EnvValue.of(jobUser), JOB_PASSWORD_FILE: EnvValue.of(server.addSecret(password)) };
}

/**
 * Validates the switches.
 */
function switchErrors(options: ServerSwitches & ServerAccessOptions): string[] {
  const { jobExecution, jobUser, jobPassword, auth, webhookTimeout, webhookRetries } = options;
  return [
    ...(jobExecution && auth && jobUser === undefined
      ? [
          'the AI gateway would answer automatic judges with 401 because jobs have no user; set `jobUser` to a user who may use its endpoints',
        ]
      : []),
    ...((!jobExecution || !auth) && (jobUser !== undefined || jobPassword)
      ? [
          '`jobUser` and `jobPassword` require `jobExecution` and `auth`; set both, or remove `jobUser` and `jobPassword`',
        ]
      : []),
    ...(jobPassword && jobUser === undefined
      ? ['`jobPassword` requires `jobUser`; set `jobUser`, or remove `jobPassword`']
      : []),
    ...(webhookTimeout === undefined || webhookTimeout._isWholeSeconds
      ? []
      : [`\`webhookTimeout\` is ${webhookTimeout.toCompose()}; set it to whole seconds, 1 or more`]),
    ...(webhookRetries === undefined || (Number.isInteger(webhookRetries) && webhookRetries >= 0)
      ? []
      : [`\`webhookRetries\` is ${webhookRetries}; set it to a whole number of 0 or more`]),
  ];
}

/** A secret that all servers of an app share, since several servers may use one database. */
function keyOfApp(server: Service, name: string, description: string): Secret {
  const app = ComposeApp.of(server);
  const existing = app.node.tryFindChild(name);
  if (existing && !(existing instanceof Secret)) {
    throw composeError(
      existing,
      `${pathOf(server)} needs a secret with this id, but it is a ${typeOf(existing)}`,
      `create a secret, new Secret(app, '${name}'), or change the id of this construct`,
    );
  }
  return existing ?? new Secret(app, name, { description });
}
