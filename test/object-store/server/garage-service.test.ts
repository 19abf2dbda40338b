import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  BucketInit,
  ComposeApp,
  ComposeTemplate,
  ContainerImage,
  GarageService,
  Secret,
  Service,
  Volume,
} from '../../../src';
import { testProject } from '../../test-project';

function garage(): { app: ComposeApp; server: GarageService; buckets: BucketInit } {
  const app = new ComposeApp(testProject(), 'app');
  const server = new GarageService(app, 's3');
  return { app, server, buckets: new BucketInit(app, 'init', { server, buckets: ['mlflow'] }) };
}

// Few machines have its image, so the written files are compared as a whole; labels have the hashes of scripts.
test('the whole file, with its buckets', () => {
  const { app } = garage();
  const { services, volumes } = app.toDefinition();
  expect(ComposeTemplate.fromApp(app).toYaml()).toMatchSnapshot();
  expect(services.init.environment).toEqual({
    S3_ENDPOINT: 'http://s3:3900',
    GARAGE_ADMIN_ENDPOINT: 'http://s3:3903',
    GARAGE_ADMIN_TOKEN_FILE: '/run/secrets/GARAGE_ADMIN_TOKEN',
    AWS_ACCESS_KEY_ID: '${AWS_ACCESS_KEY_ID:?set it in .env}',
    AWS_SECRET_ACCESS_KEY_FILE: '/run/secrets/AWS_SECRET_ACCESS_KEY',
    BUCKETS: 'mlflow',
    POLICY_NAME: 'team-app-init',
  });
  expect(Object.keys(volumes)).toEqual(['garage_volume']);
});

test('its configuration', () => {
  const { app } = garage();
  app.project.synth();
  expect(readFileSync(join(app.project.outdir, 's3', 'garage.toml'), 'utf8')).toMatchSnapshot();
});

test('keys have the form that Garage requires, and clients sign for its region', () => {
  const { app, buckets } = garage();
  app.project.synth();
  expect(app.variables.map(({ variableName, defaultValue }) => [variableName, defaultValue])).toEqual([
    ['AWS_ACCESS_KEY_ID', 'GK6d6c666c6f776d6c666c6f77'],
  ]);
  for (const name of ['AWS_SECRET_ACCESS_KEY', 'GARAGE_RPC_SECRET']) {
    const path = join(app.project.outdir, 'secrets', name);
    expect(readFileSync(path, 'utf8')).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(path).mode % 0o1000).toBe(0o644);
  }
  const job = new Service(app, 'job', { image: ContainerImage.fromRegistry('alpine') });
  buckets.bind(job);
  expect(app.toDefinition().services.job.environment.AWS_DEFAULT_REGION).toBe('us-east-1');
});

test('image, port, secrets and volume may be given', () => {
  const app = new ComposeApp(testProject(), 'app');
  new GarageService(app, 's3', {
    image: ContainerImage.fromRegistry('dxflrs/garage:v2.5.0'),
    apiPort: 1,
    rpcSecret: new Secret(app, 'rpc'),
    adminToken: new Secret(app, 'token'),
    volume: new Volume(app, 'data'),
  });
  expect(app.toDefinition().services.s3).toMatchObject({
    image: 'dxflrs/garage:v2.5.0',
    ports: [{ target: 3900, published: '1' }],
    environment: { GARAGE_RPC_SECRET_FILE: '/run/secrets/rpc', GARAGE_ADMIN_TOKEN_FILE: '/run/secrets/token' },
  });
});

test('the secret of a key is not rotated, since Garage never gives a key another one', () => {
  const { app } = garage();
  const [{ args = [] }] = app.project.tasks
    .tryFind('app:rotate-secret')!
    .steps.map(({ execArgs }) => ({ args: execArgs }));
  expect(args[args.indexOf('--refuse') + 1]).toMatch(
    /^AWS_SECRET_ACCESS_KEY=Garage never gives a key another secret: set a new access key ID /,
  );
});

test('earlier versions of objects are an error', () => {
  const app = new ComposeApp(testProject(), 'app');
  expect(() => new BucketInit(app, 'init', { server: new GarageService(app, 's3'), versioning: true })).toThrow(
    '[app/s3] Garage does not support versioning; remove `versioning`, or use another server',
  );
});
