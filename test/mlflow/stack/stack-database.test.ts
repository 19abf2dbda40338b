import { Construct } from 'constructs';
import {
  ContainerImage,
  DatabaseEngine,
  EnvValue,
  IBackendStore,
  MlflowStack,
  PostgresService,
  StackDatabase,
} from '../../../src';
import { testProject } from '../../test-project';

function stack(database?: StackDatabase): { stack: MlflowStack; definition: any; scheme: string } {
  const made = new MlflowStack(testProject(), 'mlflow', { database });
  const definition = made.toDefinition();
  return { stack: made, definition, scheme: definition.services.mlflow.environment.BACKEND_STORE_SCHEME };
}

test.each<[string, StackDatabase | undefined, string, boolean]>([
  ['the default', undefined, 'mysql+pymysql', true],
  ['mysql', StackDatabase.mysql(), 'mysql+pymysql', true],
  ['postgres', StackDatabase.postgres(), 'postgresql+psycopg2', true],
  ['sqlite', StackDatabase.sqlite(), 'sqlite', false],
  [
    'external',
    StackDatabase.external({
      engine: DatabaseEngine.mysql(),
      host: EnvValue.of('db.example.com'),
      database: EnvValue.of('runs'),
      user: EnvValue.of('me'),
    }),
    'mysql+pymysql',
    false,
  ],
])('%s selects the database', (_, database, scheme, isService) => {
  const made = stack(database);
  expect(made.scheme).toBe(scheme);
  expect('db' in made.definition.services).toBe(isService);
});

test('a URI can be the database too', () => {
  expect(
    stack(StackDatabase.uri({ pythonPackages: ['pymysql'] })).definition.services.mlflow.environment
      .BACKEND_STORE_URI_FILE,
  ).toBe('/run/secrets/db_uri');
});

test('props go to the server', () => {
  expect(
    stack(StackDatabase.mysql({ image: ContainerImage.fromRegistry('mysql:8.4') })).definition.services.db.image,
  ).toBe('mysql:8.4');
  expect(
    stack(StackDatabase.postgres({ image: ContainerImage.fromRegistry('postgres:16') })).definition.services.db.image,
  ).toBe('postgres:16');
});

test('the service of the database can be changed, where it is one', () => {
  const { stack: postgres } = stack(StackDatabase.postgres());
  postgres.db.addOverride('cpus', 2);
  expect(postgres.toDefinition().services.db.deploy.resources.limits.cpus).toBe('2');
  expect(postgres.database).toBe(postgres.db);
  expect(() => stack(StackDatabase.sqlite()).stack.db).toThrow(
    '[mlflow] the database is not a service of the stack; use `database` instead',
  );
});

test("a team's own database is a subclass", () => {
  class Tuned extends StackDatabase {
    public create(scope: Construct, id: string): IBackendStore {
      return new PostgresService(scope, id, { containerName: 'tuned' });
    }
  }
  expect(stack(new Tuned()).definition.services.db.container_name).toBe('tuned');
});
