import {
  ComposeApp,
  EnvValue,
  IArtifactStore,
  MlflowArtifactsService,
  MlflowImage,
  MlflowLogLevel,
  MlflowRuntime,
  MlflowServer,
  MlflowServerOptions,
  MlflowService,
  SqliteStore,
  Volume,
  VolumeArtifactStore,
} from '../../../src';
import { testProject } from '../../test-project';

const s3: IArtifactStore = { bind: () => ({ destination: EnvValue.of('s3://models/') }) };

type Make = (app: ComposeApp, options: MlflowServerOptions) => MlflowServer;

/** What all servers have in common, for each of them. */
const servers: [string, Make][] = [
  ['MlflowService', (app, options) => new MlflowService(app, 'server', options)],
  [
    'MlflowArtifactsService',
    (app, options) =>
      new MlflowArtifactsService(app, 'server', { artifactStore: new VolumeArtifactStore(app, 'store'), ...options }),
  ],
];

function serverWith(make: Make, options: (app: ComposeApp) => MlflowServerOptions = () => ({})) {
  const app = new ComposeApp(testProject(), 'app');
  const server = make(app, options(app));
  return {
    server,
    get definition() {
      return app.toDefinition().services.server;
    },
  };
}

describe.each(servers)('%s', (_, make) => {
  test('the number of workers can be read back, and is that of the command', () => {
    const { server, definition } = serverWith(make, () => ({ workers: 3 }));
    expect(server.workers).toBe(3);
    expect(definition.command.join(' ')).toContain('--workers 3');
  });

  test('its URL for services of the app is that of its name', () => {
    expect(serverWith(make).server.url).toBe('http://server:5000');
  });

  test('version and runtime are those of the image that it creates', () => {
    const { server } = serverWith(make, () => ({ version: '3.16.1', runtime: MlflowRuntime.plain() }));
    expect(server.dockerfile.version).toBe('3.16.1');
    expect(server.dockerfile.mlflowRuntime.isPlain).toBe(true);
  });

  test('the log level is that of MLflow and of uvicorn', () => {
    const { environment } = serverWith(make, () => ({ logLevel: MlflowLogLevel.DEBUG })).definition;
    expect(environment.MLFLOW_LOGGING_LEVEL).toBe('DEBUG');
    expect(environment.MLFLOW_UVICORN_OPTS).toMatch(/^--log-level debug /);
  });

  test('hosts and origins follow from the published port', () => {
    const { environment } = serverWith(make, () => ({ port: 5999 })).definition;
    expect(environment.MLFLOW_SERVER_ALLOWED_HOSTS).toContain('localhost:5999');
    expect(environment.MLFLOW_SERVER_CORS_ALLOWED_ORIGINS).toBe(
      'http://server,https://server,http://server:5000,https://server:5000',
    );
  });

  test.each<[string, (app: ComposeApp) => MlflowServerOptions]>([
    ['`workers` is 0; set it to a whole number of 1 or more', () => ({ workers: 0 })],
    [
      '`version` is ignored because `dockerfile` has its own version',
      app => ({ dockerfile: new MlflowImage(app, 'image'), version: '3.16.1' }),
    ],
    [
      '`runtime` is ignored because `dockerfile` has its own runtime',
      app => ({ dockerfile: new MlflowImage(app, 'image'), runtime: MlflowRuntime.plain() }),
    ],
    [
      '`port` is ignored because `ports` is set; remove one of them',
      () => ({ port: 5050, ports: [{ target: 5000, published: 5051 }] }),
    ],
  ])('%s: an error', (message, options) => {
    expect(() => serverWith(make, options).definition).toThrow(`[app/server] ${message}`);
  });
});

test.each<[string, (app: ComposeApp, scratchVolume: Volume) => MlflowServer]>([
  [
    'a tracking server',
    (app, scratchVolume) =>
      new MlflowService(app, 'server', { scratchVolume, backendStore: new SqliteStore(app, 'db'), artifactStore: s3 }),
  ],
  [
    'an artifacts server',
    (app, scratchVolume) => new MlflowArtifactsService(app, 'server', { scratchVolume, artifactStore: s3 }),
  ],
])('the volume of temporary files of %s may be given', (_, make) => {
  const app = new ComposeApp(testProject(), 'app');
  make(app, new Volume(app, 'large'));
  const { volumes, environment } = app.toDefinition().services.server;
  expect(volumes).toContainEqual({ type: 'volume', source: 'large', target: '/var/tmp' });
  expect(environment.SCRATCH_DIRECTORY).toBe('/var/tmp');
});
