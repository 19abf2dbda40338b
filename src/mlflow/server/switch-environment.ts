import { ServerAccess } from './server-access';
import { ServerAccessOptions } from './server-access-options';
import { ServerSwitches } from './server-switches';
import { ComposeApp, EnvValue, IEnvValue, Secret, Service } from '../../compose';
import { composeError, freeName, pathOf, typeOf } from '../../compose/internal';
import { MLFLOW_PORT } from '../image/mlflow-port';

/**
 * The switches as environment of the server. Without keys of its own MLflow takes one that everybody knows for the
 * gateway, and a new one with each process for webhooks.
 *
 * Where models may come from follows in the container from where artifacts are kept
 * (assets/mlflow-server/runtime/src/mlflow_runtime/model_sources.py).
 *
 * @see https://mlflow.org/docs/latest/api_reference/python_api/mlflow.environment_variables.html
 */
export function switchEnvironment(
  server: Service,
  access: ServerAccess,
  switches: ServerSwitches & ServerAccessOptions,
): { [name: string]: IEnvValue } {
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
  access: ServerAccess,
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
  if (access.keepsPasswords) {
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
export function switchErrors(options: ServerSwitches & ServerAccessOptions): string[] {
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
