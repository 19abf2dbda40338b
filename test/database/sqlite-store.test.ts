import { ComposeApp, ContainerImage, Service, SqliteStore, Volume } from '../../src';
import { testProject } from '../test-project';

function appWithConsumer(): { app: ComposeApp; consumer: Service } {
  const app = new ComposeApp(testProject(), 'app');
  return { app, consumer: new Service(app, 'job', { image: ContainerImage.fromRegistry('alpine') }) };
}

test('the database is a file in a volume, whose folder the image makes for the user of MLflow', () => {
  const { app, consumer } = appWithConsumer();
  const config = new SqliteStore(app, 'sqlite').bind(consumer);
  expect({ ...config, database: config.database!.toCompose() }).toEqual({
    scheme: 'sqlite',
    database: '/var/lib/mlflow-sqlite/mlflow.db',
    writableFolders: ['/var/lib/mlflow-sqlite'],
  });
  expect(app.toDefinition().services.job.volumes).toEqual([
    { type: 'volume', source: 'sqlite_volume', target: '/var/lib/mlflow-sqlite' },
  ]);
});

test('volume and path can be set, and binding twice mounts once', () => {
  const { app, consumer } = appWithConsumer();
  const store = new SqliteStore(app, 'sqlite', { volume: new Volume(app, 'ours'), mountPath: '/data' });
  store.bind(consumer);
  expect(store.bind(consumer).database!.toCompose()).toBe('/data/mlflow.db');
  expect(app.toDefinition().services.job.volumes).toEqual([{ type: 'volume', source: 'ours', target: '/data' }]);
  expect(Object.keys(app.toDefinition().volumes)).toEqual(['ours']);
});
