import {
  ComposeApp,
  ComposeTemplate,
  Duration,
  KubernetesApp,
  KubernetesTemplate,
  MlflowAuth,
  MlflowCleanup,
  MlflowCleanupProps,
  MlflowService,
  MlflowStack,
  MysqlService,
  PostgresService,
  Schedule,
  StackDatabase,
} from '../../../src';
import { testProject } from '../../test-project';

const cleanup = { olderThan: Duration.days(30), schedule: Schedule.weekly('sunday', '04:00') };

function stackWithCleanup(props: Partial<MlflowCleanupProps> = {}): MlflowStack {
  return new MlflowStack(testProject(), 'mlflow', {
    auth: MlflowAuth.basic(),
    server: { staticPrefix: '/ml' },
    cleanup: { ...cleanup, ...props },
  });
}

test('the service of the stack', () => {
  const { services, volumes } = stackWithCleanup().toDefinition();
  expect(services.cleanup).toMatchSnapshot();
  expect(Object.keys(volumes)).toContain('cleanup_record');
});

test('it has the two stores, and neither the login nor the keys of the server', () => {
  const { services } = stackWithCleanup().toDefinition();
  expect(services.cleanup.secrets.map(({ source }: any) => source).sort()).toEqual([
    'AWS_SECRET_ACCESS_KEY',
    'MYSQL_PASSWORD',
  ]);
  expect(services.cleanup.networks).toEqual(['internal']);
  expect(services.cleanup.ports).toBeUndefined();
});

test('the image has the scheduler, and without a clean-up it has not', () => {
  expect(stackWithCleanup().mlflow.dockerfile.toText()).toContain('/requirements/cronsim.txt');
  expect(new MlflowStack(testProject(), 'mlflow').mlflow.dockerfile.toText()).not.toContain('scheduler');
});

test.each([
  [Duration.days(30), '30d'],
  [Duration.days(0), '0d'],
  [Duration.hours(36), '129600s'],
  [Duration.seconds(1), '1s'],
])('mlflow gc gets the age %#', (olderThan, age) => {
  const { entrypoint } = stackWithCleanup({ olderThan, extraArgs: ['--jobs'] }).toDefinition().services.cleanup;
  expect(entrypoint.slice(-5)).toEqual(['mlflow', 'gc', '--older-than', age, '--jobs']);
});

test.each([
  [{ olderThan: Duration.millis(500) }, '`olderThan` is 500ms; set it to whole seconds, such as Duration.days(30)'],
  [{ extraArgs: ['--older-than=1d'] }, '`extraArgs` has --older-than, which `olderThan` sets; remove it'],
  [
    { extraArgs: ['--all-workspaces'] },
    '`extraArgs` has --all-workspaces, and artifacts of workspaces are removed by the server only; run `mlflow gc` in its container',
  ],
])('bad input is an error: %#', (props, message) => {
  expect(() => stackWithCleanup(props).toDefinition()).toThrow(`[mlflow/cleanup] ${message}`);
});

test('the stores of a server with an SQLite file and a folder are its volume, and it needs no network', () => {
  const app = new ComposeApp(testProject(), 'app');
  const server = new MlflowService(app, 'mlflow');
  new MlflowCleanup(app, 'cleanup', { ...cleanup, server });
  ComposeTemplate.fromApp(app).hasService('cleanup', {
    network_mode: 'none',
    depends_on: { mlflow: { condition: 'service_healthy' } },
    environment: {
      BACKEND_STORE_SCHEME: 'sqlite',
      BACKEND_STORE_DATABASE: '/var/lib/mlflow/mlflow.db',
      MLFLOW_ARTIFACTS_DESTINATION: '/var/lib/mlflow/artifacts',
    },
  });
});

test('the database of a separate registry is not its concern', () => {
  const app = new ComposeApp(testProject(), 'app');
  const server = new MlflowService(app, 'mlflow', {
    backendStore: new PostgresService(app, 'db'),
    registryStore: new MysqlService(app, 'registry'),
  });
  new MlflowCleanup(app, 'cleanup', { ...cleanup, server });
  const { environment } = app.toDefinition().services.cleanup;
  expect(Object.keys(environment).filter(name => name.startsWith('REGISTRY_'))).toEqual([]);
});

test('in a cluster it is a CronJob', () => {
  const stack = new MlflowStack(testProject(), 'mlflow', { database: StackDatabase.postgres(), cleanup });
  const cluster = new KubernetesApp(stack, 'kubernetes', { imageRepository: 'registry.example.com/ml' });
  cluster.addOverride('CronJob/cleanup', 'spec.suspend', true);
  KubernetesTemplate.fromApp(cluster).hasObject('CronJob', 'cleanup', {
    spec: { schedule: '0 4 * * 0', timeZone: 'UTC', suspend: true },
  });
  const { spec } = cluster.toObjects().find(({ kind }) => kind === 'CronJob');
  expect(spec.jobTemplate.spec.template.spec.containers[0].args).toEqual(['now']);
});
