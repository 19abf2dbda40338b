import {
  ArtifactStoreConfig,
  ArtifactTransfer,
  BucketInit,
  ComposeApp,
  EnvValue,
  IArtifactStore,
  MinioService,
  MlflowArtifactsService,
  MlflowService,
  MysqlService,
  SignedUrls,
} from '../../../src';
import { testProject } from '../../test-project';

/** A store of a team's own. */
class Folder implements IArtifactStore {
  constructor(private readonly signedUrls?: SignedUrls) {}
  public bind(): ArtifactStoreConfig {
    return { destination: EnvValue.of('/artifacts'), signedUrls: this.signedUrls };
  }
}

function server(artifactTransfer?: ArtifactTransfer, artifactStore?: IArtifactStore): any {
  const app = new ComposeApp(testProject(), 'app');
  const buckets = new BucketInit(app, 'init', { server: new MinioService(app, 's3'), buckets: ['mlflow'] });
  new MlflowService(app, 'mlflow', {
    backendStore: new MysqlService(app, 'db'),
    artifactStore: artifactStore ?? buckets,
    artifactTransfer,
  });
  return app.toDefinition().services.mlflow;
}

/** What differs between ways of transfer. */
function transferOf(artifactTransfer?: ArtifactTransfer): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries<string>(server(artifactTransfer).environment).filter(([name]) => /ARTIFACT/.test(name)),
  );
}

test('by default artifacts go through the server', () => {
  expect(transferOf()).toEqual({ MLFLOW_ARTIFACTS_DESTINATION: 's3://mlflow/' });
  expect(transferOf(ArtifactTransfer.proxied())).toEqual(transferOf());
});

test('direct: the server signs for the public endpoint', () => {
  expect(transferOf(ArtifactTransfer.direct({ publicEndpoint: 'http://127.0.0.1:9000' }))).toEqual({
    MLFLOW_ARTIFACTS_DESTINATION: 's3://mlflow/',
    ARTIFACT_TRANSFER: 'direct',
    ARTIFACT_PUBLIC_ENDPOINT: 'http://127.0.0.1:9000',
  });
});

test('direct: the server tells clients that it signs, which MLflow 3.18 does on request only', () => {
  expect(server(ArtifactTransfer.direct({ publicEndpoint: 'http://127.0.0.1:9000' })).environment).toMatchObject({
    MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD: 'true',
    MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: 'true',
  });
});

test('direct without a public endpoint suits a store with one address for everybody', () => {
  expect(server(ArtifactTransfer.direct(), new Folder(SignedUrls.EVERYWHERE)).environment).toMatchObject({
    ARTIFACT_TRANSFER: 'direct',
  });
});

test('client side: the server serves no artifacts and returns the address of the store', () => {
  expect(transferOf(ArtifactTransfer.clientSide())).toEqual({
    MLFLOW_SERVE_ARTIFACTS: 'false',
    MLFLOW_DEFAULT_ARTIFACT_ROOT: 's3://mlflow/',
  });
});

test('an artifacts server: clients get its address, and the tracking server keeps its own access to the store', () => {
  const app = new ComposeApp(testProject(), 'app');
  const artifactStore = new BucketInit(app, 'init', { server: new MinioService(app, 's3'), buckets: ['mlflow'] });
  const artifacts = new MlflowArtifactsService(app, 'artifacts', { artifactStore, port: 5600 });
  new MlflowService(app, 'mlflow', {
    backendStore: new MysqlService(app, 'db'),
    artifactStore,
    artifactTransfer: ArtifactTransfer.artifactsServer(artifacts),
    dockerfile: artifacts.dockerfile,
  });
  expect(app.toDefinition().services.mlflow.environment).toMatchObject({
    MLFLOW_ARTIFACTS_DESTINATION: 's3://mlflow/',
    MLFLOW_DEFAULT_ARTIFACT_ROOT: 'mlflow-artifacts://127.0.0.1:5600/',
  });
});

test('direct is an error where nothing can be signed', () => {
  for (const store of [new Folder(), new Folder(SignedUrls.NONE)]) {
    expect(() => server(ArtifactTransfer.direct(), store)).toThrow(
      '[app/mlflow] the artifact store does not support presigned URLs; use ArtifactTransfer.proxied()',
    );
  }
});

test('direct without a public endpoint is an error for a store inside of the app', () => {
  expect(() => server(ArtifactTransfer.direct())).toThrow(
    '[app/mlflow] clients outside the app cannot reach the endpoint of the artifact store; set `publicEndpoint` of ArtifactTransfer.direct()',
  );
});

test.each([
  's3.example.com',
  'ftp://s3.example.com',
  'https://s3.example.com/path',
  'https://user:pass@s3.example.com',
  'https://',
  '',
])('the public endpoint "%s" is an error', publicEndpoint => {
  expect(() => server(ArtifactTransfer.direct({ publicEndpoint }))).toThrow(
    `[app/mlflow] \`publicEndpoint\` is "${publicEndpoint}", which is not the URL of a server; set it to a URL without a path, such as "https://s3.example.com:9000"`,
  );
});
