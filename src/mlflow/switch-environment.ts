import { ComposeApp, EnvValue, IEnvValue, Secret, Service } from '../compose';
import { ServerSwitches } from './server-switches';
import { composeError, pathOf } from '../compose/compose-error';

/**
 * The switches as environment of the server. Without keys of its own MLflow takes one that everybody knows for the gateway, and a new one with each process
 * for webhooks.
 *
 * Where models may come from follows in the container from where artifacts are kept
 * (assets/mlflow-server/runtime/src/mlflow_runtime/model_sources.py).
 *
 * @see https://mlflow.org/docs/latest/api_reference/python_api/mlflow.environment_variables.html
 */
export function switchEnvironment(server: Service, switches: ServerSwitches): { [name: string]: IEnvValue } {
  const { jobExecution, telemetry, modelSourcePattern, webhookTimeout, webhookRetries } = switches;
  const gatewayPassphrase = switches.gatewayPassphrase
    ?? keyOfApp(server, 'MLFLOW_CRYPTO_KEK_PASSPHRASE', 'What keys for language models are encrypted with in the database; a new one cannot read them.');
  const webhookKey = switches.webhookKey
    ?? keyOfApp(server, 'MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY', 'What the secrets of webhooks are encrypted with in the database; a new one cannot read them.');
  // What they encrypt could not be read with another one.
  gatewayPassphrase.refuseRotation('keys of the AI gateway in the database are encrypted with it: `mlflow crypto rotate-kek` encrypts them with another one, '
    + 'as docs/secret.md tells step by step');
  webhookKey.refuseRotation('secrets of webhooks in the database are encrypted with it, and MLflow cannot encrypt them with another one: '
    + 'write a new one into its file, recreate the containers, and set the secret of each webhook again');
  return {
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: EnvValue.of((jobExecution ?? false).toString()),
    MLFLOW_DISABLE_TELEMETRY: EnvValue.of((!telemetry).toString()),
    ...(modelSourcePattern !== undefined && { MLFLOW_CREATE_MODEL_VERSION_SOURCE_VALIDATION_REGEX: EnvValue.of(modelSourcePattern) }),
    MLFLOW_WEBHOOK_REQUEST_TIMEOUT: EnvValue.of((webhookTimeout?.toSeconds() ?? 10).toString()),
    MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES: EnvValue.of((webhookRetries ?? 3).toString()),
    MLFLOW_CRYPTO_KEK_PASSPHRASE_FILE: EnvValue.of(server.addSecret(gatewayPassphrase)),
    MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY_FILE: EnvValue.of(server.addSecret(webhookKey)),
  };
}

/**
 * What is wrong with the values of switches.
 */
export function switchErrors({ webhookTimeout, webhookRetries }: ServerSwitches): string[] {
  return [
    ...(webhookTimeout === undefined || webhookTimeout._isWholeSeconds ? [] : [
      `\`webhookTimeout\` is ${webhookTimeout.toCompose()}; give whole seconds, 1 or more`,
    ]),
    ...(webhookRetries === undefined || (Number.isInteger(webhookRetries) && webhookRetries >= 0) ? [] : [
      `webhooks cannot be retried ${webhookRetries} times; give \`webhookRetries\` a whole number of 0 or more`,
    ]),
  ];
}

/** One for all servers of an app, since several may work on one database. */
function keyOfApp(server: Service, name: string, description: string): Secret {
  const app = ComposeApp.of(server);
  const existing = app.node.tryFindChild(name);
  if (existing && !(existing instanceof Secret)) {
    throw composeError(existing, `it has the id of a secret that ${pathOf(server)} needs, but is a ${existing.constructor.name}`,
      `make a secret there, new Secret(app, '${name}'), or give this one another id`);
  }
  return existing ?? new Secret(app, name, { description });
}
