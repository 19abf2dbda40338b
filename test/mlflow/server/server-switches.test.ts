import {
  ComposeApp,
  ContainerImage,
  Duration,
  EnvValue,
  EnvVariable,
  MlflowAuth,
  MlflowService,
  MlflowServiceProps,
  Secret,
  SecretSource,
  Service,
} from '../../../src';
import { testProject } from '../../test-project';

function server(props: MlflowServiceProps = {}, prepare: (mlflow: MlflowService) => void = () => {}): any {
  const app = new ComposeApp(testProject(), 'app');
  prepare(new MlflowService(app, 'mlflow', props));
  return app.toDefinition().services.mlflow;
}

test('by default it runs no jobs, sends no telemetry, and has its own keys', () => {
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
  const [gatewayPassphrase, webhookKey] = ['passphrase', 'key'].map(
    name => new Secret(app, name, { file: `./${name}` }),
  );
  new MlflowService(app, 'mlflow', {
    jobExecution: true,
    telemetry: true,
    modelSourcePattern: '^s3://models/$',
    webhookTimeout: Duration.minutes(1),
    webhookRetries: 0,
    gatewayPassphrase,
    webhookKey,
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

test('where models may come from is left to the container, which knows the store, unless the team says it', () => {
  expect(server().environment).not.toHaveProperty('MLFLOW_CREATE_MODEL_VERSION_SOURCE_VALIDATION_REGEX');
});

test.each<[MlflowServiceProps, string]>([
  [{ webhookTimeout: Duration.millis(1500) }, '`webhookTimeout` is 1500ms; set it to whole seconds, 1 or more'],
  [{ webhookTimeout: Duration.seconds(0) }, '`webhookTimeout` is 0s; set it to whole seconds, 1 or more'],
  [{ webhookRetries: -1 }, '`webhookRetries` is -1; set it to a whole number of 0 or more'],
  [{ webhookRetries: 1.5 }, '`webhookRetries` is 1.5; set it to a whole number of 0 or more'],
  [
    { auth: MlflowAuth.basic({ passwordCache: Duration.millis(500) }) },
    '`passwordCache` is 500ms; set it to whole seconds, 1 or more, or remove it to disable the cache',
  ],
])('%#: a time or number that MLflow cannot be given is an error', (props, message) => {
  expect(() => server(props)).toThrow(`[app/mlflow] ${message}`);
});

test('jobs get additional memory, CPUs and processes', () => {
  const limits = (props: MlflowServiceProps) => server(props).deploy.resources.limits;
  expect(limits({ workers: 1 })).toMatchObject({ memory: '1024m', pids: 512 });
  expect(limits({ workers: 1, jobExecution: true })).toMatchObject({ memory: '3072m', pids: 1536 });
});

test('jobs call the AI gateway of their own server, with its prefix and their user', () => {
  expect(server({ jobExecution: true }).environment).toMatchObject({ MLFLOW_GATEWAY_URI: 'http://localhost:5000' });
  expect(server({ jobExecution: true }).environment).not.toHaveProperty('JOB_USER');
  expect(server().environment).not.toHaveProperty('MLFLOW_GATEWAY_URI');
  expect(
    server({ jobExecution: true, staticPrefix: '/mlflow', auth: MlflowAuth.basic(), jobUser: 'judge' }).environment,
  ).toMatchObject({
    MLFLOW_GATEWAY_URI: 'http://localhost:5000/mlflow',
    JOB_USER: 'judge',
    JOB_PASSWORD_FILE: '/run/secrets/MLFLOW_JOB_PASSWORD',
  });
});

test('jobs may name the server as they know it, pages may not', () => {
  const { MLFLOW_SERVER_ALLOWED_HOSTS: hosts, MLFLOW_SERVER_CORS_ALLOWED_ORIGINS: origins } = server({
    jobExecution: true,
  }).environment;
  expect(hosts.split(',')).toContain('0.0.0.0:5000');
  expect(origins).not.toContain('0.0.0.0');
  expect(server().environment.MLFLOW_SERVER_ALLOWED_HOSTS).not.toContain('0.0.0.0');
});

const sso = () => MlflowAuth.oidc({ issuer: 'https://login.example.com', clientId: EnvValue.of('mlflow') });

test.each<[(app: ComposeApp) => MlflowServiceProps, string]>([
  [() => ({ jobExecution: true, auth: MlflowAuth.basic() }), 'the AI gateway would answer automatic judges with 401'],
  [() => ({ jobExecution: true, auth: sso() }), 'the AI gateway would answer automatic judges with 401'],
  [() => ({ jobExecution: true, jobUser: 'judge' }), '`jobUser` and `jobPassword` require `jobExecution` and `auth`'],
  [
    () => ({ auth: MlflowAuth.basic(), jobUser: 'judge' }),
    '`jobUser` and `jobPassword` require `jobExecution` and `auth`',
  ],
  [
    app => ({ jobExecution: true, jobPassword: new Secret(app, 'JOB') }),
    '`jobPassword` requires `jobUser`; set `jobUser`, or remove `jobPassword`',
  ],
  [() => ({ auth: sso(), staticPrefix: '/mlflow' }), 'mlflow-oidc-auth does not support a static prefix'],
])('%#: jobs without a user that the login knows, and a login that a prefix hides, are errors', (props, message) => {
  const app = new ComposeApp(testProject(), 'app');
  new MlflowService(app, 'mlflow', props(app));
  expect(() => app.toDefinition()).toThrow(`[app/mlflow] ${message}`);
});

function rotationOf(props: (app: ComposeApp) => MlflowServiceProps): {
  text: string[];
  steps: string[];
  refused: string[];
} {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  new Service(app, 'other', { image: ContainerImage.fromRegistry('alpine:3.22') }).addSecret(new Secret(app, 'OTHER'));
  new MlflowService(app, 'mlflow', props(app));
  const args = project.tasks.tryFind('app:rotate-secret')!.steps[0].execArgs as string[];
  const valuesOf = (option: string) => args.filter((_, index) => args[index - 1] === option);
  return { text: valuesOf('--text')[0].split(','), steps: valuesOf('--step'), refused: valuesOf('--refuse') };
}

test.each<[string, (app: ComposeApp) => MlflowServiceProps, string, string]>([
  ['a key of the gateway', () => ({}), 'MLFLOW_CRYPTO_KEK_PASSPHRASE', 'gateway-passphrase'],
  ['a key of webhooks', () => ({}), 'MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY', 'webhook-key'],
  [
    'one of another name',
    app => ({ gatewayPassphrase: new Secret(app, 'GATEWAY_KEY') }),
    'GATEWAY_KEY',
    'gateway-passphrase',
  ],
  ['one of another name', app => ({ webhookKey: new Secret(app, 'HOOKS') }), 'HOOKS', 'webhook-key'],
  [
    'one that was there before the server',
    app => {
      new Secret(app, 'MLFLOW_CRYPTO_KEK_PASSPHRASE');
      return {};
    },
    'MLFLOW_CRYPTO_KEK_PASSPHRASE',
    'gateway-passphrase',
  ],
  [
    "the administrator's password",
    () => ({ auth: MlflowAuth.basic() }),
    'MLFLOW_AUTH_ADMIN_PASSWORD',
    'admin-password',
  ],
  [
    "the administrator's password of another name",
    app => ({ auth: MlflowAuth.basic({ adminPassword: new Secret(app, 'ADMIN') }) }),
    'ADMIN',
    'admin-password',
  ],
  [
    'the password of jobs',
    () => ({ auth: MlflowAuth.basic(), jobExecution: true, jobUser: 'judge' }),
    'MLFLOW_JOB_PASSWORD',
    'job-password',
  ],
])('the task rotate-secret lets MLflow take %s before the file has the new value: %#', (_, props, name, what) => {
  const { text, steps, refused } = rotationOf(props);
  expect(steps.filter(step => step.startsWith(`${name}=`))).toEqual([`${name}=["mlflow","mlflow-rotate","${what}"]`]);
  expect(text).toContain(name);
  expect(refused).toEqual([]);
});

test('one key of several servers is changed in the database of each', () => {
  const { steps } = rotationOf(app => {
    new MlflowService(app, 'second', { port: 5001 });
    return {};
  });
  expect(steps.filter(step => step.startsWith('MLFLOW_CRYPTO_KEK_PASSPHRASE='))).toEqual([
    'MLFLOW_CRYPTO_KEK_PASSPHRASE=["second","mlflow-rotate","gateway-passphrase"]',
    'MLFLOW_CRYPTO_KEK_PASSPHRASE=["mlflow","mlflow-rotate","gateway-passphrase"]',
  ]);
});

test('the access token of jobs is refused, since the provider of the login issues it', () => {
  const auth = MlflowAuth.oidc({ issuer: 'https://login.example.com', clientId: EnvValue.of('mlflow') });
  const { text, steps, refused } = rotationOf(() => ({ auth, jobExecution: true, jobUser: 'judge' }));
  expect(refused).toContainEqual(
    expect.stringContaining('MLFLOW_JOB_PASSWORD=it is an access token of the user of jobs'),
  );
  expect([...text, ...steps].filter(entry => entry.startsWith('MLFLOW_JOB_PASSWORD'))).toEqual([]);
});

test('a passphrase that is known elsewhere is refused, and the task knows what takes the new one', () => {
  const { steps, refused } = rotationOf(app => ({
    gatewayPassphrase: new Secret(app, 'KEK', { source: SecretSource.givenFile() }),
  }));
  expect(refused).toEqual([expect.stringContaining('KEK=it is issued elsewhere')]);
  expect(steps).toContain('KEK=["mlflow","mlflow-rotate","gateway-passphrase"]');
});

test.each(['MLFLOW_CRYPTO_KEK_PASSPHRASE', 'MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY'])(
  'something else by the id of the secret %s is an error that says so',
  name => {
    const app = new ComposeApp(testProject(), 'app');
    new EnvVariable(app, name);
    expect(() => new MlflowService(app, 'mlflow')).toThrow(
      `[app/${name}] app/mlflow needs a secret with this id, but it is a EnvVariable; create a secret`,
    );
  },
);
