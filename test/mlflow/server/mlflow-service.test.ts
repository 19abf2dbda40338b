import {
  ArtifactStoreConfig,
  CaddyProxy,
  MigrateService,
  BackendStoreConfig,
  BucketInit,
  ComposeApp,
  Duration,
  EnvValue,
  Healthcheck,
  IEnvValue,
  MinioService,
  MlflowImage,
  MlflowLogLevel,
  MlflowServiceOptions,
  MlflowService,
  MlflowServiceProps,
  MysqlService,
  Network,
  Service,
  Volume,
} from '../../../src';
import { MLFLOW_VERSION } from '../../../src/mlflow/image/mlflow-version';
import { testProject } from '../../test-project';

function appWithStores(): { app: ComposeApp; stores: Pick<MlflowServiceProps, 'backendStore' | 'artifactStore'> } {
  const app = new ComposeApp(testProject(), 'app');
  const s3 = new MinioService(app, 's3');
  return {
    app,
    stores: {
      artifactStore: new BucketInit(app, 'buckets', { server: s3 }),
      backendStore: new MysqlService(app, 'db'),
    },
  };
}

function mlflow(options: MlflowServiceOptions = {}): { app: ComposeApp; server: MlflowService; definition: any } {
  const { app, stores } = appWithStores();
  const server = new MlflowService(app, 'mlflow', { ...options, ...stores });
  return {
    app,
    server,
    get definition() {
      return app.toDefinition().services.mlflow;
    },
  };
}

test('by default it is built, published on this machine alone, and waits for its stores', () => {
  expect(mlflow().definition).toMatchObject({
    build: { context: './mlflow', dockerfile: 'Dockerfile' },
    depends_on: {
      db: { condition: 'service_healthy' },
      s3: { condition: 'service_healthy' },
      buckets: { condition: 'service_completed_successfully' },
    },
    ports: [{ target: 5000, published: '5000', host_ip: '127.0.0.1', protocol: 'tcp' }],
    networks: ['internal', 'public'],
    command: ['mlflow', 'server', '--host', '0.0.0.0', '--port', '5000', '--workers', '4'],
    restart: 'unless-stopped',
    stop_grace_period: '30s',
  });
});

test('its limits follow from the number of its workers', () => {
  const limits = (workers?: number) => {
    const { deploy, cpu_quota: quota } = mlflow({ workers }).definition;
    return { ...deploy.resources.limits, quota };
  };
  expect(limits()).toEqual({ memory: '2560m', pids: 1280, quota: 500_000 });
  expect(limits(8)).toEqual({ memory: '4608m', pids: 2304, quota: 900_000 });
});

test('artifacts on their way are on disk, where the image lets any user write', () => {
  const { app, definition } = mlflow();
  expect(definition.environment.SCRATCH_DIRECTORY).toBe('/var/tmp');
  expect(definition.volumes).toEqual([{ type: 'volume', source: 'mlflow_scratch_volume', target: '/var/tmp' }]);
  expect(app.toDefinition().volumes).toHaveProperty('mlflow_scratch_volume');

  const { app: other, stores } = appWithStores();
  new MlflowService(other, 'mlflow', { ...stores, scratchVolume: new Volume(other, 'large', { external: true }) });
  expect(Object.keys(other.toDefinition().volumes)).toEqual(['minio_volume', 'db_volume', 'large']);
});

test('it gets the parts of the URI of the database, and no part is in an argument', () => {
  const { definition } = mlflow();
  expect(definition.environment).toMatchObject({
    BACKEND_STORE_SCHEME: 'mysql+pymysql',
    BACKEND_STORE_HOST: 'db',
    BACKEND_STORE_PORT: '3306',
    BACKEND_STORE_DATABASE: '${MYSQL_DATABASE:?set it in .env}',
    BACKEND_STORE_USER: '${MYSQL_USER:?set it in .env}',
    BACKEND_STORE_PASSWORD_FILE: '/run/secrets/MYSQL_PASSWORD',
    BACKEND_STORE_QUERY: 'charset=utf8mb4',
    MLFLOW_ARTIFACTS_DESTINATION: 's3://${AWS_BUCKET_NAME:?set it in .env}/',
  });
  expect(JSON.stringify([definition.command, definition.healthcheck])).not.toContain('$');
  expect(JSON.stringify(definition.environment)).not.toMatch(/ROOT/);
});

test('its kernel gives a database that is silent up after half a minute, not after hours', () => {
  const { sysctls } = mlflow().definition;
  expect(sysctls).toMatchObject({
    'net.ipv4.tcp_keepalive_time': '15',
    'net.ipv4.tcp_keepalive_intvl': '5',
    'net.ipv4.tcp_keepalive_probes': '3',
  });
  expect(sysctls).toHaveProperty(['net.ipv4.tcp_retries2'], '8');
});

