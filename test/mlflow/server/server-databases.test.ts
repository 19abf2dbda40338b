import {
  ComposeApp,
  DatabaseEngine,
  DatabaseUri,
  EnvValue,
  ExternalDatabase,
  MlflowService,
  PostgresService,
  Secret,
  Volume,
} from '../../../src';
import { testProject } from '../../test-project';

function appWithDatabases() {
  const app = new ComposeApp(testProject(), 'app');
  const db = new PostgresService(app, 'db');
  const other = new PostgresService(app, 'other', {
    database: EnvValue.of('models'),
    databaseUser: EnvValue.of('models'),
    databasePassword: new Secret(app, 'OTHER'),
    volume: new Volume(app, 'other_volume'),
  });
  return { app, db, other };
}

test('a registry store has variables of its own, and the server waits for it', () => {
  const { app, db, other } = appWithDatabases();
  new MlflowService(app, 'mlflow', { backendStore: db, registryStore: other });
  const { environment, depends_on, secrets } = app.toDefinition().services.mlflow;
  expect(environment).toMatchObject({
    BACKEND_STORE_HOST: 'db',
    REGISTRY_STORE_HOST: 'other',
    REGISTRY_STORE_DATABASE: 'models',
    REGISTRY_STORE_PASSWORD_FILE: '/run/secrets/OTHER',
  });
  expect(Object.keys(depends_on)).toEqual(['db', 'other', 'mlflow_migrate']);
  expect(secrets).toEqual(expect.arrayContaining([{ source: 'POSTGRES_PASSWORD' }, { source: 'OTHER' }]));
});

test('so has a read replica', () => {
  const { app, db, other } = appWithDatabases();
  new MlflowService(app, 'mlflow', { backendStore: db, readReplica: other });
  expect(app.toDefinition().services.mlflow.environment).toMatchObject({
    READ_REPLICA_STORE_HOST: 'other',
    READ_REPLICA_STORE_USER: 'models',
  });
});

test('both at once are an error: MLflow reads models from the replica too', () => {
  const { app, db, other } = appWithDatabases();
  new MlflowService(app, 'mlflow', { backendStore: db, registryStore: other, readReplica: other });
  expect(() => app.toDefinition()).toThrow(
    '[app/mlflow] MLflow would read models from the read replica as well, where the registry store is not',
  );
});

test('the drivers of all databases are in the image, once each', () => {
  const { app, db } = appWithDatabases();
  const server = new MlflowService(app, 'mlflow', {
    backendStore: db,
    registryStore: new ExternalDatabase(app, 'company', {
      engine: DatabaseEngine.sqlServer(),
      host: EnvValue.of('sql.example.com'),
      database: EnvValue.of('models'),
      user: EnvValue.of('me'),
    }),
  });
  server.dockerfile.addDebianPackages('unixodbc');
  server.dockerfile.addWritableFolders('/srv/a', '/srv/a');
  const text = server.dockerfile.toText();
  expect(text).toMatch(/psycopg2\.txt[^]*pyodbc\.txt/);
  expect(text.match(/^RUN apt-get[^]*?$/gm)).toEqual(['RUN apt-get update -qq \\']);
  expect(text).toContain(
    'apt-get install -y -qq --no-install-recommends tdsodbc unixodbc \\\n && rm -rf /var/lib/apt/lists/*',
  );
  expect(text.match(/\/srv\/a/g)).toHaveLength(1);
});

test('of a URI the server knows the file alone', () => {
  const app = new ComposeApp(testProject(), 'app');
  new MlflowService(app, 'mlflow', { backendStore: new DatabaseUri(app, 'company', { pythonPackages: ['psycopg2'] }) });
  const { environment } = app.toDefinition().services.mlflow;
  expect(Object.keys(environment).filter(name => name.startsWith('BACKEND_STORE'))).toEqual(['BACKEND_STORE_URI_FILE']);
  expect(environment.BACKEND_STORE_URI_FILE).toBe('/run/secrets/company_uri');
});
