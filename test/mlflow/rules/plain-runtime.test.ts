import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ArtifactTransfer,
  AwsCredentials,
  BucketInit,
  ComposeApp,
  ComposeOverlay,
  EnvValue,
  MigrateService,
  MinioService,
  MlflowArtifactsService,
  MlflowAuth,
  MlflowImage,
  MlflowRuntime,
  MlflowService,
  MlflowServiceProps,
  MlflowStack,
  MysqlService,
  S3Store,
  VolumeArtifactStore,
} from '../../../src';
import { testProject } from '../../test-project';

const ENDPOINT =
  'ARTIFACT_PUBLIC_ENDPOINT has no effect with MlflowRuntime.plain(): MLflow signs URLs only for the endpoint that the server itself uses; ' +
  'remove `publicEndpoint` from ArtifactTransfer.direct(), or use MlflowRuntime.patched() (mlflow-plain-runtime)';
const DISK =
  'MIGRATE_DISK_LIMIT has no effect with MlflowRuntime.plain(): `mlflow db upgrade` has no disk limit; ' +
  'remove `diskLimit` from the migration, or use MlflowRuntime.patched() (mlflow-plain-runtime)';
const PROXIED =
  '[app/mlflow] MLflow redirects clients to an artifact store that supports presigned URLs, so ArtifactTransfer.proxied() has no effect with MlflowRuntime.plain()';

