import {
  BucketInit,
  ComposeApp,
  ComposeOverlay,
  EnvValue,
  MinioService,
  MlflowArtifactsService,
  MlflowAuth,
  MlflowService,
  MlflowServiceProps,
} from '../../../src';
import { testProject } from '../../test-project';

function server(props: MlflowServiceProps = {}, prepare: (mlflow: MlflowService) => void = () => {}): any {
  const app = new ComposeApp(testProject(), 'app');
  prepare(new MlflowService(app, 'mlflow', props));
  return app.toDefinition().services.mlflow;
}

const MIDDLEWARE_OFF =
  "MLflow's security middleware is disabled, which checks the Host header and the origin; keep it enabled, and add host names to `allowedHosts`";
const ANY_HOST = 'every Host header is allowed, which disables its check; list host names, such as "*.example.com"';
const OTHER_SERVER =
  'MLflow would run on a web server that skips some of its security checks; remove the options of gunicorn and waitress';
const PRIVATE_WEBHOOKS = 'webhooks may call private IP addresses; remove MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS';
const UNSET_LOGIN = 'the argument --app-name selects a login without its settings; use the prop `auth`';
const environment = (name: string, value: string): MlflowServiceProps => ({
  environment: { [name]: EnvValue.of(value) },
});

const ANY_ORIGIN = 'pages of every origin may change data; list origins, such as "https://mlflow.example.com"';
const LOST_LOGIN =
  'the argument --app-name of its login is missing, so whoever reaches the server may do everything; ' +
  'keep --app-name in `command`, or remove `auth`';

type Spelling = [string, MlflowServiceProps, (mlflow: MlflowService) => void];

/**
 * All ways to say one thing to `mlflow server`: an option and a variable, by props, hooks and overrides, in each form
 * that Compose has.
 */
function spellings(option: string | undefined, variable: string | undefined, value: string): Spelling[] {
  const words = value === '' ? [] : [value];
  return [
    ...(option
      ? ([
          ['an argument', { extraArgs: [option, ...words] }, () => {}],
          ['an argument with =', { extraArgs: [value === '' ? option : `${option}=${value}`] }, () => {}],
          ['an added argument', {}, mlflow => mlflow.addToArray('command', option, ...words)],
          ['a text command', {}, mlflow => mlflow.addOverride('command', `mlflow server ${option} '${value}'`)],
          [
            'a shell',
            {},
            mlflow => mlflow.addOverride('command', ['sh', '-ec', `exec mlflow server ${option} '${value}'`]),
          ],
          ['an entrypoint', {}, mlflow => mlflow.addOverride('entrypoint', ['mlflow', 'server', option, ...words])],
          ['a text entrypoint', {}, mlflow => mlflow.addOverride('entrypoint', `mlflow server ${option} '${value}'`)],
          ['spec', { spec: { command: ['mlflow', 'server', option, ...words] } }, () => {}],
        ] as Spelling[])
      : []),
    ...(variable
      ? ([
          ['environment', { environment: { [variable]: EnvValue.of(value) } }, () => {}],
          ['spec.environment', { spec: { environment: { [variable]: value } } }, () => {}],
          ['a map', {}, mlflow => mlflow.addOverride(`environment.${variable}`, value)],
          ['a list', {}, mlflow => mlflow.addOverride('environment', [`${variable}=${value}`])],
          ['a value of the host', {}, mlflow => mlflow.addOverride('environment', [variable])],
          ['env', {}, mlflow => mlflow.addOverride('command', ['env', `${variable}=${value}`, 'mlflow', 'server'])],
          [
            'a variable of a shell',
            {},
            mlflow => mlflow.addOverride('command', ['sh', '-c', `${variable}='${value}' exec mlflow server`]),
          ],
          ['a null', {}, mlflow => mlflow.addOverride(`environment.${variable}`, null)],
          [
            'a reference',
            {},
            mlflow => mlflow.addOverride(`environment.${variable}`, EnvValue.interpolated('${ANY:-}')),
          ],
          [
            'the app',
            {},
            mlflow => ComposeApp.of(mlflow).addOverride(`services.mlflow.environment.${variable}`, value),
          ],
          [
            'an overlay',
            {},
            mlflow =>
              new ComposeOverlay(ComposeApp.of(mlflow), 'overlay').addOverride(
                `services.mlflow.environment.${variable}`,
                value,
              ),
          ],
        ] as Spelling[])
      : []),
  ];
}

