import { ComposeApp, EnvValue, MlflowService, MlflowServiceProps } from '../../../src';
import { testProject } from '../../test-project';

function server(props: MlflowServiceProps = {}, prepare: (mlflow: MlflowService) => void = () => {}): any {
  const app = new ComposeApp(testProject(), 'app');
  prepare(new MlflowService(app, 'mlflow', props));
  return app.toDefinition().services.mlflow;
}

const environment = (name: string, value: string): MlflowServiceProps => ({
  environment: { [name]: EnvValue.of(value) },
});

const METRICS =
  "requires the Python package prometheus-flask-exporter, which the image does not have; add it to the MlflowImage with addPackages('prometheus-flask-exporter')";

test.each<[string, (mlflow: MlflowService) => void, MlflowServiceProps?]>([
  ['--expose-prometheus', () => {}, { extraArgs: ['--expose-prometheus', '/tmp/metrics'] }],
  ['--expose-prometheus', () => {}, { extraArgs: ['--expose-prometheus=/tmp/metrics'] }],
  ['--expose-prometheus', mlflow => mlflow.addOverride('command', 'mlflow server --expose-prometheus /tmp/metrics')],
  [
    '--expose-prometheus',
    mlflow => mlflow.addOverride('command', ['sh', '-c', 'exec mlflow server --expose-prometheus /tmp/metrics']),
  ],
  [
    '--expose-prometheus',
    mlflow =>
      ComposeApp.of(mlflow).addOverride('services.mlflow.command', [
        'mlflow',
        'server',
        '--expose-prometheus=/tmp/metrics',
      ]),
  ],
  ['MLFLOW_EXPOSE_PROMETHEUS', () => {}, environment('MLFLOW_EXPOSE_PROMETHEUS', '/tmp/metrics')],
  ['MLFLOW_EXPOSE_PROMETHEUS', mlflow => mlflow.addOverride('environment', ['MLFLOW_EXPOSE_PROMETHEUS=/tmp/metrics'])],
  ['MLFLOW_EXPOSE_PROMETHEUS', mlflow => mlflow.addOverride('environment', ['MLFLOW_EXPOSE_PROMETHEUS'])],
  ['prometheus_multiproc_dir', () => {}, environment('prometheus_multiproc_dir', '/tmp/metrics')],
])('%s without the package of the exporter is an error: %#', (name, change, props = {}) => {
  expect(() => server(props, change)).toThrow(`[app/mlflow] ${name} ${METRICS}`);
  expect(() =>
    server(props, mlflow => {
      change(mlflow);
      mlflow.dockerfile.addPackages('Prometheus_Flask.Exporter>=0.23');
    }),
  ).not.toThrow();
});

test.each(['MLFLOW_SERVER_JOB_HUEY_REDIS_URL', 'MLFLOW_GATEWAY_BUDGET_REDIS_URL'])(
  '%s without the package of Redis is an error',
  name => {
    expect(() => server(environment(name, 'redis://cache'))).toThrow(`${name} requires the Python package redis`);
    expect(() => server(environment(name, ''))).not.toThrow();
  },
);
