import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AmazonS3,
  ArtifactTransfer,
  AwsCredentials,
  AzureBlobStorage,
  AzureCredentials,
  BucketInit,
  CaddyProxy,
  ComposeApp,
  DatabaseEngine,
  DatabaseUri,
  Duration,
  EnvValue,
  ExternalDatabase,
  GarageService,
  GoogleCloudStorage,
  IBackendStore,
  IS3Server,
  MigrateService,
  MinioService,
  MlflowArtifactsService,
  MlflowAuth,
  MlflowCleanup,
  MlflowImage,
  MlflowService,
  MlflowServiceProps,
  MysqlService,
  PostgresService,
  RustfsService,
  S3Store,
  Schedule,
  SeaweedfsService,
  Secret,
  Service,
  SftpStore,
  SqliteStore,
  VersityGwService,
  Volume,
} from '../src';
import { testProject } from './test-project';
import { entriesOf } from '../src/compose/reading/environment';

// The tables of docs/environment.md are the one place that knows each variable between the constructs and what runs in
// containers: TypeScript sets no other one, and assets/ reads no other one.

const ROOT = join(__dirname, '..');
const ASSETS = join(ROOT, 'assets');
const RUNTIME = join(ASSETS, 'mlflow-server', 'runtime', 'src', 'mlflow_runtime');

/** A variable in the tables. */
interface Row {
  readonly name: string;
  readonly setBy: string[];
  readonly readBy: string[];
}

