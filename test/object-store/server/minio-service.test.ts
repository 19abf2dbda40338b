import {
  ComposeApp,
  ContainerImage,
  Duration,
  EnvValue,
  Healthcheck,
  MinioService,
  MinioServiceProps,
  Network,
  PortMapping,
  Secret,
  Volume,
} from '../../../src';
import { testProject } from '../../test-project';

function minio(props?: MinioServiceProps): { app: ComposeApp; s3: MinioService; definition: any } {
  const app = new ComposeApp(testProject(), 'app');
  const s3 = new MinioService(app, 's3', props);
  return { app, s3, definition: app.toDefinition() };
}

test('by default it keeps its data in minio_volume and publishes API and console on this machine alone', () => {
  const { definition } = minio();
  expect(definition.volumes).toEqual({ minio_volume: {} });
  expect(definition.services.s3).toMatchObject({
    image: expect.stringMatching(/^pgsty\/silo:RELEASE\./),
    command: ['server', '/data', '--console-address', ':9001'],
    networks: ['internal', 'public'],
    ports: [
      { target: 9000, published: '9000', host_ip: '127.0.0.1', protocol: 'tcp' },
      { target: 9001, published: '9001', host_ip: '127.0.0.1', protocol: 'tcp' },
    ],
    volumes: [{ type: 'volume', source: 'minio_volume', target: '/data' }],
    restart: 'unless-stopped',
    stop_grace_period: '30s',
  });
});

test('it runs as its own user, and an init job changes the owner of the volume first', () => {
  const { services } = minio().definition;
  expect(services.s3).toMatchObject({
    user: '10001:10001',
    depends_on: { s3_volume_owner: { condition: 'service_completed_successfully' } },
  });
  expect(services.s3_volume_owner).toMatchObject({
    image: services.s3.image,
    command: ['10001:10001', '/volume'],
    volumes: [{ type: 'volume', source: 'minio_volume', target: '/volume' }],
  });
});

test('another user gets the volume too', () => {
  const { services } = minio({ user: '1000:100' }).definition;
  expect([services.s3.user, services.s3_volume_owner.command[0]]).toEqual(['1000:100', '1000:100']);
});

test('it is limited to what it was measured to live with', () => {
  expect(minio().definition.services.s3).toMatchObject({
    deploy: { resources: { limits: { memory: '2g', pids: 512 } } },
    cpu_quota: 200_000,
  });
});

test('its administrator is a variable, the password a secret that it reads from a file', () => {
  const { app, s3, definition } = minio();
  expect(app.variables.map(({ variableName, defaultValue }) => [variableName, defaultValue])).toEqual([
    ['MINIO_ROOT_USER', 'minio-admin'],
  ]);
  expect([s3.rootUser]).toEqual(app.variables);
  expect(s3.rootPassword.name).toBe('MINIO_ROOT_PASSWORD');
  expect(definition.services.s3).toMatchObject({
    environment: {
      MINIO_ROOT_USER: '${MINIO_ROOT_USER:?set it in .env}',
      MINIO_ROOT_PASSWORD_FILE: '/run/secrets/MINIO_ROOT_PASSWORD',
    },
    secrets: [{ source: 'MINIO_ROOT_PASSWORD' }],
  });
});

test('the administrator can be set; then none is declared', () => {
  const app = new ComposeApp(testProject(), 'app');
  new MinioService(app, 's3', {
    rootUser: EnvValue.of('me'),
    rootPassword: new Secret(app, 'ours', { file: './ours' }),
  });
  expect(app.variables).toEqual([]);
  expect(app.toDefinition().services.s3.environment).toEqual({
    MINIO_ROOT_USER: 'me',
    MINIO_ROOT_PASSWORD_FILE: '/run/secrets/ours',
  });
});

test('the ports of the host may be given', () => {
  const { ports } = minio({ apiPort: 19000, consolePort: 19001 }).definition.services.s3;
  expect(ports.map(({ target, published }: any) => [target, published])).toEqual([
    [9000, '19000'],
    [9001, '19001'],
  ]);
});

test('image, networks, ports, times and volume may be given', () => {
  const app = new ComposeApp(testProject(), 'app');
  new MinioService(app, 's3', {
    image: ContainerImage.fromRegistry('quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z'),
    networks: [new Network(app, 'storage')],
    ports: [],
    stopGracePeriod: Duration.seconds(1),
    volume: new Volume(app, 'ours'),
  });
  const { services, networks, volumes } = app.toDefinition();
  expect([Object.keys(networks), Object.keys(volumes)]).toEqual([['storage'], ['ours']]);
  expect(services.s3).toMatchObject({
    image: 'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z',
    networks: ['storage'],
    stop_grace_period: '1s',
  });
  expect(services.s3.ports).toBeUndefined();
});

test('a prop that is undefined has its default', () => {
  const { definition } = minio({
    image: undefined,
    networks: undefined,
    ports: undefined,
    stopGracePeriod: undefined,
    apiPort: undefined,
  });
  expect(definition).toEqual(minio().definition);
});

test('it is healthy when buckets and users can be worked with', () => {
  expect(minio().definition.services.s3.healthcheck.test).toEqual([
    'CMD',
    'curl',
    '--fail',
    '--silent',
    '--noproxy',
    '*',
    'http://127.0.0.1:9000/minio/health/cluster',
  ]);
});

test('the healthcheck may be given', () => {
  expect(minio({ healthcheck: Healthcheck.shell('mine') }).definition.services.s3.healthcheck.test).toEqual([
    'CMD-SHELL',
    'mine',
  ]);
});

test('as an S3 server it returns its service, its URL in the app and an image with its client', () => {
  const { s3 } = minio();
  expect(s3.service).toBe(s3);
  expect(s3.endpoint).toBe('http://s3:9000');
  expect(s3.clientImage).toBe(s3.image);
});

test('its hooks may be overridden, with fields of the subclass', () => {
  class TeamMinio extends MinioService {
    private readonly address = ':9999';
    private readonly port: PortMapping = { target: 9999 };
    protected renderCommand(): string[] {
      return [...super.renderCommand(), '--address', this.address];
    }
    protected renderPorts(): PortMapping[] {
      return [...super.renderPorts(), this.port];
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  new TeamMinio(app, 's3');
  expect(app.toDefinition().services.s3.command.slice(-2)).toEqual(['--address', ':9999']);
  expect(app.toDefinition().services.s3.ports).toHaveLength(3);
});
