import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, run } from './command';
import { CompanyDatabases } from './company-databases';
import { freePort } from './free-port';
import { uniqueName, UserProject } from './user-project';
import { REPOSITORY, workspace } from './workspace';

// Each kind of database by real servers, with one image for all of them. For SQL Server there is none: the image holds
// its driver.

const AWKWARD = '@:/?#%$\'"\\`& ;{}spaceü';
const SERVERS = ['single', 'postgres', 'mysql', 'replicated'] as const;

const appName = uniqueName('databases');
const company = new CompanyDatabases();
let project: UserProject;
let urls: { [server in (typeof SERVERS)[number]]: string };

beforeAll(async () => {
  company.start();
  const ports = Object.fromEntries(await Promise.all(SERVERS.map(async server => [server, await freePort()])));
  urls = Object.fromEntries(SERVERS.map(server => [server, `http://127.0.0.1:${ports[server]}`])) as typeof urls;
  project = new UserProject(`
import { ComposeApp, Config, DatabaseEngine, DatabaseTls, DatabaseUri, EnvValue, ExternalDatabase, MlflowImage, MlflowService, Network, PostgresService, WaitStrategy } from 'projen-mlflow';
import { Project } from 'projen';
const project = new Project({ name: 'team', outdir: __dirname });
const app = new ComposeApp(project, 'app', { appName: '${appName}' });
const company = new Network(app, 'company', { spec: { external: true, name: '${company.network}' } });
const tls = DatabaseTls.verifyHost(new Config(app, 'company_ca', { path: 'company-ca.pem' }));
const database = (id: string, engine: DatabaseEngine, host: string, name: string) =>
  new ExternalDatabase(app, id, { engine, host: EnvValue.of(host), database: EnvValue.of(name), user: EnvValue.of(name), tls });
const dockerfile = new MlflowImage(app, 'image');
dockerfile.addPackages('pyodbc');
dockerfile.addDebianPackages(...DatabaseEngine.sqlServer().debianPackages);
const common = { dockerfile, workers: 1, networks: [app.internalNetwork, app.publicNetwork, company] };

new MlflowService(app, 'single', { dockerfile, port: ${ports.single} });
new MlflowService(app, 'postgres', {
  ...common, port: ${ports.postgres},
  backendStore: new PostgresService(app, 'db'),
  registryStore: database('models', DatabaseEngine.postgres(), 'postgres.company.test', 'models'),
  databasePool: { size: 3, maxOverflow: 2 },
});
const runs = database('runs', DatabaseEngine.mysql(), 'mysql.company.test', 'runs');
new MlflowService(app, 'mysql', { ...common, port: ${ports.mysql}, backendStore: runs, waitStrategy: WaitStrategy.waitForIt({ timeout: 60 }) });
new MlflowService(app, 'replicated', {
  ...common, port: ${ports.replicated},
  backendStore: new DatabaseUri(app, 'uri', { pythonPackages: ['pymysql'] }),
  readReplica: database('copy', DatabaseEngine.mysql(), 'mysql.company.test', 'copy'),
});
project.synth();
`);
  company.giveAuthority(project.directory);
  project.projen();
  set({
    POSTGRES_PASSWORD: AWKWARD,
    models_password: 'company',
    runs_password: 'company',
    copy_password: 'company',
    uri_uri: 'mysql+pymysql://runs:company@mysql.company.test/runs?ssl_check_hostname=false',
  });
  project.compose(['build', '--quiet', 'single'], { timeoutSeconds: 900 });
  project.compose(['up', '-d', '--wait', 'single', 'postgres', 'mysql'], { timeoutSeconds: 900 });
});

afterAll(() => {
  project.remove();
  company.remove();
});

function set(secrets: { [name: string]: string }): void {
  for (const [name, value] of Object.entries(secrets)) {
    writeFileSync(join(project.directory, 'secrets', name), `${value}\n`);
  }
}

/** Runs a Python program with a client of a server; the last line that it prints is the result. */
function client(server: (typeof SERVERS)[number], program: string, ...args: string[]): string {
  const header = `import mlflow, sys\nmlflow.set_tracking_uri("${urls[server]}")\n`;
  return run(workspace().python, ['-W', 'ignore', '-c', header + program, ...args], { timeoutSeconds: 300 })
    .trim()
    .split('\n')
    .at(-1)!;
}

