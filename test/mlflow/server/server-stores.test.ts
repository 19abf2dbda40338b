import {
  BucketInit,
  ComposeApp,
  DatabaseEngine,
  DatabaseUri,
  EnvValue,
  ExternalDatabase,
  MinioService,
  MlflowService,
  MlflowServiceProps,
  PostgresService,
  Secret,
  Volume,
} from '../../../src';
import { storeEnvironment } from '../../../src/mlflow/server/server-stores';
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

test('a registry store has separate variables, and the server waits for it', () => {
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
    '[app/mlflow] MLflow would also read models from the read replica, which does not have those of the registry store',
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

function mlflow(props: (app: ComposeApp) => MlflowServiceProps = () => ({})): {
  server: MlflowService;
  definition: any;
} {
  const app = new ComposeApp(testProject(), 'app');
  const server = new MlflowService(app, 'mlflow', props(app));
  return { server, definition: app.toDefinition() };
}

test('a server without stores is one container, with a file and a folder in one volume', () => {
  const { definition } = mlflow();
  expect(Object.keys(definition.services)).toEqual(['mlflow']);
  expect(definition.volumes).toEqual({ mlflow_data: {} });
  expect(definition.services.mlflow.volumes).toEqual([
    { type: 'volume', source: 'mlflow_data', target: '/var/lib/mlflow' },
  ]);
  expect(definition.services.mlflow.environment).toMatchObject({
    MIGRATE_AT_START: 'true',
    BACKEND_STORE_SCHEME: 'sqlite',
    BACKEND_STORE_DATABASE: '/var/lib/mlflow/mlflow.db',
    MLFLOW_ARTIFACTS_DESTINATION: '/var/lib/mlflow/artifacts',
  });
  expect(definition.services.mlflow).not.toHaveProperty('depends_on');
  expect(Object.keys(definition.secrets)).toEqual([
    'MLFLOW_CRYPTO_KEK_PASSPHRASE',
    'MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY',
  ]);
});

test('the image creates the folder for the user of the server, once, and has no driver', () => {
  const text = mlflow().server.dockerfile.toText();
  expect(text.match(/install -d -o 10001 -g 10001 \/var\/lib\/mlflow$/gm)).toHaveLength(1);
  expect(text).not.toMatch(/boto3\.txt|pymysql|psycopg2/);
});

test('two such servers have separate volumes', () => {
  const app = new ComposeApp(testProject(), 'app');
  new MlflowService(app, 'one');
  new MlflowService(app, 'two', { port: 5001 });
  expect(Object.keys(app.toDefinition().volumes)).toEqual(['one_data', 'two_data']);
});

test('one store may be given, and the other one is embedded', () => {
  const database = mlflow(app => ({ backendStore: new PostgresService(app, 'db') })).definition;
  expect(database.services.mlflow.environment).not.toHaveProperty('MIGRATE_AT_START');
  expect(Object.keys(database.volumes)).toEqual(['postgres_volume', 'mlflow_data']);
  expect(database.services.mlflow.environment).toMatchObject({
    BACKEND_STORE_SCHEME: 'postgresql+psycopg2',
    MLFLOW_ARTIFACTS_DESTINATION: '/var/lib/mlflow/artifacts',
  });
  const objects = mlflow(app => ({
    artifactStore: new BucketInit(app, 'buckets', { server: new MinioService(app, 's3') }),
  })).definition;
  expect(Object.keys(objects.volumes)).toEqual(['minio_volume', 'mlflow_data', 'mlflow_scratch_volume']);
  expect(objects.services.mlflow.environment).toMatchObject({
    BACKEND_STORE_SCHEME: 'sqlite',
    MLFLOW_ARTIFACTS_DESTINATION: 's3://${AWS_BUCKET_NAME:?set it in .env}/',
  });
});

function environmentOf(...args: Parameters<typeof storeEnvironment>): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(storeEnvironment(...args)).map(([name, value]) => [name, value.toCompose()]),
  );
}

test('each part of the URI is a variable of the store', () => {
  expect(
    environmentOf('AUTH_STORE', {
      scheme: 'postgresql+psycopg2',
      host: EnvValue.of('pg'),
      port: 5432,
      database: EnvValue.of('auth'),
      user: EnvValue.of('me'),
      passwordFile: '/run/secrets/PASSWORD',
      query: 'sslmode=require',
      pythonPackages: ['psycopg2-binary'],
    }),
  ).toEqual({
    AUTH_STORE_SCHEME: 'postgresql+psycopg2',
    AUTH_STORE_HOST: 'pg',
    AUTH_STORE_PORT: '5432',
    AUTH_STORE_DATABASE: 'auth',
    AUTH_STORE_USER: 'me',
    AUTH_STORE_PASSWORD_FILE: '/run/secrets/PASSWORD',
    AUTH_STORE_QUERY: 'sslmode=require',
  });
});

test('parts that a store does not have are no variables', () => {
  expect(environmentOf('BACKEND_STORE', { scheme: 'sqlite', database: EnvValue.of('/data/mlflow.db') })).toEqual({
    BACKEND_STORE_SCHEME: 'sqlite',
    BACKEND_STORE_DATABASE: '/data/mlflow.db',
  });
});

test('a password may be a value too', () => {
  expect(
    environmentOf('BACKEND_STORE', { scheme: 's', database: EnvValue.of('d'), password: EnvValue.of('p') }),
  ).toHaveProperty('BACKEND_STORE_PASSWORD', 'p');
});
