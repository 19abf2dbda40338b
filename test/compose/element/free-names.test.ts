import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import * as library from '../../../src';
import {
  AmazonS3,
  ArtifactTransfer,
  AzureBlobStorage,
  BucketInit,
  CaddyProxy,
  ComposeApp,
  ContainerImage,
  DatabaseEngine,
  DatabaseUri,
  EnvValue,
  ExternalDatabase,
  GarageService,
  GoogleCloudStorage,
  HardenedService,
  IArtifactStore,
  IBackendStore,
  IS3Server,
  MigrateService,
  MinioService,
  MlflowArtifactsService,
  MlflowAuth,
  MlflowImage,
  MlflowService,
  MysqlService,
  PostgresService,
  RestartPolicy,
  RustfsService,
  S3Store,
  SeaweedfsService,
  Secret,
  Service,
  SftpStore,
  SqliteStore,
  VersityGwService,
  Volume,
  VolumeArtifactStore,
  VolumeOwner,
} from '../../../src';
import { composeConfig } from '../../../src/testing/compose-config';
import { testProject } from '../../test-project';

type Make = (app: ComposeApp, id: string) => unknown;

const image = () => ContainerImage.fromRegistry('alpine:3.22');
const backend =
  (make: (app: ComposeApp, id: string) => IBackendStore): Make =>
  (app, id) =>
    new MlflowService(app, `${id}-mlflow`, {
      backendStore: make(app, id),
      artifactStore: new VolumeArtifactStore(app, `${id}-artifacts`),
    });
const artifacts =
  (make: (app: ComposeApp, id: string) => IArtifactStore): Make =>
  (app, id) =>
    new MlflowService(app, `${id}-mlflow`, { artifactStore: make(app, id) });
const s3 = (make: (app: ComposeApp, id: string) => IS3Server): Make =>
  artifacts((app, id) => new BucketInit(app, `${id}-buckets`, { server: make(app, id) }));