/** Logs a run with an artifact; its id is the result. */
function logRun(server: (typeof SERVERS)[number]): string {
  return client(
    server,
    `
with mlflow.start_run() as run:
    mlflow.log_metric("loss", 0.5)
    mlflow.log_text("hello " * 1000, "folder/hello.txt")
print(run.info.run_id)
`,
  );
}

/** What an artifact of a run holds, and the run's metric. */
function load(server: (typeof SERVERS)[number], run_: string): string {
  return client(
    server,
    `
print(len(mlflow.artifacts.load_text(f"runs:/{sys.argv[1]}/folder/hello.txt")), mlflow.get_run(sys.argv[1]).data.metrics["loss"])
`,
    run_,
  );
}

function db(sql: string): string {
  return project.compose(['exec', '-T', 'db', 'psql', '-U', 'postgres', '-d', 'mlflow', '-Atc', sql]).trim();
}

/** The end of a server that is started with a database of the company, or some other one. */
function startWith(environment: { [name: string]: string }): { status: number | null; stderr: string } {
  const image = project.compose(['images', '--quiet', 'single']).trim();
  return attempt('docker', [
    'run',
    '--rm',
    '--network',
    company.network,
    '--volume',
    `${join(project.directory, 'company-ca.pem')}:/ca.pem:ro`,
    ...Object.entries({ DATABASE_TIMEOUT: '2', ...environment }).flatMap(([name, value]) => [
      '--env',
      `${name}=${value}`,
    ]),
    image,
    'mlflow',
    'server',
  ]);
}

test('without stores one container is all: a run and its artifacts survive down and up', () => {
  const run_ = logRun('single');
  project.compose(['down', 'single']);
  project.compose(['up', '-d', '--wait', 'single']);
  expect(load('single', run_)).toBe('6000 0.5');
  const files = project.compose([
    'exec',
    '-T',
    'single',
    'sh',
    '-c',
    'stat -c %u /var/lib/mlflow /var/lib/mlflow/mlflow.db && ls /var/lib/mlflow',
  ]);
  expect(files.trim().split('\n')).toEqual(
    expect.arrayContaining(['10001', 'artifacts', 'mlflow.db', 'mlflow.db-wal']),
  );
});

test('four clients at a time write to SQLite by several workers, and nothing is lost', () => {
  expect(
    client(
      'single',
      `
from concurrent.futures import ThreadPoolExecutor
client = mlflow.MlflowClient()
def work(_):
    run = client.create_run("0")
    for step in range(20):
        client.log_batch(run.info.run_id, metrics=[mlflow.entities.Metric(f"m{i}", step, 0, step) for i in range(20)])
    return sum(len(client.get_metric_history(run.info.run_id, f"m{i}")) for i in range(20))
with ThreadPoolExecutor(4) as pool:
    print(list(pool.map(work, range(4))))
`,
    ),
  ).toBe('[400, 400, 400, 400]');
  expect(project.compose(['logs', '--no-color', 'single'])).not.toContain('database is locked');
});

test('PostgreSQL keeps runs, by a password with every awkward character and an account that may do nothing else', () => {
  const run_ = logRun('postgres');
  expect(load('postgres', run_)).toBe('6000 0.5');
  expect(db(`SELECT value FROM metrics WHERE run_uuid = '${run_}'`)).toBe('0.5');
  expect(
    db("SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication FROM pg_roles WHERE rolname = 'mlflow'"),
  ).toBe('f');
});

test('a registry store of the company, with TLS and its own authority, keeps models', () => {
  client('postgres', 'mlflow.MlflowClient().create_registered_model("line")');
  expect(client('postgres', 'print([model.name for model in mlflow.MlflowClient().search_registered_models()])')).toBe(
    "['line']",
  );
  expect(company.postgres('models', 'SELECT name FROM registered_models')).toBe('line');
  expect(db('SELECT count(*) FROM registered_models')).toBe('0');
  expect(
    company.postgres(
      'models',
      "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'models'",
    ),
  ).toBe('t');
});

test('the password of PostgreSQL is in no argument, log or inspection, and a changed one is in force from the next start on', () => {
  const containers = project.compose(['ps', '--all', '--quiet', 'db', 'postgres']).trim().split('\n');
  const environment = project.compose(['exec', '-T', 'db', 'cat', '/proc/1/environ']);
  const text =
    project.compose(['top']) +
    project.compose(['logs', '--no-color']) +
    run('docker', ['inspect', ...containers]) +
    environment;
  expect(text).not.toContain(AWKWARD);
  set({ POSTGRES_PASSWORD: 'another' });
  project.compose(['up', '-d', '--wait', '--force-recreate', 'db', 'postgres']);
  expect(load('postgres', logRun('postgres'))).toBe('6000 0.5');
});

