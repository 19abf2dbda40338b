import { ComposeApp, ContainerImage, Service, Volume, VolumeArtifactStore, VolumeArtifactStoreProps } from '../../src';
import { testProject } from '../test-project';

function bound(props?: VolumeArtifactStoreProps, times = 1) {
  const app = new ComposeApp(testProject(), 'app');
  app.expectPath('artifacts');
  const store = new VolumeArtifactStore(app, 'artifacts', props);
  const consumer = new Service(app, 'job', { image: ContainerImage.fromRegistry('alpine') });
  const config = [...Array(times)].map(() => store.bind(consumer))[0];
  return {
    app,
    config,
    get volumes() {
      return app.toDefinition().services.job.volumes;
    },
  };
}

test('artifacts are in a volume, whose folder the image makes for the user of MLflow', () => {
  const { app, config, volumes } = bound();
  expect({ ...config, destination: config.destination.toCompose() }).toEqual({
    destination: '/var/lib/mlflow-artifacts',
    writableFolders: ['/var/lib/mlflow-artifacts'],
  });
  expect(volumes).toEqual([{ type: 'volume', source: 'artifacts_volume', target: '/var/lib/mlflow-artifacts' }]);
  expect(app.toDefinition().volumes).toEqual({ artifacts_volume: {} });
});

test('bound twice, it is mounted once', () => {
  expect(bound({}, 2).volumes).toHaveLength(1);
});

test('volume, path and folder may be given', () => {
  const app = new ComposeApp(testProject(), 'app');
  const store = new VolumeArtifactStore(app, 'artifacts', {
    volume: new Volume(app, 'ours'),
    mountPath: '/data',
    folder: 'files',
  });
  const config = store.bind(new Service(app, 'job', { image: ContainerImage.fromRegistry('alpine') }));
  expect([config.destination.toCompose(), config.writableFolders]).toEqual(['/data/files', ['/data']]);
  expect(app.toDefinition().services.job.volumes).toEqual([{ type: 'volume', source: 'ours', target: '/data' }]);
});

test('a folder of the host may take the place of the volume', () => {
  const { app, volumes } = bound({ hostPath: '/srv/artifacts' });
  expect(volumes).toEqual([
    { type: 'bind', source: '/srv/artifacts', target: '/var/lib/mlflow-artifacts', bind: { create_host_path: false } },
  ]);
  expect(app.toDefinition().volumes).toBeUndefined();
});

test('a volume and a folder of the host at once are an error', () => {
  const app = new ComposeApp(testProject(), 'app');
  new VolumeArtifactStore(app, 'artifacts', { volume: new Volume(app, 'ours'), hostPath: '/srv' });
  expect(() => app.toDefinition()).toThrow('[app/artifacts] both volume and hostPath are set; keep one of them');
});