test.each([
  [undefined, 25],
  [600, 595],
  [2, 1],
])('with a grace period of %s seconds, requests are cut off after %s', (grace, seconds) => {
  const stopGracePeriod = grace === undefined ? undefined : Duration.seconds(grace);
  expect(mlflow({ stopGracePeriod }).definition.environment.MLFLOW_UVICORN_OPTS).toMatch(
    new RegExp(` --timeout-graceful-shutdown ${seconds}$`),
  );
});

test('its healthcheck asks the server itself, and gives it time to start', () => {
  expect(mlflow().definition.healthcheck).toMatchObject({
    test: ['CMD', 'mlflow-healthcheck'],
    start_period: '5m',
    start_interval: '500ms',
  });
  expect(mlflow({ healthcheck: Healthcheck.shell('mine') }).definition.healthcheck.test).toEqual(['CMD-SHELL', 'mine']);
});

test('the drivers of its stores are in its image', () => {
  expect(mlflow().server.dockerfile.toText()).toMatch(/pymysql\.txt[^]*boto3\.txt/);
});

test('the number of workers may be given', () => {
  expect(mlflow({ workers: 3 }).definition.command.slice(-2)).toEqual(['--workers', '3']);
});

test.each([0, -1, 1.5, NaN])('%d workers are an error', workers => {
  expect(() => mlflow({ workers }).definition).toThrow(
    `[app/mlflow] \`workers\` is ${workers}; set it to a whole number of 1 or more`,
  );
});

test.each([
  [undefined, 'INFO'],
  [MlflowLogLevel.CRITICAL, 'CRITICAL'],
  [MlflowLogLevel.ERROR, 'ERROR'],
  [MlflowLogLevel.WARNING, 'WARNING'],
  [MlflowLogLevel.INFO, 'INFO'],
  [MlflowLogLevel.DEBUG, 'DEBUG'],
])('the log level %s reaches MLflow as %s', (logLevel, level) => {
  const { environment } = mlflow({ logLevel }).definition;
  expect(environment.MLFLOW_LOGGING_LEVEL).toBe(level);
  expect(environment.MLFLOW_UVICORN_OPTS).toContain(`--log-level ${level.toLowerCase()}`);
});

test('further arguments come last, and literal', () => {
  expect(mlflow({ extraArgs: ['--x-frame-options', '$DENY'] }).definition.command.slice(-2)).toEqual([
    '--x-frame-options',
    '$$DENY',
  ]);
});

test('the version is that of the image', () => {
  expect(mlflow().server.dockerfile.version).toBe(MLFLOW_VERSION);
  const { server } = mlflow({ version: '3.11.1' });
  expect(server.dockerfile.version).toBe('3.11.1');
  expect(server.dockerfile.toText()).toContain('mlflow==3.11.1');
});

test('an image of the team is used, and gets the drivers', () => {
  const { app, stores } = appWithStores();
  const dockerfile = new MlflowImage(app, 'ours', { version: '3.12.0' });
  const server = new MlflowService(app, 'mlflow', { ...stores, dockerfile });
  expect(server.dockerfile).toBe(dockerfile);
  expect(app.toDefinition().services.mlflow.build.context).toBe('./ours');
  expect(dockerfile.toText()).toContain('pymysql.txt');
});

test('two servers of one app may share an image', () => {
  const { app, stores } = appWithStores();
  const one = new MlflowService(app, 'one', stores);
  new MlflowService(app, 'two', { ...stores, dockerfile: one.dockerfile, port: 5001 });
  expect(app.toDefinition().services.two.build).toEqual(app.toDefinition().services.one.build);
  expect(one.dockerfile.toText().match(/requirements\/boto3\.txt,/g)).toHaveLength(1);
});

test('by default two servers of one app have separate images', () => {
  const { app, stores } = appWithStores();
  new MlflowService(app, 'one', stores);
  new MlflowService(app, 'two', { ...stores, port: 5001 });
  expect([app.toDefinition().services.one.build.context, app.toDefinition().services.two.build.context]).toEqual([
    './one',
    './two',
  ]);
});

test.each<[string, MlflowServiceOptions, string[]]>([
  ['the default', {}, []],
  ['another port', { port: 8080 }, ['localhost:8080', '127.0.0.1:8080']],
  ['port 80', { port: 80 }, ['localhost', 'localhost:80', '127.0.0.1', '127.0.0.1:80']],
  ['a port that the engine picks', { ports: [{ target: 5000 }] }, ['localhost:*', '127.0.0.1:*']],
  ['no port', { ports: [] }, []],
  [
    'hosts of the team',
    { allowedHosts: ['mlflow.example.com', '*.example.org'] },
    ['mlflow.example.com', '*.example.org'],
  ],
])('the hosts that it answers, with %s', (_, options, hosts) => {
  expect(mlflow(options).definition.environment.MLFLOW_SERVER_ALLOWED_HOSTS).toBe(
    ['mlflow', 'mlflow:5000', 'localhost:5000', '127.0.0.1:5000', ...hosts].join(','),
  );
});

test('a port that is added later is a host that it answers', () => {
  const result = mlflow();
  result.server.addPort({ target: 5000, published: 5443 });
  expect(result.definition.environment.MLFLOW_SERVER_ALLOWED_HOSTS).toContain('localhost:5443');
});