test('an initialization of PostgreSQL that is killed or stopped at any moment is repeated, and it stops at once', () => {
  for (const [milliseconds, how] of [
    [100, 'kill'],
    [700, 'stop'],
    [1500, 'kill'],
    [2200, 'stop'],
    [3000, 'kill'],
  ] as const) {
    project.compose(['rm', '--force', '--stop', 'db', 'postgres_migrate']); // services that use the volume
    run('docker', ['volume', 'rm', `${appName}_postgres_volume`]);
    project.compose(['up', '-d', 'db']);
    run('sleep', [`${milliseconds / 1000}`]);
    project.compose([how, 'db']);
    const code = project.compose(['ps', '--all', '--format', '{{.ExitCode}}', 'db']).trim();
    // 137 is SIGKILL, at the end of the grace period
    expect([how, ['0', '130'].includes(code)]).toEqual([how, how === 'stop']);
    project.compose(['up', '-d', '--wait', 'db']);
    expect(db('SELECT current_database()')).toBe('mlflow');
  }
});

test('a volume of another major version, or with files of others, is left alone with a message', () => {
  project.compose(['stop', 'db']);
  const inVolume = (command: string) =>
    run('docker', [
      'run',
      '--rm',
      '--user',
      '999',
      '--entrypoint',
      'sh',
      '--volume',
      `${appName}_postgres_volume:/v`,
      'postgres:17',
      '-c',
      command,
    ]);
  const end = () => project.tryCompose(['run', '--rm', '--no-deps', 'db']).stderr;
  inVolume('echo 16 > /v/PG_VERSION');
  expect(end()).toContain(
    'the volume holds a database of PostgreSQL 16, and this is PostgreSQL 17, which cannot read it. Nothing was changed.',
  );
  inVolume('rm /v/PG_VERSION');
  expect(end()).toContain('holds files but no database of PostgreSQL: base');
  expect(inVolume('ls /v')).toContain('pg_wal');
});

test("the company's MySQL works, with TLS and its own authority, and wait-for-it in front", () => {
  const run_ = logRun('mysql');
  expect(load('mysql', run_)).toBe('6000 0.5');
  expect(company.mysql('runs', `SELECT value FROM metrics WHERE run_uuid = '${run_}'`)).toBe('0.5');
  expect(project.compose(['logs', '--no-color', 'mysql'])).toMatch(
    /wait-for-it: mysql\.company\.test:3306 is available/,
  );
});

test('wait-for-it ends at once when the container is stopped', () => {
  const image = project.compose(['images', '--quiet', 'mysql']).trim();
  const container = run('docker', [
    'run',
    '--detach',
    '--network',
    company.network,
    image,
    'wait-for-it',
    'mysql.company.test:3307',
    '-t',
    '60',
    '--',
    'mlflow',
    'server',
  ]).trim();
  try {
    run('sh', ['-c', `until docker logs ${container} 2>&1 | grep -q waiting; do sleep 0.2; done`], {
      timeoutSeconds: 60,
    });
    run('docker', ['stop', '-t', '30', container]);
    expect(run('docker', ['inspect', '--format', '{{.State.ExitCode}}', container]).trim()).toBe('143');
    expect(attempt('docker', ['logs', container]).stderr).toContain(
      'wait-for-it: waiting 60 seconds for mysql.company.test',
    );
  } finally {
    attempt('docker', ['rm', '--force', container]);
  }
});

test('a read replica is read in place of the backend store, of which the URI alone is known', () => {
  const copied = logRun('mysql');
  company.copyMysql('runs', 'copy');
  project.compose(['up', '-d', '--wait', 'replicated'], { timeoutSeconds: 300 });
  const later = client('replicated', 'print(mlflow.MlflowClient().create_run("0").info.run_id)');
  expect(company.mysql('runs', `SELECT COUNT(*) FROM runs WHERE run_uuid = '${later}'`)).toBe('1');
  expect(company.mysql('copy', `SELECT COUNT(*) FROM runs WHERE run_uuid = '${later}'`)).toBe('0');
  const seen = client('replicated', 'print([run.info.run_id for run in mlflow.MlflowClient().search_runs(["0"])])');
  expect(seen).toContain(copied);
  expect(seen).not.toContain(later);
});

