import { BucketInit, ComposeApp, Duration, EnvValue, MinioService, MlflowAuth, MlflowService, MlflowServiceProps, Secret } from '../../src';
import { testProject } from '../test-project';

function server(props: MlflowServiceProps = {}, prepare: (mlflow: MlflowService) => void = () => {}): any {
  const app = new ComposeApp(testProject(), 'app');
  prepare(new MlflowService(app, 'mlflow', props));
  return app.toDefinition().services.mlflow;
}

test('by default it runs no jobs, tells nobody how it is used, and has keys of its own', () => {
  expect(server().environment).toMatchObject({
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
    MLFLOW_DISABLE_TELEMETRY: 'true',
    MLFLOW_WEBHOOK_REQUEST_TIMEOUT: '10',
    MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES: '3',
    MLFLOW_CRYPTO_KEK_PASSPHRASE_FILE: '/run/secrets/MLFLOW_CRYPTO_KEK_PASSPHRASE',
    MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY_FILE: '/run/secrets/MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY',
  });
});

test('each switch can be turned', () => {
  const app = new ComposeApp(testProject(), 'app');
  const [gatewayPassphrase, webhookKey] = ['passphrase', 'key'].map(name => new Secret(app, name, { file: `./${name}` }));
  new MlflowService(app, 'mlflow', {
    jobExecution: true, telemetry: true, modelSourcePattern: '^s3://models/$', webhookTimeout: Duration.minutes(1), webhookRetries: 0, gatewayPassphrase, webhookKey,
  });
  expect(app.toDefinition().services.mlflow.environment).toMatchObject({
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'true',
    MLFLOW_DISABLE_TELEMETRY: 'false',
    MLFLOW_CREATE_MODEL_VERSION_SOURCE_VALIDATION_REGEX: '^s3://models/$$',
    MLFLOW_WEBHOOK_REQUEST_TIMEOUT: '60',
    MLFLOW_WEBHOOK_REQUEST_MAX_RETRIES: '0',
    MLFLOW_CRYPTO_KEK_PASSPHRASE_FILE: '/run/secrets/passphrase',
    MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY_FILE: '/run/secrets/key',
  });
});

function modelSources(props: MlflowServiceProps): RegExp {
  return new RegExp(server(props).environment.MLFLOW_CREATE_MODEL_VERSION_SOURCE_VALIDATION_REGEX.replace('$$', '$'));
}

test("models come from this server's own artifacts, and prompts from where prompts come from", () => {
  const pattern = modelSources({});
  for (const source of ['models:/m-1', 'models:/line/1', 'runs:/1/model', 'mlflow-artifacts:/1/models/m-1/artifacts', 'prompt-template', 'dummy-source']) {
    expect([source, pattern.test(source)]).toEqual([source, true]);
  }
  for (const source of ['file:///etc/passwd', '/var/lib/mlflow', 'http://metadata/', 's3://others/model', 'x models:/m-1', 'prompt-template/..']) {
    expect([source, pattern.test(source)]).toEqual([source, false]);
  }
});

test('models may come from the artifact store that the server has, and no other', () => {
  const app = new ComposeApp(testProject(), 'app');
  const artifactStore = new BucketInit(app, 'buckets', { server: new MinioService(app, 's3'), buckets: ['ours'] });
  new MlflowService(app, 'mlflow', { artifactStore });
  expect(app.toDefinition().services.mlflow.environment.MLFLOW_CREATE_MODEL_VERSION_SOURCE_VALIDATION_REGEX).toMatch(/\|\^s3:\/\/ours\/$/);
});

const MIDDLEWARE_OFF = "MLflow's checks of the Host header and of origins are turned off; leave them on, and add names to allowedHosts";
const ANY_HOST = 'any Host header is allowed, which turns its check off; name hosts, such as "*.example.com"';
const OTHER_SERVER = 'MLflow would run on a web server that leaves out some of its checks; leave the options of gunicorn and waitress out';
const PRIVATE_WEBHOOKS = 'webhooks may reach addresses inside the network; leave MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS out';
const UNSET_LOGIN = 'a login is chosen by the argument --app-name, which leaves it without its settings; use the prop `auth`';
const environment = (name: string, value: string): MlflowServiceProps => ({ environment: { [name]: EnvValue.of(value) } });

test.each<[MlflowServiceProps, string]>([
  [{ extraArgs: ['--disable-security-middleware'] }, MIDDLEWARE_OFF],
  [environment('MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE', 'true'), MIDDLEWARE_OFF],
  [{ spec: { environment: { MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE: 'true' } } }, MIDDLEWARE_OFF],
  [{ allowedHosts: ['*'] }, ANY_HOST],
  [{ extraArgs: ['--gunicorn-opts', '--timeout 60'] }, OTHER_SERVER],
  [{ extraArgs: ['--waitress-opts=--threads=4'] }, OTHER_SERVER],
  [environment('MLFLOW_GUNICORN_OPTS', '--timeout 60'), OTHER_SERVER],
  [environment('MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS', 'true'), PRIVATE_WEBHOOKS],
  [{ extraArgs: ['--app-name', 'basic-auth'] }, UNSET_LOGIN],
  [{ auth: MlflowAuth.basic(), extraArgs: ['--app-name=mine'] }, UNSET_LOGIN],
])('%j is an error', (props, message) => {
  expect(() => server(props)).toThrow(`[app/mlflow] ${message}`);
});

test('an override that turns the checks off is an error as well', () => {
  expect(() => server({}, mlflow => mlflow.addToArray('command', '--disable-security-middleware'))).toThrow(MIDDLEWARE_OFF);
  expect(() => server({}, mlflow => mlflow.addOverride('environment.MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE', true))).toThrow(MIDDLEWARE_OFF);
});

test('a switch that says what is so anyway is no error', () => {
  expect(() => server(environment('MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE', 'false'))).not.toThrow();
  expect(() => server({ allowedHosts: ['*.example.com'] })).not.toThrow();
});
