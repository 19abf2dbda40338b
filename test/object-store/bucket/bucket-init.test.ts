import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BucketInit,
  BucketInitProps,
  BucketRequest,
  BucketScript,
  ComposeApp,
  ContainerImage,
  EnvValue,
  IS3Server,
  MinioService,
  Network,
  RestartPolicy,
  Secret,
  Service,
} from '../../../src';
import { testProject } from '../../test-project';

function bucketInit(props: Omit<BucketInitProps, 'server'> = {}): { app: ComposeApp; buckets: BucketInit } {
  const app = new ComposeApp(testProject(), 'app');
  return { app, buckets: new BucketInit(app, 'create_s3_buckets', { server: new MinioService(app, 's3'), ...props }) };
}

function job(app: ComposeApp, name = 'job'): Service {
  return new Service(app, name, { image: ContainerImage.fromRegistry('alpine') });
}

test('it is an init job: it waits for the server, and is started again only when it failed', () => {
  const { app } = bucketInit();
  expect(app.toDefinition().services.create_s3_buckets).toMatchObject({
    image: expect.stringMatching(/^pgsty\/silo:/),
    entrypoint: ['/bin/sh', '/usr/local/bin/create-buckets.sh'],
    user: '10001:10001',
    depends_on: { s3: { condition: 'service_healthy' } },
    networks: ['internal'],
    restart: 'on-failure:5',
    volumes: [{ type: 'tmpfs', target: '/tmp' }],
  });
});

test('user, bucket and region are variables, the key a secret', () => {
  const { app, buckets } = bucketInit();
  buckets.bind(job(app));
  expect(
    app.variables.slice(1).map(({ variableName, defaultValue, secret }) => [variableName, defaultValue, secret]),
  ).toEqual([
    ['AWS_ACCESS_KEY_ID', 'mlflow', false],
    ['AWS_BUCKET_NAME', 'mlflow', false],
    ['AWS_REGION', 'us-east-1', false],
  ]);
  expect(app.toDefinition().services.create_s3_buckets.environment).toEqual({
    S3_ENDPOINT: 'http://s3:9000',
    MINIO_ROOT_USER: '${MINIO_ROOT_USER:?set it in .env}',
    MINIO_ROOT_PASSWORD_FILE: '/run/secrets/MINIO_ROOT_PASSWORD',
    AWS_ACCESS_KEY_ID: '${AWS_ACCESS_KEY_ID:?set it in .env}',
    AWS_SECRET_ACCESS_KEY_FILE: '/run/secrets/AWS_SECRET_ACCESS_KEY',
    BUCKETS: '${AWS_BUCKET_NAME:?set it in .env}',
    POLICY_NAME: 'team-app-create_s3_buckets',
  });
});

test('each of them may be given', () => {
  const app = new ComposeApp(testProject(), 'app');
  const buckets = new BucketInit(app, 'create_s3_buckets', {
    server: new MinioService(app, 's3'),
    buckets: ['mlflow', 'data.sets-1'],
    versioning: true,
    accessKeyId: EnvValue.of('key'),
    secretAccessKey: new Secret(app, 'ours', { file: './ours' }),
    region: EnvValue.of('eu'),
  });
  expect(buckets.bind(job(app)).destination.toCompose()).toBe('s3://mlflow/');
  const { services, secrets } = app.toDefinition();
  expect(app.variables.map(({ variableName }) => variableName)).toEqual(['MINIO_ROOT_USER']);
  expect(Object.keys(secrets)).toEqual(['MINIO_ROOT_PASSWORD', 'ours']);
  expect(services.create_s3_buckets.environment).toMatchObject({
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY_FILE: '/run/secrets/ours',
    BUCKETS: 'mlflow data.sets-1',
    BUCKET_VERSIONING: 'true',
  });
  expect(services.job.environment).toMatchObject({
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY_FILE: '/run/secrets/ours',
    AWS_DEFAULT_REGION: 'eu',
  });
});

test('its script is written next to the compose file', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  new BucketInit(app, 'init', { server: new MinioService(app, 's3') });
  project.synth();
  expect(app.toDefinition().configs).toMatchObject({ init_script: { file: './init/create-buckets.sh' } });
  expect(app.toDefinition().services.init.configs).toEqual([
    { source: 'init_script', target: '/usr/local/bin/create-buckets.sh' },
  ]);
  expect(readFileSync(join(project.outdir, 'init/create-buckets.sh'), 'utf8')).toMatch(
    /^#!\/bin\/sh\n.*^# Creates buckets on MinIO/ms,
  );
});

