import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ComposeApp,
  ContainerImage,
  Duration,
  EnvValue,
  EnvVariable,
  Healthcheck,
  IEnvValue,
  MysqlService,
  MysqlServiceProps,
  Network,
  RestartPolicy,
  Secret,
  Service,
  Volume,
} from '../../src';
import { assetText } from '../../src/assets-directory';
import { testProject } from '../test-project';

function mysql(props?: MysqlServiceProps): { app: ComposeApp; db: MysqlService; definition: any } {
  const app = new ComposeApp(testProject(), 'app');
  const db = new MysqlService(app, 'db', props);
  return { app, db, definition: app.toDefinition() };
}

test('by default it keeps its data in db_volume, is in the internal network alone and publishes nothing', () => {
  const { definition } = mysql();
  expect(Object.keys(definition.networks)).toEqual(['internal']);
  expect(definition.volumes).toEqual({ db_volume: {} });
  expect(definition.services.db).toMatchObject({
    image: 'mysql:9.7',
    user: '999:999',
    networks: ['internal'],
    volumes: [{ type: 'volume', source: 'db_volume', target: '/var/lib/mysql' }],
    restart: 'unless-stopped',
    stop_grace_period: '1m',
  });
  expect(definition.services.db.ports).toBeUndefined();
});

test('it is limited to what it was measured to live with', () => {
  expect(mysql().definition.services.db).toMatchObject({
    deploy: { resources: { limits: { memory: '2g', pids: 512 } } },
    cpu_quota: 200_000,
  });
});

test('names are variables, passwords secrets that it reads from files', () => {
  const { app, definition } = mysql();
  expect(app.variables.map(({ variableName, defaultValue, secret }) => [variableName, defaultValue, secret])).toEqual([
    ['MYSQL_DATABASE', 'mlflow', false],
    ['MYSQL_USER', 'mlflow', false],
  ]);
  expect(Object.keys(definition.secrets)).toEqual(['MYSQL_PASSWORD', 'MYSQL_ROOT_PASSWORD']);
  expect(definition.services.db).toMatchObject({
    environment: {
      MYSQL_DATABASE: '${MYSQL_DATABASE:?set it in .env}',
      MYSQL_USER: '${MYSQL_USER:?set it in .env}',
      MYSQL_PASSWORD_FILE: '/run/secrets/MYSQL_PASSWORD',
      MYSQL_ROOT_PASSWORD_FILE: '/run/secrets/MYSQL_ROOT_PASSWORD',
    },
    secrets: [{ source: 'MYSQL_PASSWORD' }, { source: 'MYSQL_ROOT_PASSWORD' }],
  });
});

test('names and passwords can be set; then none is declared', () => {
  const app = new ComposeApp(testProject(), 'app');
  new MysqlService(app, 'db', {
    database: EnvValue.of('runs'),
    databaseUser: EnvValue.of('me'),
    databasePassword: new Secret(app, 'ours', { file: './ours' }),
    rootPassword: new Secret(app, 'root', { file: './root' }),
  });
  const { services, secrets } = app.toDefinition();
  expect(app.variables).toEqual([]);
  expect(secrets).toEqual({ ours: { file: './ours' }, root: { file: './root' } });
  expect(services.db.environment).toEqual({
    MYSQL_DATABASE: 'runs',
    MYSQL_USER: 'me',
    MYSQL_PASSWORD_FILE: '/run/secrets/ours',
    MYSQL_ROOT_PASSWORD_FILE: '/run/secrets/root',
  });
});

test('the volume may be given', () => {
  const app = new ComposeApp(testProject(), 'app');
  new MysqlService(app, 'db', { volume: new Volume(app, 'ours', { external: true }) });
  expect(app.toDefinition().volumes).toEqual({ ours: { external: true } });
  expect(app.toDefinition().services.db.volumes[0].source).toBe('ours');
});

test('image, user, networks and times may be given', () => {
  const app = new ComposeApp(testProject(), 'app');
  new MysqlService(app, 'db', {
    image: ContainerImage.fromRegistry('mysql:8.4'),
    user: '27:27',
    networks: [new Network(app, 'backend')],
    stopGracePeriod: Duration.seconds(5),
    restart: RestartPolicy.ALWAYS,
    environment: { TZ: EnvValue.of('UTC') },
    containerName: 'mlflow_db',
  });
  expect(Object.keys(app.toDefinition().networks)).toEqual(['backend']);
  expect(app.toDefinition().services.db).toMatchObject({
    image: 'mysql:8.4',
    user: '27:27',
    networks: ['backend'],
    stop_grace_period: '5s',
    restart: 'always',
    environment: { TZ: 'UTC' },
    container_name: 'mlflow_db',
  });
});

test('a prop that is undefined has its default', () => {
  const { definition } = mysql({ image: undefined, networks: undefined, user: undefined, stopGracePeriod: undefined });
  expect(definition.services.db).toEqual(mysql().definition.services.db);
});

test('the healthcheck uses TCP: the server of the initialization listens on its socket only', () => {
  expect(mysql().definition.services.db.healthcheck).toMatchObject({
    test: ['CMD', 'mysqladmin', 'ping', '--host=127.0.0.1', '--protocol=tcp', '--silent'],
    start_period: '2m',
    start_interval: '500ms',
  });
});

test('the healthcheck may be given', () => {
  expect(mysql({ healthcheck: Healthcheck.shell('mine') }).definition.services.db.healthcheck.test).toEqual([
    'CMD-SHELL',
    'mine',
  ]);
});

