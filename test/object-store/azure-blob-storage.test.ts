import {
  AzureBlobStorage,
  AzureBlobStorageProps,
  AzureCredentials,
  ComposeApp,
  ContainerImage,
  Secret,
  Service,
  SignedUrls,
} from '../../src';
import { testProject } from '../test-project';

function bound(props: (app: ComposeApp) => Partial<AzureBlobStorageProps> = () => ({})): {
  config: any;
  environment: any;
} {
  const app = new ComposeApp(testProject(), 'app');
  const store = new AzureBlobStorage(app, 'store', { account: 'team', container: 'mlflow', ...props(app) });
  const job = new Service(app, 'job', { image: ContainerImage.fromRegistry('alpine') });
  const config = store.bind(job);
  return { config, environment: app.toDefinition().services.job.environment };
}

test('by default the identity of the platform is used', () => {
  const { config, environment } = bound();
  expect(config.destination.toCompose()).toBe('wasbs://mlflow@team.blob.core.windows.net');
  expect(config).toMatchObject({ pythonPackages: ['azure'], signedUrls: SignedUrls.EVERYWHERE });
  expect(environment).toBeUndefined();
});

test('folder and cloud may be given', () => {
  expect(
    bound(() => ({ prefix: '/artifacts/', domain: 'blob.core.usgovcloudapi.net' })).config.destination.toCompose(),
  ).toBe('wasbs://mlflow@team.blob.core.usgovcloudapi.net/artifacts');
});

test('a connection string and a key are files', () => {
  expect(
    bound(app => ({ credentials: AzureCredentials.connectionString(new Secret(app, 'AZURE')) })).environment,
  ).toEqual({ AZURE_STORAGE_CONNECTION_STRING_FILE: '/run/secrets/AZURE' });
  expect(bound(app => ({ credentials: AzureCredentials.accessKey(new Secret(app, 'AZURE')) })).environment).toEqual({
    AZURE_STORAGE_ACCESS_KEY_FILE: '/run/secrets/AZURE',
  });
});

test('an identity may be named', () => {
  expect(
    bound(app => ({
      credentials: AzureCredentials.managedIdentity({
        clientId: 'id',
        tenantId: 'tenant',
        token: new Secret(app, 'TOKEN'),
      }),
    })).environment,
  ).toEqual({ AZURE_CLIENT_ID: 'id', AZURE_TENANT_ID: 'tenant', AZURE_FEDERATED_TOKEN_FILE: '/run/secrets/TOKEN' });
});

test('names that Azure refuses are errors', () => {
  expect(() => bound(() => ({ account: 'Team', container: 'a--b' }))).toThrow(
    /"Team" is not a valid name for a storage account; .*\n.*"a--b" is not a valid name for a container;/,
  );
});
