import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BucketInit, ComposeApp, ContainerImage, EnvValue, SeaweedfsService, Secret, Volume } from '../../../src';
import { assetText } from '../../../src/assets-directory';
import { testProject } from '../../test-project';

test('the whole service, and its buckets', () => {
  const app = new ComposeApp(testProject(), 'app');
  const server = new SeaweedfsService(app, 's3');
  new BucketInit(app, 'init', { server, buckets: ['mlflow', 'data'], versioning: true });
  const { services, volumes } = app.toDefinition();
  expect(services.s3).toMatchSnapshot();
  expect(services.init.environment).toMatchSnapshot();
  expect(Object.keys(volumes)).toEqual(['seaweedfs_volume']);
  expect(server.service).toBe(server);
});

test('it gets the user of each BucketInit', () => {
  const app = new ComposeApp(testProject(), 'app');
  const server = new SeaweedfsService(app, 's3');
  new BucketInit(app, 'one', { server, buckets: ['mlflow'] });
  new BucketInit(app, 'two', {
    server,
    buckets: ['other'],
    accessKeyId: EnvValue.of('other'),
    secretAccessKey: new Secret(app, 'OTHER'),
    region: EnvValue.of('eu'),
  });
  expect(app.toDefinition().services.s3.environment).toMatchObject({
    IDENTITY_1_KEY: '${AWS_ACCESS_KEY_ID:?set it in .env}',
    IDENTITY_1_SECRET_FILE: '/run/secrets/AWS_SECRET_ACCESS_KEY',
    IDENTITY_1_BUCKETS: 'mlflow',
    IDENTITY_2_KEY: 'other',
    IDENTITY_2_SECRET_FILE: '/run/secrets/OTHER',
    IDENTITY_2_BUCKETS: 'other',
  });
});

test('its API for users requires a certificate', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  new SeaweedfsService(app, 's3');
  const path = '/run/secrets/SEAWEEDFS_CERTIFICATE';
  expect(app.toDefinition().services.s3.environment).toMatchObject({
    WEED_GRPC_S3_CERT: path,
    WEED_GRPC_S3_KEY: path,
    WEED_GRPC_CA: path,
  });
  project.synth();
  expect(readFileSync(join(project.outdir, 'secrets/SEAWEEDFS_CERTIFICATE'), 'utf8')).toContain(
    '-----BEGIN CERTIFICATE-----',
  );
});

test('image, port, administrator, certificate and volume may be given', () => {
  const app = new ComposeApp(testProject(), 'app');
  new SeaweedfsService(app, 's3', {
    image: ContainerImage.fromRegistry('team/server:1'),
    apiPort: 1,
    rootUser: EnvValue.of('me'),
    rootPassword: new Secret(app, 'ours'),
    certificate: new Secret(app, 'pem'),
    volume: new Volume(app, 'data'),
  });
  const { services, volumes } = app.toDefinition();
  expect(services.s3).toMatchObject({
    image: 'team/server:1',
    ports: [{ target: 8333, published: '1' }],
    environment: { S3_ROOT_USER: 'me', S3_ROOT_PASSWORD_FILE: '/run/secrets/ours', WEED_GRPC_CA: '/run/secrets/pem' },
  });
  expect([Object.keys(volumes), app.variables]).toEqual([['data'], []]);
});

test('its script is written next to the compose file', () => {
  const project = testProject();
  new SeaweedfsService(new ComposeApp(project, 'app'), 's3');
  project.synth();
  expect(readFileSync(join(project.outdir, 's3/entrypoint.sh'), 'utf8')).toBe(
    assetText('s3-entrypoint.sh', 'seaweedfs/entrypoint.sh'),
  );
});
