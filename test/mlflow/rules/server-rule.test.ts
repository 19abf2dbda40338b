import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ComposeApp, ComposeOverlay, EnvValue, MlflowService, MlflowServiceProps } from '../../../src';
import { SetKey } from '../../set-key';
import { testProject } from '../../test-project';

const MIDDLEWARE = 'MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE';
const OFF = "[app/mlflow] MLflow's security middleware is disabled, which checks the Host header and the origin";
const UNKNOWN = '[app/mlflow] its env_file "server.env" cannot be read at synthesis and may set';

/** What is wrong with a server beside which a file `server.env` is. */
function told(
  text: string | undefined,
  change: (mlflow: MlflowService, app: ComposeApp) => void,
  props: MlflowServiceProps = {},
): string {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  const mlflow = new MlflowService(app, 'mlflow', props);
  change(mlflow, app);
  if (text === undefined) {
    app.expectPath('server.env');
  } else {
    writeFileSync(join(project.outdir, 'server.env'), text);
  }
  try {
    app.toDefinition();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const spellings: [string, (mlflow: MlflowService, app: ComposeApp) => void, MlflowServiceProps][] = [
  ['a text', mlflow => mlflow.addOverride('env_file', 'server.env'), {}],
  ['a list', mlflow => mlflow.addOverride('env_file', ['./server.env']), {}],
  ['a map', mlflow => mlflow.addOverride('env_file', [{ path: 'server.env', required: false }]), {}],
  ['the raw format', mlflow => mlflow.addOverride('env_file', [{ path: 'server.env', format: 'raw' }]), {}],
  ['a mixin', mlflow => mlflow.with(new SetKey('env_file', ['server.env'])), {}],
  ['spec', () => {}, { spec: { envFile: [{ path: 'server.env' }] } }],
  ['the app', (_, app) => app.addOverride('services.mlflow.env_file', 'server.env'), {}],
  [
    'an overlay',
    (_, app) => new ComposeOverlay(app, 'overlay').addOverride('services.mlflow.env_file', ['server.env']),
    {},
  ],
];

test.each(spellings)('a file by %s that turns a protection off is an error, another one is not', (_, change, props) => {
  expect(told(`${MIDDLEWARE}=true\n`, change, props)).toContain(OFF.slice('[app/mlflow] '.length));
  expect(told('MLFLOW_GUNICORN_OPTS=--timeout 60\n', change, props)).toContain(
    'MLflow would run on a web server that skips some of its security checks',
  );
  expect(told('MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS=1\n', change, props)).toContain(
    'webhooks may call private IP addresses',
  );
  expect(told('MLFLOW_EXPOSE_PROMETHEUS=/tmp/metrics\n', change, props)).toContain(
    'MLFLOW_EXPOSE_PROMETHEUS requires the Python package prometheus-flask-exporter',
  );
  expect(told(`# ${MIDDLEWARE}=true\nOTHER=true\n${MIDDLEWARE}=false\n`, change, props)).toBe('');
});

const asText = spellings[0][1];

test.each([
  `export ${MIDDLEWARE}=true`,
  `${MIDDLEWARE}: true`,
  `  ${MIDDLEWARE} = yes # a comment`,
  `${MIDDLEWARE}="true"`,
  `${MIDDLEWARE}='1'`,
  `${MIDDLEWARE}=\${ANY}`,
  `ANY=true\n${MIDDLEWARE}=$ANY`,
  MIDDLEWARE,
  `${MIDDLEWARE}=false\n${MIDDLEWARE}=true`,
])('the line %j turns the protection off', line => {
  expect(told(line, asText)).toContain(OFF);
});

test('hosts of a file count where nothing is left of those that the server sets', () => {
  const change = (mlflow: MlflowService) => {
    asText(mlflow, ComposeApp.of(mlflow));
    mlflow.addOverride('environment', {});
  };
  expect(told('MLFLOW_SERVER_ALLOWED_HOSTS=*\n', change)).toContain('every Host header is allowed');
  expect(told('MLFLOW_SERVER_ALLOWED_HOSTS=mlflow.example.com\n', change)).toBe('');
  expect(told('MLFLOW_SERVER_ALLOWED_HOSTS=*\n', asText)).toBe(''); // `environment` wins
});

test('a missing file may set everything that `environment` does not set', () => {
  expect(told(undefined, asText)).toContain(
    `${UNKNOWN} ${MIDDLEWARE}, which disables a protection; create the file before synthesis, or set ${MIDDLEWARE} to ""`,
  );
  expect(
    told(undefined, mlflow => mlflow.addOverride('env_file', [{ path: 'server.env', required: false }])),
  ).toContain(UNKNOWN);
  const off = [MIDDLEWARE, 'MLFLOW_GUNICORN_OPTS', 'MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS'];
  expect(told(undefined, asText, { environment: Object.fromEntries(off.map(name => [name, EnvValue.of('')])) })).toBe(
    '',
  );
});
