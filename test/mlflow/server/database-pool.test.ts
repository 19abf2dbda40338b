import { ComposeApp, DatabasePoolOptions, Duration, MlflowService } from '../../../src';
import { testProject } from '../../test-project';

function server(databasePool?: DatabasePoolOptions, workers?: number): any {
  const app = new ComposeApp(testProject(), 'app');
  new MlflowService(app, 'mlflow', { databasePool, workers });
  return app.toDefinition().services.mlflow;
}

test('each option of the pool reaches MLflow as a variable', () => {
  expect(
    server({ size: 10, maxOverflow: 20, recycle: Duration.minutes(5), poolClass: 'QueuePool', echo: true }).environment,
  ).toMatchObject({
    MLFLOW_SQLALCHEMYSTORE_POOL_SIZE: '10',
    MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW: '20',
    MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE: '300',
    MLFLOW_SQLALCHEMYSTORE_POOLCLASS: 'QueuePool',
    MLFLOW_SQLALCHEMYSTORE_ECHO: 'true',
  });
});

test.each([1, 2, 3])(
  'without options MLflow is left alone for %d workers, whose 2 pools of 15 connections each a database with its defaults allows',
  workers => {
    expect(
      Object.keys(server(undefined, workers).environment).filter(name => name.startsWith('MLFLOW_SQLALCHEMYSTORE')),
    ).toEqual([]);
  },
);

test.each([undefined, 4, 8, 22])(
  '%p workers together have no more connections than PostgreSQL allows by default',
  workers => {
    const { command, environment } = server({ echo: true }, workers);
    const { MLFLOW_SQLALCHEMYSTORE_POOL_SIZE: size = '5', MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW: overflow } = environment;
    expect(Number(size)).toBeGreaterThanOrEqual(1);
    expect(Number(overflow)).toBeGreaterThanOrEqual(1);
    expect(
      2 * Number(command[command.indexOf('--workers') + 1]) * (Number(size) + Number(overflow)),
    ).toBeLessThanOrEqual(97);
  },
);

test.each<DatabasePoolOptions>([{ size: 5 }, { maxOverflow: 10 }, { poolClass: 'NullPool' }])(
  'a pool of %j is not changed for many workers',
  pool => {
    const pools = Object.keys(server(pool, 8).environment).filter(name => name.startsWith('MLFLOW_SQLALCHEMYSTORE'));
    expect(pools).toHaveLength(1);
  },
);

test.each<[DatabasePoolOptions, string]>([
  [{ size: 0 }, '`databasePool.size` is 0'],
  [{ size: 1.5 }, '`databasePool.size` is 1.5'],
  [{ maxOverflow: -1 }, '`databasePool.maxOverflow` is -1'],
  [{ recycle: Duration.millis(100) }, '`databasePool.recycle` is 0.1'],
])('%j is an error, since MLflow would not see it', (pool, message) => {
  expect(() => server(pool)).toThrow(`[app/mlflow] ${message}; set it to a whole number of 1 or more`);
});
