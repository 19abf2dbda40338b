import { BucketInit, ComposeApp, MinioService, MlflowService, MlflowServiceProps, PostgresService } from '../../../src';
import { testProject } from '../../test-project';

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

test('the image makes the folder for the user of the server, once, and has no driver', () => {
  const text = mlflow().server.dockerfile.toText();
  expect(text.match(/install -d -o 10001 -g 10001 \/var\/lib\/mlflow$/gm)).toHaveLength(1);
  expect(text).not.toMatch(/boto3\.txt|pymysql|psycopg2/);
});

test('two such servers have volumes of their own', () => {
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
