import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ComposeApp,
  ContainerImage,
  EnvValue,
  Healthcheck,
  Network,
  PostgresService,
  PostgresServiceProps,
  Secret,
  Service,
  Volume,
} from '../../src';
import { assetText } from '../../src/assets-directory';
import { testProject } from '../test-project';

function postgres(props?: PostgresServiceProps): { app: ComposeApp; db: PostgresService; definition: any } {
  const app = new ComposeApp(testProject(), 'app');
  const db = new PostgresService(app, 'db', props);
  return {
    app,
    db,
    get definition() {
      return app.toDefinition();
    },
  };
}

test('by default it keeps its data in a volume, is in the internal network alone and publishes nothing', () => {
  const { definition } = postgres();
  expect(Object.keys(definition.networks)).toEqual(['internal']);
  expect(definition.volumes).toEqual({ postgres_volume: {} });
  expect(definition.services.db).toMatchObject({
    image: 'postgres:17',
    user: '999:999',
    networks: ['internal'],
    command: ['postgres'],
    volumes: [{ type: 'volume', source: 'postgres_volume', target: '/var/lib/postgresql/data' }],
    restart: 'unless-stopped',
    stop_grace_period: '1m',
    shm_size: '256m',
  });
  expect(definition.services.db.ports).toBeUndefined();
});

test('its container is denied what it does not need', () => {
  expect(postgres().definition.services.db).toMatchObject({
    read_only: true,
    tmpfs: ['/tmp', '/var/run/postgresql'],
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    deploy: { resources: { limits: { memory: '1g', pids: 512 } } },
  });
  expect(postgres({ hardened: false }).definition.services.db).not.toHaveProperty('read_only');
});

test('names are variables, the password a secret that it reads from a file', () => {
  const { app, definition } = postgres();
  expect(app.variables.map(({ variableName, defaultValue, secret }) => [variableName, defaultValue, secret])).toEqual([
    ['POSTGRES_DB', 'mlflow', false],
    ['POSTGRES_USER', 'mlflow', false],
  ]);
  expect(Object.keys(definition.secrets)).toEqual(['POSTGRES_PASSWORD']);
  expect(definition.services.db).toMatchObject({
    environment: {
      POSTGRES_DB: '${POSTGRES_DB:?set it in .env}',
      POSTGRES_USER: '${POSTGRES_USER:?set it in .env}',
      POSTGRES_PASSWORD_FILE: '/run/secrets/POSTGRES_PASSWORD',
    },
    secrets: [{ source: 'POSTGRES_PASSWORD' }],
  });
});

test('names, password and volume can be set; then none is declared', () => {
  const app = new ComposeApp(testProject(), 'app');
  new PostgresService(app, 'db', {
    database: EnvValue.of('runs'),
    databaseUser: EnvValue.of('me'),
    databasePassword: new Secret(app, 'ours', { file: './ours' }),
    volume: new Volume(app, 'data', { external: true }),
  });
  const { services, secrets, volumes } = app.toDefinition();
  expect(app.variables).toEqual([]);
  expect(secrets).toEqual({ ours: { file: './ours' } });
  expect(volumes).toEqual({ data: { external: true } });
  expect(services.db.environment).toEqual({
    POSTGRES_DB: 'runs',
    POSTGRES_USER: 'me',
    POSTGRES_PASSWORD_FILE: '/run/secrets/ours',
  });
});

test.each([
  ['postgres:15', '/var/lib/postgresql/data'],
  ['postgres:16.10-bookworm', '/var/lib/postgresql/data'],
  ['registry.example:5000/postgres:17', '/var/lib/postgresql/data'],
  ['pgvector/pgvector:pg17', '/var/lib/postgresql/data'],
  [`postgres:17@sha256:${'0123456789abcdef'.repeat(4)}`, '/var/lib/postgresql/data'],
  ['postgres:18.1', '/var/lib/postgresql'],
  ['pgvector/pgvector:0.8.1-pg18-trixie', '/var/lib/postgresql'],
  [`postgres:17@sha256:${'18f3'.repeat(16)}`, '/var/lib/postgresql/data'],
])('the data of %s is at %s', (reference, target) => {
  const { definition } = postgres({ image: ContainerImage.fromRegistry(reference) });
  expect(definition.services.db.volumes[0].target).toBe(target);
});

test.each([
  ['postgres:14', 14],
  ['postgres:19beta3', 19],
  ['postgres:9.6', 9],
])('%s is an error', (reference, version) => {
  expect(() => postgres({ image: ContainerImage.fromRegistry(reference) }).definition).toThrow(
    `[app/db] PostgreSQL ${version} is not tested with MLflow; use an image of 15 to 18`,
  );
});