const POSTGRES = {
  BACKEND_STORE_SCHEME: 'postgresql+psycopg2',
  BACKEND_STORE_HOST: 'postgres.company.test',
  BACKEND_STORE_DATABASE: 'runs',
  BACKEND_STORE_USER: 'runs',
  BACKEND_STORE_PASSWORD: 'company',
  BACKEND_STORE_QUERY: 'sslmode=verify-full&sslrootcert=/ca.pem',
};
const MYSQL = {
  ...POSTGRES,
  BACKEND_STORE_SCHEME: 'mysql+pymysql',
  BACKEND_STORE_HOST: 'mysql.company.test',
  BACKEND_STORE_QUERY: 'ssl_ca=/ca.pem',
};
const SQL_SERVER = {
  ...POSTGRES,
  BACKEND_STORE_SCHEME: 'mssql+pyodbc',
  BACKEND_STORE_QUERY: 'driver=FreeTDS&Encryption=require',
};
const SYSTEM = '/etc/ssl/certs/ca-certificates.crt';

test.each<[string, { [name: string]: string }, string]>([
  [
    'a name that nobody knows',
    { ...POSTGRES, BACKEND_STORE_HOST: 'nowhere.company.test' },
    'nowhere.company.test:5432 cannot be reached: the name nowhere.company.test cannot be resolved',
  ],
  [
    'a closed port',
    { ...MYSQL, BACKEND_STORE_PORT: '3307' },
    'mysql.company.test:3307 cannot be reached: nothing listens there',
  ],
  [
    'PostgreSQL, wrong password',
    { ...POSTGRES, BACKEND_STORE_PASSWORD: 'x' },
    'postgres.company.test:5432 cannot be reached: access denied for the user',
  ],
  ['PostgreSQL, wrong database', { ...POSTGRES, BACKEND_STORE_DATABASE: 'x' }, 'the database does not exist'],
  [
    'PostgreSQL, unknown authority',
    { ...POSTGRES, BACKEND_STORE_QUERY: `sslmode=verify-full&sslrootcert=${SYSTEM}` },
    'the TLS connection failed',
  ],
  [
    'PostgreSQL, another name',
    { ...POSTGRES, BACKEND_STORE_HOST: 'other-postgres.company.test' },
    'the TLS connection failed',
  ],
  ['PostgreSQL, no TLS', { ...POSTGRES, BACKEND_STORE_QUERY: 'sslmode=disable' }, 'the TLS connection failed'],
  [
    'MySQL, wrong password',
    { ...MYSQL, BACKEND_STORE_PASSWORD: 'x' },
    'mysql.company.test:3306 cannot be reached: access denied for the user',
  ],
  ['MySQL, wrong database', { ...MYSQL, BACKEND_STORE_DATABASE: 'x' }, 'the database does not exist'],
  ['MySQL, unknown authority', { ...MYSQL, BACKEND_STORE_QUERY: `ssl_ca=${SYSTEM}` }, 'the TLS connection failed'],
  ['MySQL, another name', { ...MYSQL, BACKEND_STORE_HOST: 'other-mysql.company.test' }, 'the TLS connection failed'],
  [
    'MySQL, no certificate there',
    { ...MYSQL, BACKEND_STORE_QUERY: 'ssl_ca=/nowhere.pem' },
    'a file of the connection cannot be read',
  ],
  ['SQL Server, a closed port', SQL_SERVER, 'postgres.company.test:1433 cannot be reached: nothing listens there'],
  [
    'SQL Server, a server of another kind',
    { ...SQL_SERVER, BACKEND_STORE_PORT: '5432' },
    'something answers, but not as this driver expects',
  ],
])('%s: the container ends with a line that says what to check', (_, environment, message) => {
  const { status, stderr } = startWith(environment);
  expect(status).toBe(6);
  expect(stderr.trim().split('\n').at(-1)).toMatch(/^mlflow: the database of the backend store at /);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('Traceback');
});

test('the driver of SQL Server is in the image, and sends user, password and database as they are', () => {
  const inImage = (...args: string[]) =>
    project.compose(['exec', '-T', 'single', 'python', ...args], {
      input: readFileSync(join(REPOSITORY, 'test', 'runtime', 'drive_sql_server.py'), 'utf8'),
    });
  expect(inImage('-c', 'import pyodbc; print(pyodbc.drivers())').trim()).toBe("['FreeTDS']");
  const [user, password, database] = ['m;e', AWKWARD.replace('}', ''), 'ru ns'];
  expect(JSON.parse(inImage('-', user, password, database))).toMatchObject({ user, password, database });
});