/** Each construct that a team makes once for a server, with no props but those that it must be given. */
const KINDS: { [name: string]: Make } = {
  AmazonS3: artifacts((app, id) => new AmazonS3(app, id, { bucket: 'models' })),
  AzureBlobStorage: artifacts((app, id) => new AzureBlobStorage(app, id, { account: 'team', container: 'models' })),
  BucketInit: artifacts((app, id) => new BucketInit(app, id, { server: new MinioService(app, `${id}-s3`) })),
  CaddyProxy: (app, id) =>
    new MlflowService(app, `${id}-mlflow`, { proxy: new CaddyProxy(app, id, { host: `${id}.example.com` }) }),
  DatabaseUri: backend((app, id) => new DatabaseUri(app, id)),
  ExternalDatabase: backend(
    (app, id) =>
      new ExternalDatabase(app, id, {
        engine: DatabaseEngine.mysql(),
        host: EnvValue.of('db.example.com'),
        database: EnvValue.of('mlflow'),
        user: EnvValue.of('mlflow'),
      }),
  ),
  GarageService: s3((app, id) => new GarageService(app, id)),
  GoogleCloudStorage: artifacts((app, id) => new GoogleCloudStorage(app, id, { bucket: 'models' })),
  HardenedService: (app, id) => new HardenedService(app, id, { image: image(), restart: RestartPolicy.NO }),
  MigrateService: (app, id) =>
    new MigrateService(app, id, {
      dockerfile: new MlflowImage(app, `${id}-image`),
      backendStore: new MysqlService(app, `${id}-db`),
    }),
  MinioService: s3((app, id) => new MinioService(app, id)),
  MlflowArtifactsService: (app, id) =>
    new MlflowService(app, `${id}-mlflow`, {
      artifactTransfer: ArtifactTransfer.artifactsServer(
        new MlflowArtifactsService(app, id, { artifactStore: new VolumeArtifactStore(app, `${id}-store`) }),
      ),
    }),
  MlflowService: (app, id) => new MlflowService(app, id),
  MysqlService: backend((app, id) => new MysqlService(app, id)),
  PostgresService: backend((app, id) => new PostgresService(app, id)),
  RustfsService: s3((app, id) => new RustfsService(app, id)),
  S3Store: artifacts(
    (app, id) => new S3Store(app, id, { bucket: 'models', credentials: library.AwsCredentials.machineRole() }),
  ),
  SeaweedfsService: s3((app, id) => new SeaweedfsService(app, id)),
  Service: (app, id) => new Service(app, id, { image: image(), restart: RestartPolicy.NO }),
  SftpStore: artifacts(
    (app, id) =>
      new SftpStore(app, id, {
        host: 'sftp.example.com',
        user: 'team',
        privateKey: new Secret(app, `${id}_KEY`),
        hostKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==',
        path: '/models',
      }),
  ),
  SqliteStore: backend((app, id) => new SqliteStore(app, id)),
  VersityGwService: s3((app, id) => new VersityGwService(app, id)),
  VolumeArtifactStore: artifacts((app, id) => new VolumeArtifactStore(app, id)),
  VolumeOwner: (app, id) => {
    const volume = new Volume(app, `${id}-data`);
    new Service(app, `${id}-user`, { image: image(), mounts: [library.Mount.volume(volume, '/data')] });
    new VolumeOwner(app, id, { image: image(), volume, owner: '10:10' });
  },
  'MlflowService with a login': (app, id) => new MlflowService(app, id, { auth: MlflowAuth.basic() }),
  'MlflowService with a login by OpenID Connect': (app, id) =>
    new MlflowService(app, id, {
      auth: MlflowAuth.oidc({ issuer: 'https://login.example.com', clientId: EnvValue.of('mlflow') }),
      proxy: new CaddyProxy(app, `${id}-proxy`, { host: `${id}.example.com` }),
    }),
  'MlflowService with a login, a database and jobs': (app, id) =>
    new MlflowService(app, id, {
      auth: MlflowAuth.basic(),
      backendStore: new PostgresService(app, `${id}-db`),
      artifactStore: new VolumeArtifactStore(app, `${id}-artifacts`),
      jobExecution: true,
      jobUser: 'jobs',
    }),
};

test('each service and store that the library exports is here', () => {
  const stores = Object.entries<any>(library)
    .filter(
      ([name, type]) =>
        typeof type === 'function' &&
        /(Service|Store|Storage|Proxy|Init|Owner|Database|Uri|^AmazonS3)$/.test(name) &&
        !/^I[A-Z]/.test(name) &&
        /Construct|Element|Service|Store/.test(Object.getPrototypeOf(type).name),
    )
    .map(([name]) => name);
  expect(stores.filter(name => !(name in KINDS)).sort()).toEqual([]);
  expect(stores.length).toBeGreaterThan(15);
});

test.each(Object.entries(KINDS))(
  'several of one kind work in one app without further props, and the first keeps its names: %s',
  (_, make) => {
    const [alone, app] = [1, 2].map(() => new ComposeApp(testProject(), 'app'));
    make(alone, 'one');
    make(app, 'one');
    make(app, 'two-2');
    make(app, '3');
    const [first, all] = [alone.toDefinition(), app.toDefinition()];
    expect(all.services).toMatchObject(first.services);
    for (const section of ['volumes', 'secrets', 'configs']) {
      expect(Object.keys(all[section] ?? {})).toEqual(expect.arrayContaining(Object.keys(first[section] ?? {})));
    }
    expect(Object.keys(all.volumes ?? {})).toHaveLength(3 * Object.keys(first.volumes ?? {}).length);
  },
);

test('Docker Compose accepts an app with two of each kind', () => {
  const app = new ComposeApp(testProject(), 'app');
  Object.values(KINDS).forEach((make, index) => ['one', 'two'].forEach(id => make(app, `${id}${index}`)));
  const variables = Object.fromEntries(
    app.variables.map(({ variableName, defaultValue }) => [variableName, defaultValue ?? 'value']),
  );
  expect(Object.keys(composeConfig(app.toYaml(), app.project.outdir, variables).services)).toHaveLength(
    app.services.length,
  );
});

