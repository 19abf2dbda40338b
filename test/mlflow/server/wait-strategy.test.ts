import {
  ComposeApp,
  DatabaseEngine,
  EnvValue,
  EnvVariable,
  ExternalDatabase,
  MlflowService,
  MysqlService,
  SqliteStore,
  WaitStrategy,
} from '../../../src';
import { testProject } from '../../test-project';

function withMysql(waitStrategy?: WaitStrategy): { server: MlflowService; definition: any } {
  const app = new ComposeApp(testProject(), 'app');
  const server = new MlflowService(app, 'mlflow', { backendStore: new MysqlService(app, 'db'), waitStrategy });
  return { server, definition: app.toDefinition().services.mlflow };
}

test('by default the server is started when its database is healthy, and knows for how long to wait', () => {
  const { definition, server } = withMysql();
  expect(definition.depends_on.db).toEqual({ condition: 'service_healthy' });
  expect(definition.command.slice(0, 2)).toEqual(['mlflow', 'server']);
  expect(definition.environment.DATABASE_TIMEOUT).toBe('90');
  expect(server.dockerfile.toText()).not.toContain('wait-for-it');
});

test('the time may be given', () => {
  expect(withMysql(WaitStrategy.health({ timeout: 20 })).definition.environment.DATABASE_TIMEOUT).toBe('20');
});

test('wait-for-it comes before the command, as in a manual setup, and is in the image', () => {
  const { definition, server } = withMysql(WaitStrategy.waitForIt({ timeout: 30 }));
  expect(definition.command.slice(0, 7)).toEqual(['wait-for-it', 'db:3306', '-t', '30', '--', 'mlflow', 'server']);
  expect(definition.depends_on).toEqual({
    db: { condition: 'service_started' },
    mlflow_migrate: { condition: 'service_completed_successfully' },
  });
  expect(server.dockerfile.toText()).toContain('apt-get install -y -qq --no-install-recommends wait-for-it');
  expect(withMysql(WaitStrategy.waitForIt()).definition.command.slice(2, 4)).toEqual(['-t', '90']);
});

test('arguments of a subclass come after those of the server', () => {
  class Server extends MlflowService {
    protected renderCommand(): string[] {
      return [...super.renderCommand(), '--dev'];
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  new Server(app, 'mlflow', {
    workers: 3,
    backendStore: new MysqlService(app, 'db'),
    waitStrategy: WaitStrategy.waitForIt(),
  });
  expect(app.toDefinition().services.mlflow.command).toEqual([
    'wait-for-it',
    'db:3306',
    '-t',
    '90',
    '--',
    'mlflow',
    'server',
    '--host',
    '0.0.0.0',
    '--port',
    '5000',
    '--workers',
    '3',
    '--dev',
  ]);
});

test('wait-for-it waits for an external database if its address is known', () => {
  const app = new ComposeApp(testProject(), 'app');
  const props = { engine: DatabaseEngine.postgres(), database: EnvValue.of('runs'), user: EnvValue.of('me') };
  new MlflowService(app, 'one', {
    backendStore: new ExternalDatabase(app, 'company', { ...props, host: EnvValue.of('db.example.com') }),
    waitStrategy: WaitStrategy.waitForIt(),
  });
  expect(app.toDefinition().services.one.command[1]).toBe('db.example.com:5432');
  new MlflowService(app, 'two', {
    backendStore: new ExternalDatabase(app, 'other', { ...props, host: new EnvVariable(app, 'DB_HOST') }),
    waitStrategy: WaitStrategy.waitForIt(),
    port: 5001,
  });
  expect(() => app.toDefinition()).toThrow(
    '[app/two] wait-for-it needs the host and port of the database at synthesis, but they are unknown',
  );
});

test('a database in a file needs no wait', () => {
  const app = new ComposeApp(testProject(), 'app');
  new MlflowService(app, 'mlflow', {
    backendStore: new SqliteStore(app, 'sqlite'),
    waitStrategy: WaitStrategy.waitForIt(),
  });
  expect(() => app.toDefinition()).toThrow('use WaitStrategy.health()');
});

test.each([0, 1.5, NaN])('%d seconds are an error', timeout => {
  expect(() => withMysql(WaitStrategy.health({ timeout }))).toThrow(
    `[app/mlflow] \`timeout\` of the wait strategy is ${timeout}; set it to whole seconds, 1 or more`,
  );
});