test('a consumer waits until the buckets exist, and gets a user with access to them only', () => {
  const { app, buckets } = bucketInit();
  const config = buckets.bind(job(app));
  expect(config.destination.toCompose()).toBe('s3://${AWS_BUCKET_NAME:?set it in .env}/');
  expect(config.pythonPackages).toEqual(['boto3']);
  expect(app.toDefinition().services.job).toMatchObject({
    depends_on: {
      s3: { condition: 'service_healthy' },
      create_s3_buckets: { condition: 'service_completed_successfully' },
    },
    networks: ['internal'],
    environment: {
      MLFLOW_S3_ENDPOINT_URL: 'http://s3:9000',
      AWS_ACCESS_KEY_ID: '${AWS_ACCESS_KEY_ID:?set it in .env}',
      AWS_SECRET_ACCESS_KEY_FILE: '/run/secrets/AWS_SECRET_ACCESS_KEY',
      AWS_DEFAULT_REGION: '${AWS_REGION:?set it in .env}',
      MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE: 'path',
    },
  });
  expect(JSON.stringify(app.toDefinition().services.job)).not.toContain('MINIO_ROOT');
});

test('a consumer may be bound twice, and there may be several', () => {
  const { app, buckets } = bucketInit();
  const [one, two] = [job(app, 'one'), job(app, 'two')];
  buckets.bind(one);
  const before = app.toDefinition().services.one;
  buckets.bind(one);
  buckets.bind(two);
  expect(app.toDefinition().services.one).toEqual(before);
  expect(app.toDefinition().services.two).toEqual(before);
});

test('in networks of the team, consumers join those', () => {
  const app = new ComposeApp(testProject(), 'app');
  const networks = [new Network(app, 'storage')];
  const buckets = new BucketInit(app, 'init', { server: new MinioService(app, 's3', { networks }), networks });
  buckets.bind(job(app));
  const { services } = app.toDefinition();
  expect([services.s3.networks, services.init.networks, services.job.networks]).toEqual([
    ['storage'],
    ['storage'],
    ['storage'],
  ]);
});

test('restart, user and environment may be given, and an undefined prop has its default', () => {
  const { services } = bucketInit({
    restart: RestartPolicy.onFailure(3),
    user: '1:1',
    environment: { TZ: EnvValue.of('UTC') },
  }).app.toDefinition();
  expect(services.create_s3_buckets).toMatchObject({
    restart: 'on-failure:3',
    user: '1:1',
    environment: { TZ: 'UTC' },
  });
  expect(bucketInit({ restart: undefined, user: undefined, networks: undefined }).app.toDefinition()).toEqual(
    bucketInit().app.toDefinition(),
  );
});

test.each([
  'ab',
  'x'.repeat(64),
  'Upper',
  'under_score',
  '-a-',
  'a-',
  'a b',
  '',
  'a..b',
  'a.-b',
  'a-.b',
  '192.168.1.1',
])('the bucket name "%s" is an error', bucket => {
  expect(() => bucketInit({ buckets: ['good', bucket] }).app.toDefinition()).toThrow(
    `[app/create_s3_buckets] "${bucket}" is not a valid name for a bucket; use 3 to 63 lower-case letters, digits, dots and dashes, with a letter or digit at both ends`,
  );
});

test.each(['abc', 'x'.repeat(63), 'a.b-c', '123'])('the bucket name %s is valid', bucket => {
  expect(() => bucketInit({ buckets: [bucket] }).app.toDefinition()).not.toThrow();
});

test('no bucket is an error', () => {
  expect(() => bucketInit({ buckets: [] }).app.toDefinition()).toThrow(
    '[app/create_s3_buckets] `buckets` is empty; name at least one bucket',
  );
});

test('any S3 server of the team may be given', () => {
  class TeamServer extends Service implements IS3Server {
    public readonly endpoint = 'http://team:3900';
    public readonly clientImage = ContainerImage.fromRegistry('team/client:1');
    public readonly clientDefaults = { region: EnvValue.of('team'), accessKeyId: 'KEY' };
    private readonly password = new Secret(this, 'TEAM_PASSWORD');
    public get service(): Service {
      return this;
    }
    public provideBuckets(request: BucketRequest): BucketScript {
      this.addEnvironment('USER', request.accessKeyId);
      return BucketScript.custom({
        path: __filename,
        environment: { MODE: EnvValue.of('quick') },
        secrets: { TEAM_PASSWORD_FILE: this.password },
      });
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  const server = new TeamServer(app, 'team', {
    image: ContainerImage.fromRegistry('team/server:2', { hasHealthcheck: true }),
  });
  const buckets = new BucketInit(app, 'init', { server, buckets: ['one', 'two'] });
  buckets.bind(job(app));
  expect(app.variables.map(({ variableName, defaultValue }) => [variableName, defaultValue])).toEqual([
    ['AWS_ACCESS_KEY_ID', 'KEY'],
  ]);
  const { services } = app.toDefinition();
  expect(services.init).toMatchObject({
    image: 'team/client:1',
    depends_on: { team: { condition: 'service_healthy' } },
    environment: {
      S3_ENDPOINT: 'http://team:3900',
      MODE: 'quick',
      TEAM_PASSWORD_FILE: '/run/secrets/TEAM_PASSWORD',
      BUCKETS: 'one two',
    },
  });
  expect(services.team.environment.USER).toBe('${AWS_ACCESS_KEY_ID:?set it in .env}');
  expect(services.job.environment.AWS_DEFAULT_REGION).toBe('team');
});
