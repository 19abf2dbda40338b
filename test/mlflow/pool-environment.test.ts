import { ComposeApp, DatabasePoolOptions, Duration, MlflowService } from '../../src';
import { testProject } from '../test-project';

function server(databasePool?: DatabasePoolOptions): any {
  const app = new ComposeApp(testProject(), 'app');
  new MlflowService(app, 'mlflow', { databasePool });
  return app.toDefinition().services.mlflow;
}

test('each option of the pool reaches MLflow as a variable', () => {
  expect(server({ size: 10, maxOverflow: 20, recycle: Duration.minutes(5), poolClass: 'QueuePool', echo: true }).environment).toMatchObject({
    MLFLOW_SQLALCHEMYSTORE_POOL_SIZE: '10',
    MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW: '20',
    MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE: '300',
    MLFLOW_SQLALCHEMYSTORE_POOLCLASS: 'QueuePool',
    MLFLOW_SQLALCHEMYSTORE_ECHO: 'true',
  });
});

test('without options MLflow is left alone', () => {
  expect(Object.keys(server().environment).filter(name => name.startsWith('MLFLOW_SQLALCHEMYSTORE'))).toEqual([]);
});

test.each<[DatabasePoolOptions, string]>([
  [{ size: 0 }, 'size of the pool is 0'],
  [{ size: 1.5 }, 'size of the pool is 1.5'],
  [{ maxOverflow: -1 }, 'maxOverflow of the pool is -1'],
  [{ recycle: Duration.millis(100) }, 'recycle of the pool is 0.1'],
])('%j is an error, since MLflow would not see it', (pool, message) => {
  expect(() => server(pool)).toThrow(`[app/mlflow] ${message}; give a whole number of 1 or more`);
});