test.each([
  ContainerImage.fromRegistry('postgres:latest'),
  ContainerImage.fromRegistry(`postgres@sha256:${'18f3'.repeat(16)}`),
  ContainerImage.fromRegistry('registry.example:5000/postgres'),
  ContainerImage.fromDefinition({ build: 'https://git.example.com/team/postgres.git' }),
])('an image that does not tell its version is an error, unless that is given', image => {
  expect(() => postgres({ image }).definition).toThrow(
    '[app/db] the tag of the image does not tell the version of PostgreSQL',
  );
  expect(postgres({ image, majorVersion: 18 }).definition.services.db.volumes[0].target).toBe('/var/lib/postgresql');
});

test('by default the healthcheck uses TCP', () => {
  expect(postgres().definition.services.db.healthcheck).toMatchObject({
    test: ['CMD', 'pg_isready', '--host=127.0.0.1', '--username=postgres', '--dbname=postgres', '--quiet'],
    start_period: '2m',
    start_interval: '500ms',
  });
  expect(postgres({ healthcheck: Healthcheck.shell('mine') }).definition.services.db.healthcheck.test).toEqual([
    'CMD-SHELL',
    'mine',
  ]);
});

test('it starts with our entrypoint, which is written next to the compose file', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  new PostgresService(app, 'db');
  project.synth();
  expect(app.toDefinition().services.db.entrypoint).toEqual(['bash', '/usr/local/bin/postgres-entrypoint.sh']);
  expect(app.toDefinition().configs).toEqual({ db_entrypoint: { file: './db/entrypoint.sh' } });
  expect(readFileSync(join(project.outdir, 'db/entrypoint.sh'), 'utf8')).toBe(
    assetText('database-entrypoint.sh', 'postgres/entrypoint.sh'),
  );
});

test('its hooks may be overridden', () => {
  class Tuned extends PostgresService {
    private readonly connections = 300;
    protected renderCommand(): string[] {
      return [...super.renderCommand(), '-c', `max_connections=${this.connections}`];
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  new Tuned(app, 'db', { spec: { shmSize: '1g' } });
  expect(app.toDefinition().services.db).toMatchObject({
    command: ['postgres', '-c', 'max_connections=300'],
    shm_size: '1g',
  });
});

test('consumers wait for its health, join its networks and learn the parts of the URI, however often they are bound', () => {
  const { app, db } = postgres();
  for (const name of ['one', 'two']) {
    const consumer = new Service(app, name, { image: ContainerImage.fromRegistry('alpine') });
    db.bind(consumer);
    const config = db.bind(consumer);
    expect(app.toDefinition().services[name]).toMatchObject({
      networks: ['internal'],
      depends_on: { db: { condition: 'service_healthy' } },
      secrets: [{ source: 'POSTGRES_PASSWORD' }],
    });
    expect({
      ...config,
      host: config.host!.toCompose(),
      database: '',
      user: '',
      dataVolume: config.dataVolume!.name,
    }).toEqual({
      scheme: 'postgresql+psycopg2',
      host: 'db',
      port: 5432,
      database: '',
      user: '',
      passwordFile: '/run/secrets/POSTGRES_PASSWORD',
      dataVolume: 'postgres_volume',
      pythonPackages: ['psycopg2'],
    });
    expect([config.database, config.user]).toEqual(app.variables);
  }
});

test('in a network of the team, consumers join that one', () => {
  const app = new ComposeApp(testProject(), 'app');
  const db = new PostgresService(app, 'db', { networks: [new Network(app, 'backend')] });
  const consumer = new Service(app, 'job', { image: ContainerImage.fromRegistry('alpine') });
  db.bind(consumer);
  expect(app.toDefinition().services.job.networks).toEqual(['backend']);
});

test('another database is named by a variable of the server, and has the same user', () => {
  const { app, db } = postgres();
  const consumer = new Service(app, 'consumer', { image: ContainerImage.fromRegistry('x') });
  const config = db.addDatabase(EnvValue.of('mlflow_users')).bind(consumer);
  db.addDatabase(EnvValue.of('others'));
  expect(config).toMatchObject({
    database: EnvValue.of('mlflow_users'),
    passwordFile: '/run/secrets/POSTGRES_PASSWORD',
  });
  const { services } = app.toDefinition();
  expect(services.db.environment).toMatchObject({
    POSTGRES_EXTRA_DB_1: 'mlflow_users',
    POSTGRES_EXTRA_DB_2: 'others',
  });
  expect(services.consumer.depends_on).toEqual({ db: expect.objectContaining({ condition: 'service_healthy' }) });
});
