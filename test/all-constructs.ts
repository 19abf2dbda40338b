import * as library from '../src';

/** Some props of a construct. */
export interface Given {
  readonly [prop: string]: any;
}

/** Makes a construct part of an app, so that the app is valid. */
export type Make = (app: library.ComposeApp, props: Given) => unknown;

const image = () => library.ContainerImage.fromRegistry('alpine:3.22');
export const service = (app: library.ComposeApp, props: Given) =>
  new library.Service(app, 'x', { ...props, image: image(), restart: library.RestartPolicy.NO });
const backendStore =
  (make: (app: library.ComposeApp, props: Given) => library.IBackendStore): Make =>
  (app, props) =>
    new library.MlflowService(app, 'mlflow', { backendStore: make(app, props) });
const artifactStore =
  (make: (app: library.ComposeApp, props: Given) => library.IArtifactStore): Make =>
  (app, props) =>
    new library.MlflowService(app, 'mlflow', { artifactStore: make(app, props) });
const s3Server = (make: (app: library.ComposeApp, props: Given) => library.IS3Server): Make =>
  artifactStore((app, props) => new library.BucketInit(app, 'buckets', { server: make(app, props) }));

/**
 * How each construct becomes part of an app, and what it must be given. What is set after `...props` keeps the app
 * valid and is not varied.
 */
export const constructs: { readonly [name: string]: Make } = {
  AmazonS3: artifactStore((app, props) => new library.AmazonS3(app, 'x', { bucket: 'models', ...props })),
  AzureBlobStorage: artifactStore(
    (app, props) => new library.AzureBlobStorage(app, 'x', { account: 'team', container: 'models', ...props }),
  ),
  BucketInit: artifactStore(
    (app, props) => new library.BucketInit(app, 'x', { server: new library.MinioService(app, 's3'), ...props }),
  ),
  CaddyProxy: (app, props) =>
    new library.MlflowService(app, 'mlflow', {
      proxy: new library.CaddyProxy(app, 'x', { host: 'mlflow.example.com', ...props }),
    }),
  ComposeOverlay: (app, props) => {
    service(app, {});
    return new library.ComposeOverlay(app, 'ci', props);
  },
  Config: (app, props) => new library.Config(app, 'x', { ...props, content: 'text' }),
  DatabaseUri: backendStore((app, props) => new library.DatabaseUri(app, 'x', props)),
  Dockerfile: (app, props) => {
    const dockerfile = new library.Dockerfile(app, 'image', props);
    dockerfile.addStage('final', 'alpine:3.22');
    return new library.Service(app, 'x', {
      image: library.ContainerImage.fromDockerfile(dockerfile),
      restart: library.RestartPolicy.NO,
    });
  },
  EnvVariable: (app, props) => new library.EnvVariable(app, 'X', props),
  ExternalDatabase: backendStore(
    (app, props) =>
      new library.ExternalDatabase(app, 'x', {
        engine: library.DatabaseEngine.mysql(),
        host: library.EnvValue.of('db.example.com'),
        database: library.EnvValue.of('mlflow'),
        user: library.EnvValue.of('mlflow'),
        ...props,
      }),
  ),
  GarageService: s3Server((app, props) => new library.GarageService(app, 'x', props)),
  GoogleCloudStorage: artifactStore(
    (app, props) => new library.GoogleCloudStorage(app, 'x', { bucket: 'models', ...props }),
  ),
  HardenedService: (app, props) =>
    new library.HardenedService(app, 'x', { ...props, image: image(), restart: library.RestartPolicy.NO }),
  KubernetesApp: (app, props) => {
    service(app, {});
    return new library.KubernetesApp(app, 'kubernetes', props);
  },
  MigrateService: (app, props) =>
    new library.MigrateService(app, 'x', {
      dockerfile: new library.MlflowImage(app, 'image'),
      backendStore: new library.MysqlService(app, 'db'),
      ...props,
    }),
  MinioService: s3Server((app, props) => new library.MinioService(app, 'x', props)),
  MlflowArtifactsService: (app, props) =>
    new library.MlflowArtifactsService(app, 'x', {
      artifactStore: new library.VolumeArtifactStore(app, 'store'),
      ...props,
    }),
  MlflowCleanup: (app, props) =>
    new library.MlflowCleanup(app, 'x', {
      server: new library.MlflowService(app, 'mlflow'),
      olderThan: library.Duration.days(30),
      schedule: library.Schedule.hourly(),
      ...props,
    }),
  MlflowImage: (app, props) =>
    new library.MlflowService(app, 'mlflow', { dockerfile: new library.MlflowImage(app, 'x', props) }),
  MlflowService: (app, props) => new library.MlflowService(app, 'x', props),
  MysqlService: backendStore((app, props) => new library.MysqlService(app, 'x', props)),
  Network: (app, props) => new library.Network(app, 'x', props),
  PostgresService: backendStore((app, props) => new library.PostgresService(app, 'x', props)),
  RustfsService: s3Server((app, props) => new library.RustfsService(app, 'x', props)),
  S3Store: artifactStore(
    (app, props) =>
      new library.S3Store(app, 'x', { bucket: 'models', credentials: library.AwsCredentials.machineRole(), ...props }),
  ),
  ScheduledJob: (app, props) =>
    new library.ScheduledJob(app, 'x', {
      ...props,
      image: image(),
      command: ['report'],
      schedule: library.Schedule.hourly(),
    }),
  SeaweedfsService: s3Server((app, props) => new library.SeaweedfsService(app, 'x', props)),
  Secret: (app, props) => new library.Secret(app, 'X', props),
  Service: service,
  SftpStore: artifactStore(
    (app, props) =>
      new library.SftpStore(app, 'x', {
        host: 'sftp.example.com',
        user: 'team',
        privateKey: new library.Secret(app, 'KEY'),
        hostKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==',
        path: '/models',
        ...props,
      }),
  ),
  SqliteStore: backendStore((app, props) => new library.SqliteStore(app, 'x', props)),
  VersityGwService: s3Server((app, props) => new library.VersityGwService(app, 'x', props)),
  Volume: (app, props) => new library.Volume(app, 'x', props),
  VolumeArtifactStore: artifactStore((app, props) => new library.VolumeArtifactStore(app, 'x', props)),
  VolumeOwner: (app, props) =>
    new library.VolumeOwner(app, 'x', {
      image: image(),
      volume: new library.Volume(app, 'data'),
      owner: '10:10',
      ...props,
    }),
};

/** These are an app themselves, or read a file. */
export const apart = ['ComposeApp', 'ComposeInclude', 'MlflowStack'];
