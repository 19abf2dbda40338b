import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import {
  ComposeTemplate,
  ContainerImage,
  EnvValue,
  MlflowAuth,
  MlflowStack,
  MlflowStackProps,
  SecretSource,
  Service,
  StackDatabase,
  StackProxyProps,
  Topology,
} from '../../../src';
import { testProject } from '../../test-project';

test('the compose file of the default stack', () => {
  expect(ComposeTemplate.fromApp(new MlflowStack(testProject(), 'mlflow')).toYaml()).toMatchSnapshot();
});

test('the Dockerfile of the default stack', () => {
  expect(new MlflowStack(testProject(), 'mlflow').mlflow.dockerfile.toText()).toMatchSnapshot();
});

test('the .env.example of the default stack', () => {
  const project = testProject();
  new MlflowStack(project, 'mlflow');
  project.synth();
  expect(readFileSync(join(project.outdir, '.env.example'), 'utf8')).toMatchSnapshot();
});

test('the diagram in the README is that of the default stack', () => {
  const [, block] = /^```mermaid\n(.*?)^```$/ms.exec(
    readFileSync(join(__dirname, '..', '..', '..', 'README.md'), 'utf8'),
  )!;
  expect(block).toBe(new Topology(new MlflowStack(testProject(), 'mlflow').toDefinition()).toMermaid());
});

test('the stack has the services, networks, volumes, variables and secrets of the tutorial', () => {
  const stack = new MlflowStack(testProject(), 'mlflow');
  const { services, networks, volumes, secrets } = stack.toDefinition();
  expect(Object.keys(services)).toEqual(['s3', 's3_volume_owner', 'create_s3_buckets', 'db', 'migrate', 'mlflow']);
  expect(Object.keys(networks).sort()).toEqual(['internal', 'public']);
  expect(Object.keys(volumes).sort()).toEqual(['db_volume', 'minio_volume', 'mlflow_scratch_volume']);
  expect(stack.variables.map(({ variableName }) => variableName).sort()).toEqual([
    'AWS_ACCESS_KEY_ID',
    'AWS_BUCKET_NAME',
    'AWS_REGION',
    'MINIO_ROOT_USER',
    'MYSQL_DATABASE',
    'MYSQL_USER',
  ]);
  expect(Object.keys(secrets).sort()).toEqual([
    'AWS_SECRET_ACCESS_KEY',
    'MINIO_ROOT_PASSWORD',
    'MLFLOW_CRYPTO_KEK_PASSPHRASE',
    'MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY',
    'MYSQL_PASSWORD',
    'MYSQL_ROOT_PASSWORD',
  ]);
});

test('one line writes all files that the app needs', () => {
  const project = testProject();
  new MlflowStack(project, 'mlflow', { directory: 'deploy' });
  project.synth();
  expect(readdirSync(join(project.outdir, 'deploy')).sort()).toEqual([
    '.env',
    '.env.example',
    'compose.yaml',
    'create_s3_buckets',
    'db',
    'mlflow',
    's3_volume_owner',
    'secrets',
  ]);
});

test('no port is published but on this machine alone', () => {
  const { services } = new MlflowStack(testProject(), 'mlflow').toDefinition();
  const ports = Object.values<any>(services).flatMap(service => service.ports ?? []);
  expect(ports.map(({ host_ip, published }) => `${host_ip}:${published}`)).toEqual([
    '127.0.0.1:9000',
    '127.0.0.1:9001',
    '127.0.0.1:5000',
  ]);
});

test.each([
  ['of the secrets', SecretSource.randomFile()],
  ['of .env', SecretSource.envVariable()],
])('no secret %s is in a committed file', (_, secretSource) => {
  const project = testProject();
  new MlflowStack(project, 'mlflow', { secretSource });
  project.synth();
  const files = readdirSync(project.outdir, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => ({
      ignored: entry.name === '.env' || entry.parentPath.endsWith('secrets'),
      text: readFileSync(join(entry.parentPath, entry.name), 'utf8'),
    }));
  const secrets = files
    .filter(({ ignored }) => ignored)
    .flatMap(({ text }) => [...text.matchAll(/\b[A-Za-z0-9]{32}$/gm)].map(([value]) => value));
  expect(secrets).toHaveLength(6);
  const committed = files
    .filter(({ ignored }) => !ignored)
    .map(({ text }) => text)
    .join('\n');
  expect(secrets.filter(secret => committed.includes(secret))).toEqual([]);
});

test('with secrets of .env no container that is given one is read-only, since Compose could not give them to it', () => {
  const { services } = new MlflowStack(testProject(), 'mlflow', {
    secretSource: SecretSource.envVariable(),
  }).toDefinition();
  expect(Object.values<any>(services).map(({ cap_drop: dropped }) => dropped)).toEqual(Array(6).fill(['ALL']));
  expect(Object.keys(services).filter(name => services[name].read_only)).toEqual(['s3_volume_owner']);
});

test('each piece can be set by props', () => {
  const stack = new MlflowStack(testProject(), 'mlflow', {
    appName: 'ours',
    s3: { apiPort: 19000 },
    database: StackDatabase.mysql({ image: ContainerImage.fromRegistry('mysql:8.4') }),
    server: { workers: 3, port: 8080 },
  });
  const template = ComposeTemplate.fromApp(stack);
  expect(template.toJson().name).toBe('ours');
  expect(template.toJson().services.s3.ports[0].published).toBe('19000');
  template.hasService('db', { image: 'mysql:8.4' });
  expect(template.toJson().services.mlflow.command.slice(-2)).toEqual(['--workers', '3']);
});

