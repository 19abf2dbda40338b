import { ComposeApp, EnvValue, IEnvValue, Secret, Service } from '../compose';
import { ServerSwitches } from './server-switches';
import { ComposeTasks } from '../compose/compose-tasks';

const LOGIN_ARGUMENT = '--app-name';

/** Each takes another web server, which knows neither all of MLflow's routes nor how they are guarded. */
const OTHER_WEB_SERVERS = ['--gunicorn-opts', '--waitress-opts'];

/**
 * The switches as environment of the server. Without keys of its own MLflow takes one that everybody knows for the gateway, and a new one with each process
 * for webhooks.
 *
 * @param destination where artifacts are kept
 * @see https://mlflow.org/docs/latest/api_reference/python_api/mlflow.environment_variables.html
 */
export function switchEnvironment(server: Service, switches: ServerSwitches, destination: IEnvValue): { [name: string]: IEnvValue } {
  const { jobExecution, telemetry, modelSourcePattern, webhookTimeout, webhookRetries } = switches;
  const modelSources = modelSourcePattern === undefined ? ownModelSources(destination) : EnvValue.of(modelSourcePattern);
  const gatewayPassphrase = switches.gatewayPassphrase
    ?? keyOfApp(server, 'MLFLOW_CRYPTO_KEK_PASSPHRASE', 'What keys for language models are encrypted with in the database; a new one cannot read them.');
  const webhookKey = switches.webhookKey
    ?? keyOfApp(server, 'MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY', 'What the secrets of webhooks are encrypted with in the database; a new one cannot read them.');
  return {
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: EnvValue.of((jobExecution ?? false).toString()),
    MLFLOW_DISABLE_TELEMETRY: EnvValue.of((!telemetry).toString()),
    MLFLOW_CREATE_MODEL_VERSION_SOURCE_VALIDATION_REGEX: modelSources,
    MLFLOW_WEBHOOK_REQUEST_TIMEOUT: EnvValue.of((webhookTimeout?.toSeconds() ?? 10).toString()),
    MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES: EnvValue.of((webhookRetries ?? 3).toString()),
    MLFLOW_CRYPTO_KEK_PASSPHRASE_FILE: EnvValue.of(server.addSecret(gatewayPassphrase)),
    MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY_FILE: EnvValue.of(server.addSecret(webhookKey)),
  };
}

/**
 * What a server's definition turns off that must stay on.
 *
 * @param definition the service, with all overrides
 * @param login whether it has a login
 */
export function switchErrors(definition: { [key: string]: any }, login: boolean): string[] {
  const words: string[] = (definition.command ?? []).map((word: any) => textOf(word).split('=')[0]);
  const environment: { [name: string]: any } = definition.environment ?? {};
  const isOn = (name: string) => !['', 'false', '0'].includes(textOf(environment[name] ?? '').toLowerCase());
  const errors: string[] = [];
  if (words.includes('--disable-security-middleware') || isOn('MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE')) {
    errors.push("MLflow's checks of the Host header and of origins are turned off; leave them on, and add names to allowedHosts");
  }
  if (textOf(environment.MLFLOW_SERVER_ALLOWED_HOSTS ?? '').split(',').includes('*')) {
    errors.push('any Host header is allowed, which turns its check off; name hosts, such as "*.example.com"');
  }
  if (OTHER_WEB_SERVERS.some(option => words.includes(option)) || isOn('MLFLOW_GUNICORN_OPTS')) {
    errors.push('MLflow would run on a web server that leaves out some of its checks; leave the options of gunicorn and waitress out');
  }
  if (isOn('MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS')) {
    errors.push('webhooks may reach addresses inside the network; leave MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS out');
  }
  if (words.filter(word => word === LOGIN_ARGUMENT).length > (login ? 1 : 0)) {
    errors.push(`a login is chosen by the argument ${LOGIN_ARGUMENT}, which leaves it without its settings; use the prop \`auth\``);
  }
  return errors;
}

/** `prompt-template` and `dummy-source` stand in the place of a source in versions of prompts. */
function ownModelSources(destination: IEnvValue): IEnvValue {
  const pattern = EnvValue.of('^(models|runs|mlflow-artifacts):/|^(prompt-template|dummy-source)$');
  return destination.toCompose().includes('://') ? EnvValue.concat(pattern, EnvValue.of('|^'), destination) : pattern;
}

/** One for all servers of an app, since several may work on one database. */
function keyOfApp(server: Service, name: string, description: string): Secret {
  ComposeTasks.tryOf(server)?.keep(name); // what it encrypts could not be read with another one
  const app = ComposeApp.of(server);
  return app.node.tryFindChild(name) as Secret | undefined ?? new Secret(app, name, { description });
}

function textOf(value: any): string {
  return typeof value?.toCompose === 'function' ? value.toCompose() : String(value);
}