test('names begin with the id of the service, in the form of their kind', () => {
  const app = new ComposeApp(testProject(), 'app');
  ['db', 'my-other.db', '2nd'].forEach(id => new MysqlService(app, id));
  const { volumes, secrets } = app.toDefinition();
  expect(Object.keys(volumes).sort()).toEqual(['2nd_db_volume', 'db_volume', 'my-other.db_db_volume']);
  expect(Object.keys(secrets)).toEqual(
    expect.arrayContaining(['MYSQL_PASSWORD', 'MY_OTHER_DB_MYSQL_PASSWORD', '_2ND_MYSQL_PASSWORD']),
  );
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

test('several servers with a login work in one app, each with its own users', () => {
  const app = new ComposeApp(testProject(), 'app');
  const artifactStore = new BucketInit(app, 'buckets', { server: new MinioService(app, 's3') });
  ['one', 'two'].forEach(
    id =>
      new MlflowService(app, id, {
        artifactStore,
        backendStore: new MysqlService(app, `${id}-db`),
        auth: MlflowAuth.basic(),
      }),
  );
  const { volumes, secrets } = app.toDefinition();
  expect(Object.keys(volumes)).toEqual(expect.arrayContaining(['users_volume', 'two_users_volume']));
  expect(Object.keys(secrets)).toEqual(
    expect.arrayContaining(['MLFLOW_AUTH_ADMIN_PASSWORD', 'TWO_MLFLOW_AUTH_ADMIN_PASSWORD']),
  );
});

test('MLflow servers, servers for artifacts and proxies publish ports that no other one does', () => {
  const app = new ComposeApp(testProject(), 'app');
  ['a', 'b'].forEach(id => new MlflowService(app, id));
  ['c', 'd'].forEach(
    id => new MlflowArtifactsService(app, id, { artifactStore: new VolumeArtifactStore(app, `${id}-store`) }),
  );
  const proxies = ['e', 'f'].map(id => new CaddyProxy(app, id, { host: `${id}.example.com` }));
  new CaddyProxy(app, 'local', { host: 'localhost' });
  const ports = app.services.map(({ name, publishedPorts }) => [
    name,
    ...publishedPorts.map(({ published }) => published),
  ]);
  expect(ports.filter(([, ...published]) => published.length > 0)).toEqual([
    ['a', 5000],
    ['b', 5001],
    ['c', 5002],
    ['d', 5003],
    ['e', 80, 443],
    ['f', 81, 444],
    ['local', 82, 445],
  ]);
  expect(proxies.map(({ url }) => url)).toEqual(['https://e.example.com', 'https://f.example.com:444']);
});

test('two databases in files of one server have different paths', () => {
  const app = new ComposeApp(testProject(), 'app');
  new MlflowService(app, 'mlflow', {
    backendStore: new SqliteStore(app, 'runs'),
    registryStore: new SqliteStore(app, 'models'),
  });
  expect(app.toDefinition().services.mlflow.volumes).toEqual(
    expect.arrayContaining([
      { type: 'volume', source: 'sqlite_volume', target: '/var/lib/mlflow-sqlite' },
      { type: 'volume', source: 'models_sqlite_volume', target: '/var/lib/mlflow-sqlite-models' },
    ]),
  );
});

/** Synthesizes one program after the other in one directory. */
function synthesizeInTurn(...programs: ((app: ComposeApp) => unknown)[]): string {
  const { outdir } = testProject();
  for (const fill of programs) {
    const project = new Project({ name: 'team', outdir });
    fill(new ComposeApp(project, 'app', { directory: 'deploy' }));
    project.synth();
  }
  return readFileSync(join(outdir, 'deploy/compose.yaml'), 'utf8');
}

const databases =
  (...ids: string[]) =>
  (app: ComposeApp) =>
    ids.forEach(id => new MysqlService(app, id));
const stores =
  (...ids: string[]) =>
  (app: ComposeApp) => {
    const made = new Map(ids.map(id => [id, new SqliteStore(app, id)]));
    ids.forEach(
      id =>
        new MlflowService(app, `${id}-server`, {
          backendStore: made.get(id),
          artifactStore: new VolumeArtifactStore(app, `${id}-artifacts`),
        }),
    );
  };

test('a database that is made before an earlier one, and would get its volume, is an error', () => {
  expect(() => synthesizeInTurn(databases('db'), databases('adb', 'db'))).toThrow(
    '[app/db] the earlier compose.yaml gives it "MYSQL_DATABASE", "MYSQL_USER", "MYSQL_PASSWORD", "db_volume", "MYSQL_ROOT_PASSWORD", but now it would have ' +
      '"DB_MYSQL_DATABASE", "DB_MYSQL_USER", "DB_MYSQL_PASSWORD", "db_db_volume", "DB_MYSQL_ROOT_PASSWORD", and its data and passwords seem to be lost; ' +
      'make "db" before "adb" in the program, or remove compose.yaml first if that is meant',
  );
  expect(synthesizeInTurn(databases('db'), databases('db', 'adb'), databases('db', 'adb'))).toContain('adb_db_volume');
});

test('a database that would get the volume of one that was removed is an error', () => {
  expect(() => synthesizeInTurn(databases('db', 'db2'), databases('db2'))).toThrow(
    /\[app\/db2\] the earlier compose\.yaml gives it .*"db2_db_volume".*, but now it would have .*"db_volume", .*; give it constructs of the earlier names by its props, /,
  );
  expect(
    synthesizeInTurn(
      databases('db', 'db2'),
      app =>
        new MysqlService(app, 'db2', {
          database: EnvValue.of('mlflow'),
          databaseUser: EnvValue.of('mlflow'),
          databasePassword: new Secret(app, 'DB2_MYSQL_PASSWORD'),
          rootPassword: new Secret(app, 'DB2_MYSQL_ROOT_PASSWORD'),
          volume: new Volume(app, 'db2_db_volume'),
        }),
    ),
  ).not.toContain('"db_volume"');
});

test('a store in a volume keeps it as well', () => {
  expect(() => synthesizeInTurn(stores('b'), stores('a', 'b'))).toThrow(
    '[app/b] the earlier compose.yaml gives it "sqlite_volume", but now it would have "b_sqlite_volume"',
  );
  expect(() => synthesizeInTurn(stores('b', 'a'), stores('a'))).toThrow(
    '[app/a] the earlier compose.yaml gives it "a_sqlite_volume", but now it would have "sqlite_volume"',
  );
  expect(synthesizeInTurn(stores('b'), stores('b', 'a'))).toContain('a_sqlite_volume');
});

test('without the earlier file the names may change', () => {
  const project = testProject();
  mkdirSync(join(project.outdir, 'deploy'));
  const earlier = 'services:\n  db:\n    volumes: [{ type: volume, source: db_volume, target: /var/lib/mysql }]\n';
  writeFileSync(join(project.outdir, 'deploy/compose.yaml'), earlier);
  databases('adb', 'db')(new ComposeApp(project, 'app', { directory: 'deploy' }));
  expect(() => project.synth()).toThrow('[app/db] the earlier compose.yaml gives it "db_volume"');
  expect(readFileSync(join(project.outdir, 'deploy/compose.yaml'), 'utf8')).toBe(earlier);
  for (const text of ['', 'a: [', '[]', 'services: {db: null}']) {
    const other = testProject();
    writeFileSync(join(other.outdir, 'compose.yaml'), `${text} # db_volume MYSQL_USER`);
    databases('adb', 'db')(new ComposeApp(other, 'app'));
    other.synth();
  }
});
