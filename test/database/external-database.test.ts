import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ComposeApp,
  Config,
  ContainerImage,
  DatabaseEngine,
  DatabaseTls,
  EnvValue,
  EnvVariable,
  ExternalDatabase,
  ExternalDatabaseProps,
  Secret,
  Service,
} from '../../src';
import { testProject } from '../test-project';

const ENGINES: [string, DatabaseEngine][] = [
  ['mysql', DatabaseEngine.mysql()],
  ['postgresql', DatabaseEngine.postgres()],
  ['sqlServer', DatabaseEngine.sqlServer()],
];

function external(engine: DatabaseEngine, props: (app: ComposeApp) => Partial<ExternalDatabaseProps> = () => ({})) {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  const store = new ExternalDatabase(app, 'company', {
    engine,
    host: EnvValue.of('db.example.com'),
    database: EnvValue.of('runs'),
    user: EnvValue.of('me'),
    ...props(app),
  });
  const consumer = new Service(app, 'job', { image: ContainerImage.fromRegistry('alpine') });
  const config = store.bind(consumer);
  store.bind(consumer);
  return {
    project,
    app,
    config,
    get job() {
      return app.toDefinition().services.job;
    },
  };
}

test.each([
  ['mysql', 'mysql+pymysql', 3306, ['pymysql'], []],
  ['postgresql', 'postgresql+psycopg2', 5432, ['psycopg2'], []],
  ['sqlServer', 'mssql+pyodbc', 1433, ['pyodbc'], ['tdsodbc', 'unixodbc']],
])('%s is reached by %s on port %d', (name, scheme, port, pythonPackages, debianPackages) => {
  const { config, job } = external(new Map(ENGINES).get(name)!);
  expect(config).toMatchObject({
    scheme,
    port,
    pythonPackages,
    debianPackages,
    passwordFile: '/run/secrets/company_password',
  });
  expect([config.host, config.database, config.user].map(value => value!.toCompose())).toEqual([
    'db.example.com',
    'runs',
    'me',
  ]);
  expect(job.secrets).toEqual([{ source: 'company_password' }]);
  expect(job.depends_on).toBeUndefined();
});

test.each<[string, DatabaseTls, string, string, string]>([
  [
    'disabled',
    DatabaseTls.disabled(),
    'charset=utf8mb4&ssl_disabled=true',
    'sslmode=disable',
    'driver=FreeTDS&Encryption=off',
  ],
  [
    'unverified',
    DatabaseTls.unverified(),
    'charset=utf8mb4&ssl_check_hostname=false',
    'sslmode=require',
    'driver=FreeTDS&Encryption=require',
  ],
  [
    'verifyAuthority',
    DatabaseTls.verifyAuthority(),
    'charset=utf8mb4&ssl_ca=%2Fetc%2Fssl%2Fcerts%2Fca-certificates.crt&ssl_check_hostname=false',
    'sslmode=verify-ca&sslrootcert=%2Fetc%2Fssl%2Fcerts%2Fca-certificates.crt',
    'driver=FreeTDS&Encryption=require',
  ],
  [
    'verifyHost',
    DatabaseTls.verifyHost(),
    'charset=utf8mb4&ssl_ca=%2Fetc%2Fssl%2Fcerts%2Fca-certificates.crt',
    'sslmode=verify-full&sslrootcert=%2Fetc%2Fssl%2Fcerts%2Fca-certificates.crt',
    'driver=FreeTDS&Encryption=require',
  ],
])('the TLS mode %s is spelled as each driver knows it', (_, tls, ...queries) => {
  expect(ENGINES.map(([, engine]) => external(engine, () => ({ tls })).config.query)).toEqual(queries);
});

/** A certificate that is there before the app starts. */
function authority(app: ComposeApp): Config {
  app.expectPath('company-ca.pem');
  return new Config(app, 'company_ca', { path: 'company-ca.pem' });
}

test('by default it verifies the certificate and the host name', () => {
  for (const [, engine] of ENGINES) {
    expect(external(engine).config.query).toBe(
      external(engine, () => ({ tls: DatabaseTls.verifyHost() })).config.query,
    );
  }
});

test.each(ENGINES.slice(0, 2))('the authority of %s is mounted, once', (name, engine) => {
  const { config, job } = external(engine, app => ({ tls: DatabaseTls.verifyHost(authority(app)) }));
  expect(new URLSearchParams(config.query).get(name === 'mysql' ? 'ssl_ca' : 'sslrootcert')).toBe(
    '/etc/mlflow/company_ca.pem',
  );
  expect(job.configs).toEqual([{ source: 'company_ca', target: '/etc/mlflow/company_ca.pem' }]);
});

test.each([
  [DatabaseTls.verifyHost, 'yes'],
  [DatabaseTls.verifyAuthority, 'no'],
])('SQL Server is verified by a file of FreeTDS', (tls, checksName) => {
  const { project, app, job } = external(DatabaseEngine.sqlServer(), scope => ({ tls: tls(authority(scope)) }));
  writeFileSync(join(project.outdir, 'company-ca.pem'), '');
  project.synth();
  expect(job.configs).toEqual([
    { source: 'company_ca', target: '/etc/mlflow/company_ca.pem' },
    { source: 'company_freetds', target: '/etc/mlflow/freetds.conf' },
  ]);
  expect(job.environment).toEqual({ FREETDSCONF: '/etc/mlflow/freetds.conf' });
  expect(app.toDefinition().configs.company_freetds).toEqual({ file: './company/freetds.conf' });
  expect(readFileSync(join(project.outdir, 'company/freetds.conf'), 'utf8')).toBe(`[global]
ca file = /etc/mlflow/company_ca.pem
check certificate hostname = ${checksName}
`);
});

test('without verification SQL Server needs no file', () => {
  expect(external(DatabaseEngine.sqlServer(), () => ({ tls: DatabaseTls.unverified() })).job.configs).toBeUndefined();
});

test('port, password and options may be given, and override those that follow from the rest', () => {
  const { config, job } = external(DatabaseEngine.mysql(), app => ({
    port: 3307,
    password: new Secret(app, 'ours', { environment: new EnvVariable(app, 'DB_PASSWORD') }),
    tls: DatabaseTls.unverified(),
    options: { charset: 'utf8', program_name: 'ml & flow' },
  }));
  expect(config).toMatchObject({
    port: 3307,
    passwordFile: '/run/secrets/ours',
    query: 'charset=utf8&ssl_check_hostname=false&program_name=ml+%26+flow',
  });
  expect(job.secrets).toEqual([{ source: 'ours' }]);
});

test('its password is in a file that somebody writes by hand', () => {
  const { project, app } = external(DatabaseEngine.mysql());
  project.synth();
  expect(app.toDefinition().secrets).toEqual({ company_password: { file: './secrets/company_password' } });
  expect(() => readFileSync(join(project.outdir, 'secrets/company_password'))).toThrow('ENOENT');
  expect(readFileSync(join(project.outdir, '.gitignore'), 'utf8')).toContain('/secrets/\n');
});

test.each([0, -1, 1.5, NaN, 65536])('%s is no port', port => {
  expect(() => external(DatabaseEngine.mysql(), () => ({ port })).job).toThrow(
    `[app/company] ${port} is not a valid port; use a port from 1 to 65535`,
  );
});