const cells = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map(cell => cell.trim());
const codes = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
const tables = readFileSync(join(ROOT, 'docs', 'environment.md'), 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| `'))
  .map(cells);

const rows: Row[] = tables
  .filter(row => row.length === 5)
  .flatMap(([names, setBy, readBy]) =>
    codes(names).map(name => ({ name, setBy: codes(setBy), readBy: codes(readBy) })),
  );

/** The parts of a database's URI are in a separate table: `<STORE>_HOST`, for each store. */
const stores = rows.filter(({ name }) => name.endsWith('_STORE_*'));
const parts = tables.filter(row => row.length === 2).flatMap(([part]) => codes(part));
const variables = [
  ...rows.filter(row => !stores.includes(row)),
  ...stores.flatMap(store => parts.map(part => ({ ...store, name: store.name.replace('*', part) }))),
];

test('each variable has one row', () => {
  const names = variables.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(parts.length).toBeGreaterThan(5);
  expect(variables.length).toBeGreaterThan(100);
});

type Variant = (app: ComposeApp, dockerfile: MlflowImage) => void;

const mlflow =
  (props: (app: ComposeApp) => MlflowServiceProps): Variant =>
  (app, dockerfile) => {
    new MlflowService(app, 'mlflow', { dockerfile, ...props(app) });
  };
const external = (engine: DatabaseEngine): Variant =>
  mlflow(app => ({
    backendStore: new ExternalDatabase(app, 'db', {
      engine,
      host: EnvValue.of('db'),
      database: EnvValue.of('mlflow'),
      user: EnvValue.of('mlflow'),
    }),
  }));
const s3 = (make: (app: ComposeApp) => IS3Server): Variant =>
  mlflow(app => {
    const server = make(app);
    return {
      artifactStore: new BucketInit(app, 'buckets', { server, versioning: server instanceof MinioService }),
      artifactTransfer: ArtifactTransfer.direct({ publicEndpoint: 'https://s3.example.com' }),
    };
  });
const secret = (app: ComposeApp) => new Secret(app, 'KEY');
const amazon = (app: ComposeApp, credentials: AwsCredentials) =>
  new AmazonS3(app, 's3', {
    bucket: 'mlflow',
    region: 'eu-west-1',
    credentials,
    endpoint: 'https://s3.example.com',
    kmsKeyId: 'key',
    expectedBucketOwner: '123456789012',
  });
const azure = (credentials: (app: ComposeApp) => AzureCredentials): Variant =>
  mlflow(app => ({
    artifactStore: new AzureBlobStorage(app, 'blobs', {
      account: 'team',
      container: 'mlflow',
      credentials: credentials(app),
    }),
  }));

/** A team's store whose password is in a variable. */
class PlainPassword implements IBackendStore {
  public bind() {
    return {
      scheme: 'mysql+pymysql',
      host: EnvValue.of('db'),
      database: EnvValue.of('mlflow'),
      user: EnvValue.of('mlflow'),
      password: EnvValue.of('password'),
    };
  }
}

/** Ready-made services with all props that become variables. */
const VARIANTS: Variant[] = [
  mlflow(() => ({})),
  mlflow(app => ({
    backendStore: new PostgresService(app, 'db'),
    registryStore: new MysqlService(app, 'registry'),
    staticPrefix: '/mlflow',
    auth: MlflowAuth.basic({ store: new PostgresService(app, 'users'), passwordCache: Duration.seconds(5) }),
    jobExecution: true,
    jobUser: 'judge',
    modelSourcePattern: '^s3:',
    proxy: new CaddyProxy(app, 'proxy', { host: 'mlflow.example.com' }),
    databasePool: { size: 1, maxOverflow: 2, recycle: Duration.minutes(1), poolClass: 'QueuePool', echo: true },
    artifactTransfer: ArtifactTransfer.clientSide(),
  })),
  mlflow(app => ({
    readReplica: new PostgresService(app, 'replica'),
    backendStore: new PostgresService(app, 'db'),
    auth: MlflowAuth.basic(),
  })),
  mlflow(app => ({
    auth: MlflowAuth.oidc({
      issuer: 'https://login.example.com',
      clientId: EnvValue.of('mlflow'),
      store: new DatabaseUri(app, 'users'),
    }),
    backendStore: new SqliteStore(app, 'sqlite', { volume: new Volume(app, 'data'), mountPath: '/data' }),
  })),
  mlflow(app => ({
    auth: MlflowAuth.oidc({
      issuer: 'https://login.example.com',
      clientId: EnvValue.of('mlflow'),
      store: new PostgresService(app, 'users'),
    }),
  })),
  mlflow(app => ({
    auth: MlflowAuth.basic({ store: new DatabaseUri(app, 'users') }),
    registryStore: new DatabaseUri(app, 'registry'),
  })),
  mlflow(app => ({ backendStore: new DatabaseUri(app, 'db') })),
  mlflow(() => ({ backendStore: new PlainPassword() })),
  ...[DatabaseEngine.mysql(), DatabaseEngine.postgres(), DatabaseEngine.sqlServer()].map(external),
  ...[
    (app: ComposeApp) => new MinioService(app, 's3'),
    (app: ComposeApp) => new RustfsService(app, 's3'),
    (app: ComposeApp) => new GarageService(app, 's3'),
    (app: ComposeApp) => new SeaweedfsService(app, 's3'),
    (app: ComposeApp) => new VersityGwService(app, 's3'),
  ].map(s3),
  ...[
    (app: ComposeApp) => AwsCredentials.keys({ accessKeyId: EnvValue.of('key'), secretAccessKey: secret(app) }),
    (app: ComposeApp) =>
      AwsCredentials.webIdentity({ roleArn: 'arn:aws:iam::123456789012:role/mlflow', token: secret(app) }),
    (_: ComposeApp) => AwsCredentials.machineRole(),
  ].map(credentials => mlflow(app => ({ artifactStore: amazon(app, credentials(app)) }))),
  mlflow(app => ({
    artifactStore: new S3Store(app, 's3', {
      bucket: 'mlflow',
      endpoint: 'https://s3.example.com',
      credentials: AwsCredentials.machineRole(),
      caFile: 'ca.pem',
    }),
  })),
  azure(app => AzureCredentials.connectionString(secret(app))),
  azure(app => AzureCredentials.accessKey(secret(app))),
  azure(app => AzureCredentials.managedIdentity({ clientId: 'client', tenantId: 'tenant', token: secret(app) })),
  mlflow(app => ({
    artifactStore: new GoogleCloudStorage(app, 'gcs', { bucket: 'mlflow', credentials: secret(app), project: 'team' }),
  })),
  mlflow(app => ({
    artifactStore: new SftpStore(app, 'sftp', {
      host: 'files',
      port: 22,
      user: 'mlflow',
      privateKey: secret(app),
      hostKey: 'ssh-ed25519 AAAA',
      path: '/models',
    }),
  })),
  (app, dockerfile) => {
    const artifacts = new MlflowArtifactsService(app, 'artifacts', {
      dockerfile,
      artifactStore: amazon(app, AwsCredentials.machineRole()),
    });
    new MlflowService(app, 'mlflow', { dockerfile, artifactTransfer: ArtifactTransfer.artifactsServer(artifacts) });
  },
  (app, dockerfile) => {
    const [backendStore, registryStore] = [new MysqlService(app, 'db'), new PostgresService(app, 'registry')];
    new MigrateService(app, 'migrate', { dockerfile, backendStore, registryStore, diskLimit: '5g', waitSeconds: 5 });
  },
  (app, dockerfile) => {
    const server = new MlflowService(app, 'mlflow', { dockerfile });
    new MlflowCleanup(app, 'cleanup', { server, olderThan: Duration.days(30), schedule: Schedule.hourly() });
  },
];

/** The classes of services that set each variable. */
function renderedVariables(): Map<string, Set<string>> {
  const rendered = new Map<string, Set<string>>();
  for (const variant of VARIANTS) {
    const app = new ComposeApp(testProject(), 'app');
    variant(app, new MlflowImage(app, 'image'));
    const services = app.node.findAll().filter((construct): construct is Service => construct instanceof Service);
    for (const service of services) {
      for (const name of entriesOf(service.toDefinition().environment).keys()) {
        const known = name.replace(/^(IDENTITY_|POSTGRES_EXTRA_DB_)\d+/, '$1<n>');
        rendered.set(known, (rendered.get(known) ?? new Set()).add(service.constructor.name));
      }
    }
  }
  return rendered;
}

const sorted = (pairs: string[]) => [...new Set(pairs)].sort();
const isService = (name: string) => /(Service|Init|Proxy|Cleanup)$/.test(name);

test('TypeScript sets the variables of the tables', () => {
  const rendered = [...renderedVariables()].flatMap(([name, classes]) =>
    [...classes].map(type => `${name} by ${type}`),
  );
  const documented = variables.flatMap(({ name, setBy }) => setBy.filter(isService).map(type => `${name} by ${type}`));
  // not each service has each part
  const isPart = (pair: string) => /_STORE_/.test(pair) && !pair.startsWith('MLFLOW_');
  expect(sorted(rendered.filter(pair => !isPart(pair)))).toEqual(sorted(documented.filter(pair => !isPart(pair))));
  expect(rendered.filter(pair => isPart(pair) && !documented.includes(pair))).toEqual([]);
  const renderedParts = new Set(rendered.filter(isPart).map(pair => /_STORE_(\w+)/.exec(pair)![1]));
  expect(sorted([...renderedParts])).toEqual(sorted(parts));
});

/** All files below a folder whose names have an ending, from there. */
function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith(ending))
    .sort();
}

/** Names in upper case that Python has for something else. */
const NO_VARIABLES = ['NO_AUTO_VALUE_ON_ZERO', 'TCP_NODELAY'];

/** The texts of a module that are names of variables, or begin such names. */
function namesInPython(path: string): string[] {
  const text = readFileSync(join(RUNTIME, path), 'utf8').replace(/"""[^]*?"""/g, '');
  return [...text.matchAll(/(["'])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+_?|[A-Z]+_|TMPDIR)\1/g)]
    .map(([, , name]) => name)
    .filter(name => !NO_VARIABLES.includes(name));
}

const moduleOf = (path: string) => path.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.');

describe.each(filesIn(RUNTIME, '.py').map(path => [moduleOf(path), path]))('the module %s', (module, path) => {
  const named = variables.filter(({ readBy }) => readBy.includes(module));
  const stands = (literal: string, name: string) =>
    literal.endsWith('_') ? name.startsWith(literal) : [literal, `${literal}_FILE`].includes(name);

  test('names variables of the tables alone', () => {
    const names = namesInPython(path).filter(
      name => !parts.includes(name) && !stores.some(store => store.name === `${name}_*`),
    );
    expect(names.filter(literal => !named.some(({ name }) => stands(literal, name)))).toEqual([]);
  });

  test('names all variables of which the tables say so', () => {
    const names = namesInPython(path);
    const isPart = ({ name }: Row) => stores.some(store => name.startsWith(store.name.slice(0, -1)));
    expect(
      named.filter(row => !isPart(row) && !names.some(literal => stands(literal, row.name))).map(({ name }) => name),
    ).toEqual([]);
  });
});

test('Python knows the stores and the parts of the tables', () => {
  const [, storesInPython] = /^STORES = \{([^}]*)\}/m.exec(readFileSync(join(RUNTIME, 'entrypoint.py'), 'utf8'))!;
  expect([...storesInPython.matchAll(/"(\w+)":/g)].map(([, name]) => name).sort()).toEqual(
    stores.map(({ name }) => name.slice(0, -2)).sort(),
  );
  const partsInPython = [
    ...readFileSync(join(RUNTIME, 'database_uri.py'), 'utf8').matchAll(/^(?:SERVER|OPTIONAL)_PARTS = \(([^)]*)\)/gm),
  ];
  expect(partsInPython.flatMap(([, names]) => [...names.matchAll(/"(\w+)"/g)].map(([, name]) => name)).sort()).toEqual(
    [...parts].sort(),
  );
});

/** Variables of each shell, of programs that a script calls, and of the script itself, which it makes of others. */
const OF_SHELL = /^(LC_ALL|EUID|BASH\w*|IS_WORKING|MC_CONFIG_DIR|HOME|PATH)$/;

/** The variables that a script reads: by a reference, or by one of our functions. */
function namesInShell(path: string): string[] {
  const text = readFileSync(join(ASSETS, path), 'utf8')
    .replace(/^\s*#.*$/gm, '')
    .replace(/\s#\s.*$/gm, '');
  const words = (pattern: RegExp) => [...text.matchAll(pattern)].flatMap(([, names]) => names.split(' '));
  const secrets = words(/^\s*read_secrets ((?:[A-Z][A-Z0-9_]* ?)+)$/gm);
  const values = words(/\bvalue ([A-Z][A-Z0-9_]*)/g);
  const references = words(/\$\{?(?:!)?([A-Z][A-Z0-9_]*)/g);
  const required = words(/^\s*require ((?:[A-Z][A-Z0-9_]* ?)+)$/gm);
  const files = words(/\bsecret ([A-Z][A-Z0-9_]*_FILE)/g);
  const extra = [...text.matchAll(/\$\{!(\w+_)@\}/g)].map(([, prefix]) => `${prefix}<n>`);
  const identities = [...text.matchAll(/IDENTITY_(?:\\?\$\{?number\}?)_([A-Z]+(?:_FILE)?)/g)].map(
    ([, part]) => `IDENTITY_<n>_${part}`,
  );
  const isAssigned = (name: string) => {
    // before it is read
    const first = new RegExp(`(?<![A-Z0-9_])${name}(?![A-Z0-9_])(=)?`).exec(text);
    return first?.[1] !== undefined;
  };
  const read = [...references, ...required].filter(
    name =>
      !secrets.includes(name) &&
      !values.includes(name) &&
      !isAssigned(name) &&
      !name.endsWith('_') &&
      !OF_SHELL.test(name),
  );
  const all = [
    ...read,
    ...files,
    ...extra,
    ...identities,
    ...secrets.map(name => `${name}_FILE`),
    ...values.flatMap(name => [name, `${name}_FILE`]),
  ];
  return sorted(all);
}

test.each(filesIn(ASSETS, '.sh').filter(path => !path.startsWith('mlflow-server')))(
  'the script %s reads the variables of the tables',
  path => {
    expect(namesInShell(path)).toEqual(
      sorted(variables.filter(({ readBy }) => readBy.includes(path)).map(({ name }) => name)),
    );
  },
);