test('pages of the hosts that it answers may change data', () => {
  expect(
    mlflow({ allowedHosts: ['mlflow.example.com'] }).definition.environment.MLFLOW_SERVER_CORS_ALLOWED_ORIGINS,
  ).toBe(
    [
      'http://mlflow',
      'https://mlflow',
      'http://mlflow:5000',
      'https://mlflow:5000',
      'http://mlflow.example.com',
      'https://mlflow.example.com',
    ].join(','),
  );
});

test('published to the network, it answers clients of private networks', () => {
  const { environment } = mlflow({ ports: [{ target: 5000, published: 5000, hostIp: '0.0.0.0' }] }).definition;
  expect(environment.MLFLOW_SERVER_ALLOWED_HOSTS).toContain('192.168.*.[0-9]:5000');
});

test('its URL for the other services follows its name', () => {
  expect(mlflow().server.url).toBe('http://mlflow:5000');
});

test('networks, time to stop and environment may be given; an undefined prop has its default', () => {
  const { app, stores } = appWithStores();
  new MlflowService(app, 'mlflow', {
    ...stores,
    networks: [new Network(app, 'front')],
    stopGracePeriod: Duration.seconds(3),
    environment: { TZ: EnvValue.of('UTC') },
  });
  expect(app.toDefinition().services.mlflow).toMatchObject({
    networks: ['front', 'internal'],
    stop_grace_period: '3s',
    environment: { TZ: 'UTC' },
  });
  expect(mlflow({ networks: undefined, ports: undefined, port: undefined, workers: undefined }).definition).toEqual(
    mlflow().definition,
  );
});

test('its hooks may be overridden, with fields of the subclass', () => {
  class TeamMlflow extends MlflowService {
    private readonly host = 'team.example.com';
    private readonly argument = '--dev';
    protected renderAllowedHosts(): string[] {
      return [...super.renderAllowedHosts(), this.host];
    }
    protected renderCorsOrigins(): string[] {
      return [...super.renderCorsOrigins(), `https://${this.host}:8443`];
    }
    protected renderCommand(): string[] {
      return [...super.renderCommand(), this.argument];
    }
    protected renderEnvironment(): { [name: string]: IEnvValue } {
      return { ...super.renderEnvironment(), HOST: EnvValue.of(this.host) };
    }
  }
  const { app, stores } = appWithStores();
  new TeamMlflow(app, 'mlflow', stores);
  const { command, environment } = app.toDefinition().services.mlflow;
  expect(command.at(-1)).toBe('--dev');
  expect(environment.HOST).toBe('team.example.com');
  expect(environment.MLFLOW_SERVER_ALLOWED_HOSTS).toMatch(/,team\.example\.com$/);
  expect(environment.MLFLOW_SERVER_CORS_ALLOWED_ORIGINS).toMatch(
    /,https:\/\/team\.example\.com,https:\/\/team\.example\.com:8443$/,
  );
});

test('the stores are bound to the server itself, once each', () => {
  const bound: Service[] = [];
  const { app } = appWithStores();
  const backendStore = {
    bind(consumer: Service): BackendStoreConfig {
      bound.push(consumer);
      const text = EnvValue.of('x');
      return { scheme: 'sqlite', host: text, port: 1, database: text, user: text, password: text };
    },
  };
  const artifactStore = {
    bind(consumer: Service): ArtifactStoreConfig {
      bound.push(consumer);
      return { destination: EnvValue.of('/mlartifacts') };
    },
  };
  const server = new MlflowService(app, 'mlflow', { backendStore, artifactStore });
  expect(bound).toEqual([server, server]);
});

test('without an app above it is an error', () => {
  const { stores } = appWithStores();
  expect(() => new MlflowService(testProject(), 'mlflow', stores)).toThrow(
    'there is no ComposeApp above this construct',
  );
});

const given = {
  migrate: '`migration` is ignored because `migrate` is false',
  version: '`version` is ignored',
  port: '`port` is ignored',
};

test.each<[string, (app: ComposeApp) => MlflowServiceProps]>([
  [given.version, app => ({ dockerfile: new MlflowImage(app, 'image'), version: '3.16.1' })],
  [given.port, () => ({ port: 5050, ports: [{ target: 5000, published: 5051 }] })],
  [given.port, app => ({ port: 5050, proxy: new CaddyProxy(app, 'proxy', { host: 'mlflow.example.com' }) })],
  [
    given.migrate,
    app => {
      const [dockerfile, backendStore] = [new MlflowImage(app, 'image'), new MysqlService(app, 'db')];
      return {
        dockerfile,
        backendStore,
        migrate: false,
        migration: new MigrateService(app, 'migrate', { dockerfile, backendStore }),
      };
    },
  ],
])('%s: a prop that nothing would read is an error', (message, props) => {
  const app = new ComposeApp(testProject(), 'app');
  new MlflowService(app, 'mlflow', props(app));
  expect(() => app.toDefinition()).toThrow(message);
});