describe.each<[string, string | undefined, string | undefined, string[]]>([
  [MIDDLEWARE_OFF, '--disable-security-middleware', undefined, ['']],
  [
    MIDDLEWARE_OFF,
    undefined,
    'MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE',
    ['true', 'TRUE', ' true ', '1', 'yes', 'on', 't', 'y'],
  ],
  [ANY_HOST, '--allowed-hosts', 'MLFLOW_SERVER_ALLOWED_HOSTS', ['*', ' *', 'a.example, *', '*:*', '*:5000', '**']],
  [
    ANY_ORIGIN,
    '--cors-allowed-origins',
    'MLFLOW_SERVER_CORS_ALLOWED_ORIGINS',
    ['*', 'https://a.example, *', 'http://*', 'https://*:*'],
  ],
  [OTHER_SERVER, '--gunicorn-opts', 'MLFLOW_GUNICORN_OPTS', ['--timeout 60']],
  [OTHER_SERVER, '--waitress-opts', undefined, ['--threads=4']],
  [PRIVATE_WEBHOOKS, undefined, 'MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS', ['true', '1']],
])('%s', (message, option, variable, values) => {
  const cases = values.flatMap(value =>
    spellings(option, variable, value).map(([way, props, change]) => [value, way, props, change] as const),
  );
  test.each(cases)('%s by %s is an error', (_value, _way, props, change) => {
    expect(() => server(props, change)).toThrow(message);
  });
});

test('the patterns of the prop are read as MLflow reads them', () => {
  for (const allowedHosts of [['*'], [' *'], ['*:*']]) {
    expect(() => server({ allowedHosts })).toThrow(ANY_HOST);
  }
});

test.each<Spelling>(spellings('--app-name', undefined, 'basic-auth'))(
  'a login by %s alone is an error',
  (_, props, change) => {
    expect(() => server(props, change)).toThrow(UNSET_LOGIN);
  },
);

test('a second login is an error, and so is one that an override takes away', () => {
  expect(() => server({ auth: MlflowAuth.basic(), extraArgs: ['--app-name=mine'] })).toThrow(UNSET_LOGIN);
  for (const command of [['mlflow', 'server'], 'mlflow server --host 0.0.0.0']) {
    expect(() => server({ auth: MlflowAuth.basic() }, mlflow => mlflow.addOverride('command', command))).toThrow(
      LOST_LOGIN,
    );
  }
});

test('a command in either form that changes nothing of it is no error', () => {
  expect(() => server({}, mlflow => mlflow.addOverride('command', 'mlflow server --host 0.0.0.0'))).not.toThrow();
});

test('a switch that repeats the default is no error', () => {
  for (const value of ['false', 'False', '0', 'no', 'off', '']) {
    expect(() => server(environment('MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE', value))).not.toThrow();
  }
  expect(() => server({ allowedHosts: ['*.example.com'] })).not.toThrow();
});

test('the protections of an artifacts server hold too', () => {
  const app = new ComposeApp(testProject(), 'app');
  const artifactStore = new BucketInit(app, 'buckets', { server: new MinioService(app, 's3'), buckets: ['ours'] });
  new MlflowArtifactsService(app, 'artifacts', { artifactStore }).addOverride(
    'environment.MLFLOW_SERVER_ALLOWED_HOSTS',
    '*',
  );
  expect(() => app.toDefinition()).toThrow(`[app/artifacts] ${ANY_HOST}`);
});