test('each piece can be overridden', () => {
  const stack = new MlflowStack(testProject(), 'mlflow');
  stack.s3.addOverride('cpus', 1);
  stack.buckets.addOverride('init', true);
  stack.db.addOverride('deploy.resources.limits.memory', '1g');
  stack.mlflow.addDeletionOverride('restart');
  const template = ComposeTemplate.fromApp(stack);
  template.hasService('s3', { deploy: { resources: { limits: { cpus: '1' } } } });
  template.hasService('create_s3_buckets', { init: true });
  template.hasService('db', { deploy: { resources: { limits: { memory: '1g' } } } });
  template.hasService('mlflow', { restart: undefined });
});

test('a project and its subproject may each have a stack', () => {
  const project = testProject();
  new MlflowStack(project, 'one', { directory: 'one' });
  const child = new Project({ parent: project, name: 'part', outdir: 'part' });
  new MlflowStack(child, 'two', { s3: { apiPort: 19000, consolePort: 19001 }, server: { port: 15000 } });
  project.synth();
  expect(readdirSync(join(project.outdir, 'one'))).toEqual(
    readdirSync(join(project.outdir, 'part')).filter(name => !/^\.(git|projen)/.test(name)),
  );
});

test('a service of the team joins the stack', () => {
  const stack = new MlflowStack(testProject(), 'mlflow');
  const job = new Service(stack, 'job', {
    image: ContainerImage.fromRegistry('python:3.13-slim'),
    networks: [stack.publicNetwork],
    dependsOn: [stack.mlflow],
    environment: { MLFLOW_TRACKING_URI: EnvValue.of(stack.mlflow.url) },
  });
  ComposeTemplate.fromApp(stack).hasService(job.name, {
    depends_on: { mlflow: { condition: 'service_healthy' } },
    environment: { MLFLOW_TRACKING_URI: 'http://mlflow:5000' },
  });
});

test('behind a proxy MLflow, the S3 server and its console publish no ports, and have one host each', () => {
  const stack = new MlflowStack(testProject(), 'mlflow', {
    auth: MlflowAuth.basic(),
    proxy: { host: 'mlflow.example.com' },
  });
  stack.project.synth();
  const { services } = stack.toDefinition();
  expect(Object.keys(services).filter(name => services[name].ports)).toEqual(['proxy']);
  expect(services.s3.networks).toEqual(['internal', 'proxy_sites']);
  expect(services.s3.environment.MINIO_BROWSER_REDIRECT_URL).toBe('https://console.mlflow.example.com');
  expect(services.mlflow.command).toContain('basic-auth');
  const caddyfile = readFileSync(join(stack.project.outdir, 'proxy/Caddyfile'), 'utf8');
  expect(caddyfile.match(/^https:\/\/\S+ \{|reverse_proxy \S+/gm)).toEqual([
    'https://mlflow.example.com {',
    'reverse_proxy mlflow:5000',
    'https://s3.mlflow.example.com {',
    'reverse_proxy s3:9000',
    'https://console.mlflow.example.com {',
    'reverse_proxy s3:9001',
  ]);
});

test('the S3 server and its console can be left out, and are left out if the host is an address', () => {
  const hosts = (proxy: StackProxyProps) => {
    const stack = new MlflowStack(testProject(), 'mlflow', { proxy });
    stack.project.synth();
    return readFileSync(join(stack.project.outdir, 'proxy/Caddyfile'), 'utf8').match(/^https:\/\/\S+/gm);
  };
  expect(hosts({ host: 'ml.local', console: false })).toEqual(['https://ml.local', 'https://s3.ml.local']);
  expect(hosts({ host: 'ml.local', s3: false, console: false })).toEqual(['https://ml.local']);
  expect(hosts({ host: '192.168.1.5' })).toEqual(['https://192.168.1.5']);
});

const members: [string, MlflowStackProps, MlflowStackProps][] = [
  ['auth', { auth: MlflowAuth.basic() }, { auth: MlflowAuth.basic(), server: { auth: undefined } }],
  [
    'proxy',
    { proxy: { host: 'mlflow.example.com' } },
    { proxy: { host: 'mlflow.example.com' }, server: { proxy: undefined } },
  ],
  [
    'ports of the S3 server',
    { proxy: { host: 'mlflow.example.com' } },
    { proxy: { host: 'mlflow.example.com' }, s3: { ports: undefined, networks: undefined } },
  ],
  [
    'server',
    {},
    {
      server: {
        workers: undefined,
        ports: undefined,
        networks: undefined,
        dockerfile: undefined,
        version: undefined,
        hardened: undefined,
      },
    },
  ],
  [
    'buckets, migrate and database',
    {},
    { buckets: undefined, migrate: { networks: undefined, restart: undefined }, database: undefined },
  ],
];

test.each(members)('undefined takes nothing away: %s', (_, props, withUndefined) => {
  const [expected, actual] = [props, withUndefined].map(given =>
    ComposeTemplate.fromApp(new MlflowStack(testProject(), 'mlflow', given)).toYaml(),
  );
  expect(actual).toBe(expected);
});

test.each<[string, MlflowStackProps]>([
  [
    '`migrate` is ignored because the server migrates an SQLite database itself',
    { database: StackDatabase.sqlite(), migrate: { diskLimit: '50g' } },
  ],
  ['`migrate` is ignored because `server` has `migrate: false`', { migrate: {}, server: { migrate: false } }],
  ['`auth` and `server.auth` are both set', { auth: MlflowAuth.basic(), server: { auth: MlflowAuth.basic() } }],
])('%s: an error, since it would be ignored', (message, props) => {
  expect(() => new MlflowStack(testProject(), 'mlflow', props).toDefinition()).toThrow(`[mlflow] ${message}`);
});