test('it starts with our entrypoint, which is written next to the compose file', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  new MysqlService(app, 'db');
  project.synth();
  expect(app.toDefinition().services.db.entrypoint).toEqual(['bash', '/usr/local/bin/mysql-entrypoint.sh']);
  expect(app.toDefinition().services.db.configs).toEqual([
    { source: 'db_entrypoint', target: '/usr/local/bin/mysql-entrypoint.sh' },
  ]);
  expect(app.toDefinition().configs).toEqual({ db_entrypoint: { file: './db/entrypoint.sh' } });
  expect(readFileSync(join(project.outdir, 'db/entrypoint.sh'), 'utf8')).toBe(
    assetText('database-entrypoint.sh', 'mysql/entrypoint.sh'),
  );
});

test('it knows all text, and allows the triggers of the migrations', () => {
  expect(mysql().definition.services.db.command).toEqual([
    'mysqld',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_0900_bin',
    '--log-bin-trust-function-creators=1',
  ]);
});

test.each([
  [['--collation-server=utf8mb4_0900_as_cs'], '--collation-server'],
  [['--collation_server=utf8mb4_bin'], '--collation_server'],
  [['--collation-server', 'latin1_bin'], '--collation-server'],
  [['--loose-collation-s=latin1_bin'], '--loose-collation-s'],
])('a collation of the command that takes different names for the same one is refused: %j', (args, name) => {
  class OtherMysql extends MysqlService {
    protected renderCommand(): string[] {
      return [...super.renderCommand(), ...args];
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  new OtherMysql(app, 'db');
  expect(() => app.toDefinition()).toThrow(
    `[app/db] the command sets the collation ${args.join('=').split('=')[1]}, but MLflow needs names to be compared by bytes; remove ${name} (it is utf8mb4_0900_bin)`,
  );
});

test.each([
  { command: 'mysqld --collation-server=latin1_bin' as any },
  { command: ['mysqld', '--collation-server=latin1_bin'] },
])('also in an override of its definition: %j', spec => {
  const app = new ComposeApp(testProject(), 'app');
  new MysqlService(app, 'db', { spec });
  expect(() => app.toDefinition()).toThrow('the command sets the collation latin1_bin');
});

test('the same collation may be said again, in any spelling', () => {
  const app = new ComposeApp(testProject(), 'app');
  new MysqlService(app, 'db', { spec: { command: 'mysqld --collation_server UTF8MB4_0900_BIN' as any } });
  expect(() => app.toDefinition()).not.toThrow();
});

test('no secret is in an argument, and no literal one in the file', () => {
  const { definition } = mysql();
  expect(
    JSON.stringify([
      definition.services.db.command,
      definition.services.db.entrypoint,
      definition.services.db.healthcheck,
    ]),
  ).not.toMatch(/PASSWORD/);
});

test('its hooks may be overridden, with fields of the subclass', () => {
  class TunedMysql extends MysqlService {
    private readonly connections = 500;
    private readonly zone = EnvValue.of('UTC');
    protected renderCommand(): string[] {
      return [...super.renderCommand(), `--max-connections=${this.connections}`];
    }
    protected renderEnvironment(): { [name: string]: IEnvValue } {
      return { ...super.renderEnvironment(), TZ: this.zone };
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  new TunedMysql(app, 'db');
  expect(app.toDefinition().services.db.command.at(-1)).toBe('--max-connections=500');
  expect(app.toDefinition().services.db.environment.TZ).toBe('UTC');
});

test('a consumer that it is bound to waits for its health, joins its networks and learns the parts of the URI', () => {
  const { app, db } = mysql();
  const consumer = new Service(app, 'job', { image: ContainerImage.fromRegistry('alpine') });
  const config = db.bind(consumer);
  expect(app.toDefinition().services.job).toMatchObject({
    networks: ['internal'],
    depends_on: { db: { condition: 'service_healthy' } },
  });
  expect({
    ...config,
    host: config.host!.toCompose(),
    database: '',
    user: '',
    dataVolume: config.dataVolume!.name,
  }).toEqual({
    scheme: 'mysql+pymysql',
    host: 'db',
    port: 3306,
    database: '',
    user: '',
    dataVolume: 'db_volume',
    passwordFile: '/run/secrets/MYSQL_PASSWORD',
    query: 'charset=utf8mb4',
    pythonPackages: ['pymysql'],
  });
  expect([config.database, config.user]).toEqual(app.variables);
  expect(app.toDefinition().services.job.secrets).toEqual([{ source: 'MYSQL_PASSWORD' }]);
});

test('it may be bound twice, and to several consumers', () => {
  const { app, db } = mysql();
  for (const name of ['one', 'two']) {
    const consumer = new Service(app, name, { image: ContainerImage.fromRegistry('alpine') });
    db.bind(consumer);
    db.bind(consumer);
    expect(app.toDefinition().services[name]).toMatchObject({
      networks: ['internal'],
      depends_on: { db: { condition: 'service_healthy' } },
      secrets: [{ source: 'MYSQL_PASSWORD' }],
    });
  }
});

test('in a network of the team, consumers join that one', () => {
  const app = new ComposeApp(testProject(), 'app');
  const db = new MysqlService(app, 'db', { networks: [new Network(app, 'backend')] });
  const consumer = new Service(app, 'job', { image: ContainerImage.fromRegistry('alpine') });
  db.bind(consumer);
  expect(app.toDefinition().services.job.networks).toEqual(['backend']);
});

test('a variable of the team by a usual name is an error, since the database would not take it', () => {
  const app = new ComposeApp(testProject(), 'app');
  new EnvVariable(app, 'MYSQL_DATABASE');
  new MysqlService(app, 'db');
  expect(() => app.toDefinition()).toThrow('the variable is already declared by app/MYSQL_DATABASE');
});

test('without an app above it is an error', () => {
  expect(() => new MysqlService(testProject(), 'db')).toThrow('there is no ComposeApp above this construct');
});
