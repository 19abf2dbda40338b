import { testProject } from './test-project';
import { userOfAll } from './user-of-all';
import {
  AwsCredentials,
  AzureBlobStorage,
  AzureCredentials,
  CaddyCertificates,
  CaddyProxy,
  ComposeApp,
  DatabaseEngine,
  DatabaseUri,
  EnvValue,
  ExternalDatabase,
  GoogleCloudStorage,
  IArtifactStore,
  MlflowAuth,
  MlflowService,
  Secret,
  SecretSource,
  SftpStore,
  S3Store,
} from '../src';

/** What the task rotate-secret does to each secret of an app. */
function rotationsOf(add: (app: ComposeApp) => void): { [name: string]: string } {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  new Secret(app, 'OTHER');
  add(app);
  const args = project.tasks.tryFind('app:rotate-secret')!.steps[0].execArgs as string[];
  return Object.fromEntries(
    ['text', 'hex', 'certificate', 'refuse'].flatMap(kind =>
      args
        .filter((_, index) => args[index - 1] === `--${kind}`)
        .flatMap(value => (kind === 'refuse' ? [value.split('=')[0]] : value.split(',')))
        .map(name => [name, kind]),
    ),
  );
}

const artifactsIn =
  (store: (app: ComposeApp, secret: Secret) => IArtifactStore) => (app: ComposeApp, secret: Secret) => {
    new MlflowService(app, 'mlflow', { artifactStore: store(app, secret) });
  };

test.each<[string, (app: ComposeApp, secret: Secret) => void]>([
  [
    'the password of an external database',
    (app, password) =>
      new ExternalDatabase(app, 'db', {
        engine: DatabaseEngine.postgres(),
        host: EnvValue.of('db'),
        database: EnvValue.of('mlflow'),
        user: EnvValue.of('mlflow'),
        password,
      }),
  ],
  ['the URI of a database', (app, uri) => new DatabaseUri(app, 'db', { uri })],
  [
    'the key of an AWS user',
    artifactsIn(
      (app, secretAccessKey) =>
        new S3Store(app, 's3', {
          bucket: 'b',
          region: 'eu-central-1',
          credentials: AwsCredentials.keys({ accessKeyId: EnvValue.of('id'), secretAccessKey }),
        }),
    ),
  ],
  [
    'the token of an AWS role',
    artifactsIn(
      (app, token) =>
        new S3Store(app, 's3', {
          bucket: 'b',
          region: 'eu-central-1',
          credentials: AwsCredentials.webIdentity({ roleArn: 'arn:aws:iam::1:role/r', token }),
        }),
    ),
  ],
  [
    'the connection string of an Azure account',
    artifactsIn(
      (app, secret) =>
        new AzureBlobStorage(app, 'az', {
          account: 'team',
          container: 'c',
          credentials: AzureCredentials.connectionString(secret),
        }),
    ),
  ],
  [
    'the token of an Azure identity',
    artifactsIn(
      (app, token) =>
        new AzureBlobStorage(app, 'az', {
          account: 'team',
          container: 'c',
          credentials: AzureCredentials.managedIdentity({ token }),
        }),
    ),
  ],
  [
    'the key of a Google account',
    artifactsIn((app, credentials) => new GoogleCloudStorage(app, 'gs', { bucket: 'team', credentials })),
  ],
  [
    'the private key of an SFTP user',
    artifactsIn(
      (app, privateKey) =>
        new SftpStore(app, 'sftp', {
          host: 'files',
          user: 'mlflow',
          path: '/srv',
          hostKey: 'ssh-ed25519 AAAA',
          privateKey,
        }),
    ),
  ],
  [
    'the key of a certificate',
    (app, key) => {
      const proxy = new CaddyProxy(app, 'proxy', {
        host: 'mlflow.example.com',
        certificates: CaddyCertificates.files(new Secret(app, 'CERTIFICATE'), key),
      });
      new MlflowService(app, 'mlflow', { proxy });
      userOfAll(app);
      app.toDefinition(); // a proxy binds its certificates when it is rendered
    },
  ],
  [
    'the secret of an OIDC client',
    (app, clientSecret) =>
      new MlflowService(app, 'mlflow', {
        auth: MlflowAuth.oidc({ issuer: 'https://login.example.com', clientId: EnvValue.of('mlflow'), clientSecret }),
      }),
  ],
])('%s is known elsewhere, so the task does not overwrite its only copy', (_, use) => {
  expect(rotationsOf(app => use(app, new Secret(app, 'GIVEN')))).toMatchObject({ OTHER: 'text', GIVEN: 'refuse' });
});

test('the rotation of the source of such a secret stays', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  new Secret(app, 'OTHER');
  new DatabaseUri(app, 'db', { uri: new Secret(app, 'GIVEN', { source: SecretSource.envVariable() }) });
  expect(project.tasks.tryFind('app:rotate-secret')!.steps[0].execArgs).toContainEqual(
    expect.stringContaining('GIVEN=it is a variable: change it in .env'),
  );
});
