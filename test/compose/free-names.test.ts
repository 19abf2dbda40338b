import {
  BucketInit, ComposeApp, GarageService, MinioService, MlflowAuth, MlflowService, MysqlService, PostgresService, RustfsService, SeaweedfsService,
  Service, VersityGwService,
} from '../../src';
import { testProject } from '../test-project';

type Make = (app: ComposeApp, id: string) => Service;

const SERVICES: { [kind: string]: Make } = {
  mysql: (app, id) => new MysqlService(app, id),
  postgres: (app, id) => new PostgresService(app, id),
  minio: (app, id) => new MinioService(app, id),
  rustfs: (app, id) => new RustfsService(app, id),
  seaweedfs: (app, id) => new SeaweedfsService(app, id),
  garage: (app, id) => new GarageService(app, id),
  versitygw: (app, id) => new VersityGwService(app, id),
  buckets: (app, id) => new BucketInit(app, id, { server: new MinioService(app, `${id}-server`) }),
};

test.each(Object.entries(SERVICES))('several services of one kind work without further props, and the first keeps the usual names: %s', (_, make) => {
  const [alone, app] = [1, 2].map(() => new ComposeApp(testProject(), 'app'));
  make(alone, 'one');
  make(app, 'one');
  make(app, 'two-2');
  make(app, '3');
  const [first, all] = [alone.toDefinition(), app.toDefinition()];
  expect(all.services).toMatchObject(first.services);
  for (const section of ['volumes', 'secrets', 'configs']) {
    expect(Object.keys(all[section] ?? {})).toEqual(expect.arrayContaining(Object.keys(first[section] ?? {})));
    expect(Object.keys(all[section] ?? {})).toHaveLength(3 * Object.keys(first[section] ?? {}).length);
  }
});

test('names begin with the id of the service, in the form of their kind', () => {
  const app = new ComposeApp(testProject(), 'app');
  ['db', 'my-other.db', '2nd'].forEach(id => new MysqlService(app, id));
  const { volumes, secrets } = app.toDefinition();
  expect(Object.keys(volumes).sort()).toEqual(['2nd_db_volume', 'db_volume', 'my-other.db_db_volume']);
  expect(Object.keys(secrets)).toEqual(expect.arrayContaining(['MYSQL_PASSWORD', 'MY_OTHER_DB_MYSQL_PASSWORD', '_2ND_MYSQL_PASSWORD']));
  expect(app.variables.map(({ variableName }) => variableName)).toContain('MY_OTHER_DB_MYSQL_USER');
});

test('each S3 server publishes ports that no other service of the app does', () => {
  const app = new ComposeApp(testProject(), 'app');
  new MinioService(app, 's3');
  new MinioService(app, 'archive');
  new MinioService(app, 'given', { apiPort: 9100, consolePort: 9101 });
  const ports = app.services.flatMap(({ publishedPorts }) => publishedPorts.map(({ published }) => published));
  expect(ports).toEqual([9000, 9001, 9002, 9003, 9100, 9101]);
});

test('several servers with a login work in one app, each with users of its own', () => {
  const app = new ComposeApp(testProject(), 'app');
  const artifactStore = new BucketInit(app, 'buckets', { server: new MinioService(app, 's3') });
  ['one', 'two'].forEach((id, index) => new MlflowService(app, id, { artifactStore, backendStore: new MysqlService(app, `${id}-db`), port: 5000 + index, auth: MlflowAuth.basic() }));
  const { volumes, secrets } = app.toDefinition();
  expect(Object.keys(volumes)).toEqual(expect.arrayContaining(['users_volume', 'two_users_volume']));
  expect(Object.keys(secrets)).toEqual(expect.arrayContaining(['MLFLOW_AUTH_ADMIN_PASSWORD', 'TWO_MLFLOW_AUTH_ADMIN_PASSWORD']));
});
