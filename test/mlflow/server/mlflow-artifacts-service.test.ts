import {
  BucketInit,
  ComposeApp,
  Duration,
  MinioService,
  MlflowArtifactsService,
  MlflowArtifactsServiceProps,
} from '../../../src';
import { testProject } from '../../test-project';

function artifacts(props: Partial<MlflowArtifactsServiceProps> = {}): {
  server: MlflowArtifactsService;
  definition: any;
} {
  const app = new ComposeApp(testProject(), 'app');
  const artifactStore = new BucketInit(app, 'init', { server: new MinioService(app, 's3'), buckets: ['mlflow'] });
  const server = new MlflowArtifactsService(app, 'artifacts', { artifactStore, ...props });
  return { server, definition: app.toDefinition().services.artifacts };
}

test('it serves the artifacts of a store, and has no database', () => {
  const { definition, server } = artifacts();
  expect(definition).toMatchObject({
    command: ['mlflow', 'server', '--artifacts-only', '--host', '0.0.0.0', '--port', '5000', '--workers', '2'],
    depends_on: { s3: { condition: 'service_healthy' }, init: { condition: 'service_completed_successfully' } },
    networks: ['internal', 'public'],
    ports: [{ target: 5000, published: '5001', host_ip: '127.0.0.1', protocol: 'tcp' }],
    volumes: [{ type: 'volume', source: 'artifacts_scratch_volume', target: '/var/tmp' }],
    healthcheck: { test: ['CMD', 'mlflow-healthcheck'] },
    cap_drop: ['ALL'],
    deploy: { resources: { limits: { memory: '1536m', pids: 768 } } },
    cpu_quota: 300000,
  });
  expect(definition.environment).toMatchObject({
    MLFLOW_ARTIFACTS_DESTINATION: 's3://mlflow/',
    MLFLOW_SERVER_ALLOWED_HOSTS: 'artifacts,artifacts:5000,localhost:5000,127.0.0.1:5000,localhost:5001,127.0.0.1:5001',
  });
  expect(Object.keys(definition.environment).join()).not.toContain('BACKEND');
  expect(server.dockerfile.toText()).toContain('boto3');
});

test.each([
  [undefined, 25],
  [600, 595],
])('with a grace period of %s seconds, requests are cut off after %s', (grace, seconds) => {
  const { definition } = artifacts({ stopGracePeriod: grace === undefined ? undefined : Duration.seconds(grace) });
  expect(definition.environment.MLFLOW_UVICORN_OPTS).toMatch(new RegExp(` --timeout-graceful-shutdown ${seconds}$`));
  expect(definition.stop_grace_period).toBe(`${seconds + 5}s`);
});

test('clients get the published port of this machine', () => {
  expect(artifacts().server.artifactRoot).toBe('mlflow-artifacts://127.0.0.1:5001/');
  expect(artifacts({ port: 5600 }).server.artifactRoot).toBe('mlflow-artifacts://127.0.0.1:5600/');
});

test('a public address may be given, under which the server answers as well', () => {
  const { server, definition } = artifacts({ publicAddress: 'artifacts.example.com:8443', workers: 4 });
  expect(server.artifactRoot).toBe('mlflow-artifacts://artifacts.example.com:8443/');
  expect(definition.environment.MLFLOW_SERVER_ALLOWED_HOSTS).toContain(',artifacts.example.com:8443');
  expect(definition.environment.MLFLOW_SERVER_CORS_ALLOWED_ORIGINS).toContain('https://artifacts.example.com:8443');
  expect(definition.command.slice(-2)).toEqual(['--workers', '4']);
});

test.each([{ publicAddress: 'artifacts.example.com' }, { publicAddress: 'https://a:1' }, { ports: [] }])(
  'an invalid public address is an error: %j',
  props => {
    expect(() => artifacts(props)).toThrow(
      /\[app\/artifacts\] clients cannot use the address ".+"; set `publicAddress` to a host and a port/,
    );
  },
);