/** What is wrong with a server of a runtime. */
function reported(runtime: MlflowRuntime, make: (app: ComposeApp, runtime: MlflowRuntime) => void): string {
  const app = new ComposeApp(testProject(), 'app');
  make(app, runtime);
  try {
    app.toDefinition();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const server = (props: (app: ComposeApp) => MlflowServiceProps) => (app: ComposeApp, runtime: MlflowRuntime) => {
  new MlflowService(app, 'mlflow', { runtime, ...props(app) });
};
const buckets = (app: ComposeApp) => new BucketInit(app, 'buckets', { server: new MinioService(app, 's3') });
const amazon = (app: ComposeApp) =>
  new S3Store(app, 's3', { bucket: 'models', credentials: AwsCredentials.machineRole() });
const off = Object.fromEntries(
  ['MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE', 'MLFLOW_GUNICORN_OPTS', 'MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS'].map(
    name => [name, EnvValue.of('')],
  ),
);
const direct = ArtifactTransfer.direct({ publicEndpoint: 'https://s3.example.com' });

test.each<[string, string, (app: ComposeApp, runtime: MlflowRuntime) => void]>([
  [
    'a public endpoint',
    `[app/mlflow] ${ENDPOINT}`,
    server(app => ({ artifactStore: buckets(app), artifactTransfer: direct })),
  ],
  [
    'one of an artifacts server',
    `[app/artifacts] ${ENDPOINT}`,
    (app, runtime) => {
      new MlflowArtifactsService(app, 'artifacts', {
        dockerfile: new MlflowImage(app, 'image', { runtime }),
        artifactStore: amazon(app),
        environment: { ARTIFACT_PUBLIC_ENDPOINT: EnvValue.of('https://s3') },
      });
    },
  ],
  [
    'one by override',
    `[app/mlflow] ${ENDPOINT}`,
    (app, runtime) => {
      new MlflowService(app, 'mlflow', { runtime }).addOverride(
        'environment.ARTIFACT_PUBLIC_ENDPOINT',
        'https://s3.example.com',
      );
    },
  ],
  [
    'one by overlay',
    `[app/mlflow] with compose.prod.yaml: ${ENDPOINT}`,
    (app, runtime) => {
      new MlflowService(app, 'mlflow', { runtime });
      new ComposeOverlay(app, 'prod').addOverride(
        'services.mlflow.environment.ARTIFACT_PUBLIC_ENDPOINT',
        'https://s3.example.com',
      );
    },
  ],
  [
    'one in a file',
    `[app/mlflow] ${ENDPOINT}`,
    (app, runtime) => {
      writeFileSync(join(app.project.outdir, 'server.env'), 'ARTIFACT_PUBLIC_ENDPOINT=https://s3.example.com\n');
      new MlflowService(app, 'mlflow', { runtime, environment: off }).addOverride('env_file', 'server.env');
    },
  ],
  [
    'a limit of disk',
    `[app/migrate] ${DISK}`,
    (app, runtime) => {
      new MigrateService(app, 'migrate', {
        dockerfile: new MlflowImage(app, 'image', { runtime }),
        backendStore: new MysqlService(app, 'db'),
        diskLimit: '5g',
      });
    },
  ],
  [
    'artifacts through the server, from S3',
    PROXIED,
    server(app => ({ artifactStore: amazon(app), artifactTransfer: ArtifactTransfer.proxied() })),
  ],
  [
    'artifacts through the server, from MinIO',
    PROXIED,
    server(app => ({ artifactStore: buckets(app), artifactTransfer: ArtifactTransfer.proxied() })),
  ],
])('%s is an error in a plain runtime, but not in a patched one', (_, message, make) => {
  expect(reported(MlflowRuntime.plain(), make)).toContain(message);
  expect(reported(MlflowRuntime.patched(), make)).toBe('');
});

test.each<[string, (app: ComposeApp, runtime: MlflowRuntime) => void]>([
  ['a server without further props', server(() => ({}))],
  [
    'direct transfer to the store of everybody',
    server(app => ({ artifactStore: amazon(app), artifactTransfer: ArtifactTransfer.direct() })),
  ],
  [
    'clients that go to the store',
    server(app => ({ artifactStore: amazon(app), artifactTransfer: ArtifactTransfer.clientSide() })),
  ],
  [
    'a store that signs nothing',
    server(app => ({
      artifactStore: new VolumeArtifactStore(app, 'files'),
      artifactTransfer: ArtifactTransfer.proxied(),
    })),
  ],
  [
    'a login, a prefix and jobs',
    server(() => ({ auth: MlflowAuth.basic(), staticPrefix: '/mlflow', jobExecution: true, jobUser: 'judge' })),
  ],
  [
    'the time that a migration waits',
    (app, runtime) => {
      new MigrateService(app, 'migrate', {
        dockerfile: new MlflowImage(app, 'image', { runtime }),
        backendStore: new MysqlService(app, 'db'),
        waitSeconds: 5,
      });
    },
  ],
])('%s: what MLflow itself or the container can is no error', (_, make) => {
  expect(reported(MlflowRuntime.plain(), make)).toBe('');
});

test('the migration of a plain runtime is given nothing to look at the disk', () => {
  const app = new ComposeApp(testProject(), 'app');
  const [db, image] = [new MysqlService(app, 'db'), new MlflowImage(app, 'image', { runtime: MlflowRuntime.plain() })];
  new MigrateService(app, 'migrate', { dockerfile: image, backendStore: db });
  const { migrate } = app.toDefinition().services;
  expect(migrate.environment).not.toHaveProperty('MIGRATE_DATA_PATH');
  expect(JSON.stringify(migrate.volumes ?? [])).not.toContain('/mnt/backend-store');
});

test.each(['server', 'stack'])('props of the image together with an image are an error of the %s', kind => {
  for (const given of [{ runtime: MlflowRuntime.plain() }, { version: '3.16.1' }]) {
    const app = new ComposeApp(testProject(), 'app');
    const props = { dockerfile: new MlflowImage(app, 'image'), ...given };
    const made =
      kind === 'stack'
        ? new MlflowStack(app.project, 'stack', { directory: 'stack', server: props })
        : new MlflowService(app, 'mlflow', props);
    expect(() => ComposeApp.of(made).toDefinition()).toThrow(
      `\`${Object.keys(given)[0]}\` is ignored because \`dockerfile\` has`,
    );
  }
});
