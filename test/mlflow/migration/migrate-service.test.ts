import {
  BackendStoreConfig,
  BucketInit,
  ComposeApp,
  EnvValue,
  IBackendStore,
  MigrateService,
  MigrateServiceOptions,
  MinioService,
  MlflowAuth,
  MlflowImage,
  MlflowService,
  MlflowStack,
  MysqlService,
  RestartPolicy,
} from '../../../src';
import { testProject } from '../../test-project';

class ForeignStore implements IBackendStore {
  public bind(): BackendStoreConfig {
    return {
      scheme: 'postgresql',
      host: EnvValue.of('db.example.com'),
      database: EnvValue.of('users'),
      pythonPackages: ['psycopg2'],
    };
  }
}

function migration(
  options: MigrateServiceOptions = {},
  backendStore?: IBackendStore,
): { app: ComposeApp; service: MigrateService; definition: any } {
  const app = new ComposeApp(testProject(), 'app');
  const dockerfile = new MlflowImage(app, 'image', { directory: 'mlflow' });
  const service = new MigrateService(app, 'migrate', {
    ...options,
    dockerfile,
    backendStore: backendStore ?? new MysqlService(app, 'db'),
  });
  return {
    app,
    service,
    get definition() {
      return app.toDefinition().services.migrate;
    },
  };
}

test('it is an init job of the image, with a way to databases elsewhere, that is tried again a few times', () => {
  const { definition } = migration();
  expect(definition).toMatchObject({
    build: { context: './mlflow' },
    command: ['mlflow-migrate'],
    depends_on: { db: { condition: 'service_started' } }, // it checks the database itself, and loads MLflow meanwhile
    networks: ['internal'],
    restart: 'on-failure:5',
    read_only: true,
    healthcheck: { disable: true }, // that of the image is for its server
  });
  expect(definition).not.toHaveProperty('ports');
});

test('it knows the database by the same parts as the server', () => {
  expect(migration().definition.environment).toMatchObject({
    BACKEND_STORE_SCHEME: 'mysql+pymysql',
    BACKEND_STORE_HOST: 'db',
    BACKEND_STORE_PASSWORD_FILE: '/run/secrets/MYSQL_PASSWORD',
  });
});

test('it sees how much is free on the disk of a database of the app, and can write nothing there', () => {
  const { definition } = migration();
  expect(definition.volumes).toContainEqual({
    type: 'volume',
    source: 'db_volume',
    target: '/mnt/backend-store',
    read_only: true,
  });
  expect(definition.environment.MIGRATE_DATA_PATH).toBe('/mnt/backend-store');
  expect(migration({}, new ForeignStore()).definition.environment).not.toHaveProperty('MIGRATE_DATA_PATH');
});

test('limit, waiting time and restart policy can be set', () => {
  const { definition } = migration({ diskLimit: '50g', waitSeconds: 0, restart: RestartPolicy.NO });
  expect(definition.environment).toMatchObject({ MIGRATE_DISK_LIMIT: '50g', MIGRATE_WAIT_SECONDS: '0' });
  expect(definition.restart).toBe('no');
});

test('another database is migrated as well, and its driver is in the image', () => {
  const { app, service } = migration();
  service.addDatabase('AUTH_STORE', new ForeignStore());
  expect(app.toDefinition().services.migrate.environment).toMatchObject({
    AUTH_STORE_SCHEME: 'postgresql',
    AUTH_STORE_HOST: 'db.example.com',
  });
  expect((app.node.findChild('image') as MlflowImage).toText()).toContain('psycopg2');
});

test.each([
  [{ diskLimit: 'much' }, '`diskLimit` is "much", which is not a size'],
  [{ diskLimit: '50' }, '`diskLimit` is "50", which is not a size'],
  [{ waitSeconds: -1 }, '`waitSeconds` is -1'],
  [{ waitSeconds: 0.5 }, '`waitSeconds` is 0.5'],
])('a setting that cannot be, %j, is an error', (options, message) => {
  expect(() => migration(options).app.toDefinition()).toThrow(`[app/migrate] ${message}`);
});

describe('of a server', () => {
  function server(options: { migrate?: boolean; own?: boolean }): { app: ComposeApp; server: MlflowService } {
    const app = new ComposeApp(testProject(), 'app');
    const backendStore = new MysqlService(app, 'db');
    const dockerfile = new MlflowImage(app, 'image', { directory: 'mlflow' });
    return {
      app,
      server: new MlflowService(app, 'tracking', {
        backendStore,
        dockerfile,
        artifactStore: new BucketInit(app, 'buckets', { server: new MinioService(app, 's3') }),
        migrate: options.migrate,
        migration: options.own ? new MigrateService(app, 'schema', { dockerfile, backendStore }) : undefined,
      }),
    };
  }

  test('one is made by default, and the server waits for its good end', () => {
    const { services } = server({}).app.toDefinition();
    expect(services.tracking.depends_on.tracking_migrate).toEqual({ condition: 'service_completed_successfully' });
    expect(services.tracking_migrate.build).toEqual(services.tracking.build);
  });

  test('one of the team takes its place', () => {
    const { services } = server({ own: true }).app.toDefinition();
    expect(services.tracking.depends_on.schema).toEqual({ condition: 'service_completed_successfully' });
    expect(services).not.toHaveProperty('tracking_migrate');
  });

  test('`migrate: false` creates none', () => {
    const {
      app,
      server: { migration: none },
    } = server({ migrate: false });
    expect(none).toBeUndefined();
    expect(Object.keys(app.toDefinition().services)).not.toContain('tracking_migrate');
  });
});

test('the users of basic-auth are migrated as well', () => {
  const { services } = new MlflowStack(testProject(), 'mlflow', { auth: MlflowAuth.basic() }).toDefinition();
  expect(services.migrate.environment).toMatchObject({
    AUTH_STORE_SCHEME: 'sqlite',
    AUTH_STORE_DATABASE: '/var/lib/mlflow-users/mlflow.db',
  });
  expect(services.migrate.volumes).toContainEqual(expect.objectContaining({ target: '/var/lib/mlflow-users' }));
});

test('in the stack it is called migrate, and takes settings', () => {
  const stack = new MlflowStack(testProject(), 'mlflow', { migrate: { diskLimit: '2g' } });
  expect(stack.toDefinition().services.migrate.environment.MIGRATE_DISK_LIMIT).toBe('2g');
  expect(stack.migration).toBe(stack.mlflow.migration);
  expect(
    new MlflowStack(testProject(), 'mlflow', { server: { migrate: false } }).toDefinition().services,
  ).not.toHaveProperty('migrate');
});
