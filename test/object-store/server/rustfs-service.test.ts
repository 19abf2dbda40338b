import {
  BucketInit,
  ComposeApp,
  ComposeTemplate,
  ContainerImage,
  EnvValue,
  RustfsService,
  Secret,
  Volume,
} from '../../../src';
import { testProject } from '../../test-project';

// Its image is not available, so the written files are compared as a whole; labels have the hashes of scripts.
test('the whole file, with its buckets', () => {
  const app = new ComposeApp(testProject(), 'app');
  const server = new RustfsService(app, 's3');
  new BucketInit(app, 'init', { server, buckets: ['mlflow'] });
  const { services, volumes } = app.toDefinition();
  expect(ComposeTemplate.fromApp(app).toYaml()).toMatchSnapshot();
  expect(services.init.environment).toEqual({
    S3_ENDPOINT: 'http://s3:9000',
    MINIO_ROOT_USER: '${RUSTFS_ROOT_USER:?set it in .env}',
    MINIO_HEALTH: 'false',
    MINIO_ROOT_PASSWORD_FILE: '/run/secrets/RUSTFS_ROOT_PASSWORD',
    AWS_ACCESS_KEY_ID: '${AWS_ACCESS_KEY_ID:?set it in .env}',
    AWS_SECRET_ACCESS_KEY_FILE: '/run/secrets/AWS_SECRET_ACCESS_KEY',
    BUCKETS: 'mlflow',
    POLICY_NAME: 'team-app-init',
  });
  expect(services.init.image).toMatch(/^pgsty\/silo:/);
  expect(Object.keys(volumes)).toEqual(['rustfs_volume']);
  expect(server.service).toBe(server);
});

test('image, ports, administrator and volume may be given', () => {
  const app = new ComposeApp(testProject(), 'app');
  new RustfsService(app, 's3', {
    image: ContainerImage.fromRegistry('rustfs/rustfs:1.1.0'),
    apiPort: 1,
    consolePort: 2,
    rootUser: EnvValue.of('me'),
    rootPassword: new Secret(app, 'ours'),
    volume: new Volume(app, 'data'),
  });
  const { services, volumes } = app.toDefinition();
  expect(services.s3).toMatchObject({
    image: 'rustfs/rustfs:1.1.0',
    ports: [
      { target: 9000, published: '1' },
      { target: 9001, published: '2' },
    ],
    environment: { RUSTFS_ACCESS_KEY: 'me', RUSTFS_SECRET_KEY_FILE: '/run/secrets/ours' },
  });
  expect([Object.keys(volumes), app.variables]).toEqual([['data'], []]);
});
