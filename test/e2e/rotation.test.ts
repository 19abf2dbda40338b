import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isAvailable } from './available-image';
import { attempt, run } from './command';
import { freePort } from './free-port';
import { uniqueName, UserProject } from './user-project';
import { REPOSITORY, workspace } from './workspace';
import * as library from '../../src';
import { GARAGE_IMAGE, RUSTFS_IMAGE, SEAWEEDFS_IMAGE, VERSITYGW_IMAGE } from '../../src/default-images';

// The task rotate-secret changes every secret of every ready-made service of a running app: the new value is in force,
// the former one is not, and all data can be read, including what MLflow encrypted with a secret.

/** In which app of this file a service is rotated. */
const APP_OF_SERVICE: { [name: string]: string } = {
  BucketInit: 'MySQL and MinIO',
  CaddyProxy: 'none, it has no secret of its own',
  GarageService: 'S3 servers',
  HardenedService: 'none, it has no secret of its own',
  MigrateService: 'MySQL and MinIO',
  MinioService: 'MySQL and MinIO',
  MlflowArtifactsService: 'none, it has no secret of its own',
  MlflowCleanup: 'none, it has those of the stores',
  MlflowServer: 'none, it is the base class of the servers',
  MlflowService: 'PostgreSQL and logins',
  MysqlService: 'MySQL and MinIO',
  PostgresService: 'PostgreSQL and logins',
  RustfsService: 'S3 servers',
  ScheduledJob: 'none, it has no secret of its own',
  SeaweedfsService: 'S3 servers',
  VersityGwService: 'S3 servers',
  VolumeOwner: 'none, it has no secret of its own',
};

test('all ready-made services are in one of the apps', () => {
  const services = Object.entries(library).filter(
    ([, value]) => typeof value === 'function' && value.prototype instanceof library.Service,
  );
  expect(Object.keys(APP_OF_SERVICE)).toEqual(services.map(([name]) => name).sort());
});

/** Whether a server lets somebody in with a value of a secret. */
type Check = (value: string) => boolean | Promise<boolean>;

/** Programs that a test waits for block this process: it does not see meanwhile that a server closes a connection. */
const NO_KEEP_ALIVE = { Connection: 'close' };

/** A running app with an MLflow server. */
class RunningApp {
  public readonly project: UserProject;
  private firstRun?: string;

  /**
   * @param registryVariable which variable of the server has the database of webhooks
   * @param administrator the password of `admin`, where there is a login
   */
  constructor(
    projenrc: string,
    private readonly uri: string,
    private readonly registryVariable: string,
    private readonly administrator?: () => string,
  ) {
    this.project = new UserProject(projenrc);
    this.project.projen();
  }

  public secret(name: string): string {
    return readFileSync(join(this.project.directory, 'secrets', name), 'utf8');
  }

  public get secretNames(): string[] {
    return Object.keys(parse(readFileSync(join(this.project.directory, 'compose.yaml'), 'utf8')).secrets).sort();
  }

  /** Runs the task, which ends when the app works again. */
  public rotate(name: string) {
    return attempt('npx', ['projen', 'mlflow:rotate-secret', name], {
      cwd: this.project.directory,
      timeoutSeconds: 600,
      env: { NO_COLOR: '1' },
    });
  }

  /** A program of a container gets a value on its standard input; returns whether it succeeds. */
  public succeeds(service: string, script: string, value: string): boolean {
    return (
      this.project.tryCompose(['exec', '-T', service, 'bash', '-c', script], { input: value, timeoutSeconds: 60 })
        .status === 0
    );
  }

  /** Asks the server as a user. */
  public async letsIn(user: string, password: string): Promise<boolean> {
    return (await this.ask('2.0/mlflow/experiments/search?max_results=1', { user, password })).status === 200;
  }

  public async ask(
    path: string,
    call: { user: string; password: string; body?: unknown },
  ): Promise<{ status: number; text: string }> {
    const { user, password, body } = call;
    const answer = await fetch(`${this.uri}/api/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
        'Content-Type': 'application/json',
        ...NO_KEEP_ALIVE,
      },
      body: body ? JSON.stringify(body) : undefined,
      signal: AbortSignal.timeout(30_000),
    });
    return { status: answer.status, text: await answer.text() };
  }

  /** Stores a key for a language model, and the secret of a webhook. */
  public async storeKeys(): Promise<void> {
    const login = { user: 'admin', password: this.administrator?.() ?? '' };
    const key = { secret_name: 'openai', secret_value: { api_key: 'sk-test' }, provider: 'openai' };
    const webhook = {
      name: 'hook',
      url: 'https://1.1.1.1/hook',
      events: [{ entity: 'MODEL_VERSION', action: 'CREATED' }],
      secret: 'hook-secret',
    };
    const answers = [
      await this.ask('3.0/mlflow/gateway/secrets/create', { ...login, body: key }),
      await this.ask('2.0/mlflow/webhooks', { ...login, body: webhook }),
    ];
    expect(answers).toEqual([expect.objectContaining({ status: 200 }), expect.objectContaining({ status: 200 })]);
  }

  /** What MLflow decrypts with two values in the server's container; `null` where it cannot. */
  public decrypted(passphrase: string, webhookKey: string): { gateway: string[] | null; webhooks: string[] | null } {
    return JSON.parse(
      this.inServer(`
import json, os
from cryptography.fernet import Fernet, InvalidToken
from mlflow.exceptions import MlflowException
from mlflow.utils.crypto import KEKManager, _decrypt_secret
from mlflow_runtime.server_keys import fernet_key
from sqlalchemy import create_engine, text

def rows(variable, query):
    with create_engine(os.environ[variable]).connect() as connection:
        return connection.execute(text(query)).all()

def gateway():
    try:
        keys = KEKManager(${JSON.stringify(passphrase)})
        stored = rows("MLFLOW_BACKEND_STORE_URI", "SELECT encrypted_value, wrapped_dek, secret_id, secret_name FROM secrets")
        return [_decrypt_secret(value, dek, keys, *names)["api_key"] for value, dek, *names in stored]
    except MlflowException:
        return None

def webhooks():
    try:
        key = Fernet(fernet_key(${JSON.stringify(webhookKey)}))
        return [key.decrypt(token.encode()).decode() for token, in rows("${this.registryVariable}", "SELECT secret FROM webhooks")]
    except InvalidToken:
        return None

print(json.dumps({"gateway": gateway(), "webhooks": webhooks()}))
`),
    );
  }

  /** Runs a Python program in the container of the server, with its environment. */
  public inServer(program: string): string {
    return this.project.compose(['exec', '-T', 'mlflow', 'mlflow-entrypoint', 'python', '-W', 'ignore', '-'], {
      input: program,
    });
  }

  /** Logs a run, and reads the first one and all that MLflow encrypted. */
  public expectAllToWork(): void {
    const output = run(
      workspace().python,
      [
        '-W',
        'ignore',
        '-c',
        `
import mlflow, sys
with mlflow.start_run() as run:
    mlflow.log_text("logged", "text.txt")
print(run.info.run_id)
print(mlflow.artifacts.load_text(f"runs:/{sys.argv[1] or run.info.run_id}/text.txt"))
`,
        this.firstRun ?? '',
      ],
      {
        env: {
          MLFLOW_TRACKING_URI: this.uri,
          MLFLOW_TRACKING_USERNAME: 'admin',
          MLFLOW_TRACKING_PASSWORD: this.administrator?.() ?? '',
        },
      },
    );
    const [id, text] = output
      .trim()
      .split('\n')
      .filter(line => /^([0-9a-f]{32}|logged)$/.test(line));
    expect(text).toBe('logged');
    this.firstRun ??= id;
    expect(
      this.decrypted(this.secret('MLFLOW_CRYPTO_KEK_PASSPHRASE'), this.secret('MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY')),
    ).toEqual({ gateway: ['sk-test'], webhooks: ['hook-secret'] });
  }

  /** Rotates a secret, of which all but one value are known to be refused. */
  public async expectToRotate(name: string, accepts: Check): Promise<void> {
    const before = this.secret(name);
    expect(await accepts(before)).toBe(true);
    const { status, stderr } = this.rotate(name);
    expect(status === 0 ? '' : stderr).toBe('');
    const after = this.secret(name);
    expect(after).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(after).not.toBe(before);
    expect(stderr).not.toContain(after);
    expect([await accepts(after), await accepts(before)]).toEqual([true, false]);
    this.expectAllToWork();
  }
}

const ENCRYPTED = (app: () => RunningApp): { [secret: string]: Check } => ({
  MLFLOW_CRYPTO_KEK_PASSPHRASE: value => app().decrypted(value, 'any').gateway !== null,
  MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY: value => app().decrypted('any', value).webhooks !== null,
});

describe('MySQL and MinIO', () => {
  let app: RunningApp;
  let s3: number;

  beforeAll(async () => {
    const port = await freePort();
    s3 = await freePort();
    app = new RunningApp(
      `
import { MlflowStack } from 'projen-mlflow';
import { Project } from 'projen';
const project = new Project({ name: 'team', outdir: __dirname });
new MlflowStack(project, 'mlflow', {
  appName: '${uniqueName('rotation')}', s3: { apiPort: ${s3}, consolePort: ${await freePort()} }, server: { port: ${port}, workers: 1 },
});
project.synth();
`,
      `http://127.0.0.1:${port}`,
      'MLFLOW_BACKEND_STORE_URI',
    );
    app.project.up();
    await app.storeKeys();
    app.expectAllToWork();
  });

  afterAll(() => app?.project.remove());

  /** Asks the S3 server for what a user may see. */
  const s3Answers = (user: string, path: string) => (value: string) =>
    run('curl', [
      '--silent',
      '--max-time',
      '30',
      '--output',
      '/dev/null',
      '--write-out',
      '%{http_code}',
      '--aws-sigv4',
      'aws:amz:us-east-1:s3',
      '--user',
      `${user}:${value}`,
      `http://127.0.0.1:${s3}/${path}`,
    ]) === '200';

  const checks: { [secret: string]: Check } = {
    AWS_SECRET_ACCESS_KEY: s3Answers('mlflow', 'mlflow'),
    MINIO_ROOT_PASSWORD: s3Answers('minio-admin', ''),
    MYSQL_PASSWORD: value => app.succeeds('db', 'MYSQL_PWD=$(cat) mysql -h127.0.0.1 -umlflow -e "SELECT 1"', value),
    MYSQL_ROOT_PASSWORD: value => app.succeeds('db', 'MYSQL_PWD=$(cat) mysql -uroot -e "SELECT 1"', value),
    ...ENCRYPTED(() => app),
  };

  test('every secret has a check', () => {
    expect(app.secretNames).toEqual(Object.keys(checks).sort());
  });

  test.each(Object.keys(checks))('%s', async name => app.expectToRotate(name, checks[name]));

  test('a rotation that was killed after the database was re-encrypted continues with the same value', () => {
    const [passphrase, webhookKey] = ['MLFLOW_CRYPTO_KEK_PASSPHRASE', 'MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY'].map(
      name => app.secret(name),
    );
    const chosen = 'a value of our own: @:/?#%$\'"\\`&ü';
    app.project.write('secrets/MLFLOW_CRYPTO_KEK_PASSPHRASE.new', `${chosen}\r\n`);
    app.project.compose(['run', '--rm', '-T', 'mlflow', 'mlflow-rotate', 'gateway-passphrase'], { input: chosen });
    expect([app.decrypted(passphrase, webhookKey).gateway, app.decrypted(chosen, webhookKey).gateway]).toEqual([
      null,
      ['sk-test'],
    ]);
    expect(app.rotate('MLFLOW_CRYPTO_KEK_PASSPHRASE').status).toBe(0);
    expect(app.secret('MLFLOW_CRYPTO_KEK_PASSPHRASE')).toBe(chosen);
    app.expectAllToWork();
  });

  test('a key that cannot be decrypted stops the rotation, and the server continues with the previous passphrase', () => {
    const execute = (statement: string) =>
      app.inServer(`
import os
from sqlalchemy import create_engine, text
with create_engine(os.environ["MLFLOW_BACKEND_STORE_URI"]).begin() as connection:
    connection.execute(text("""${statement}"""))
`);
    const before = app.secret('MLFLOW_CRYPTO_KEK_PASSPHRASE');
    execute(`INSERT INTO secrets (secret_id, secret_name, encrypted_value, wrapped_dek, masked_value, kek_version, created_at, last_updated_at)
      VALUES ('lost', 'lost', 'x', REPEAT('x', 60), 'x', 1, 1, 1)`);
    const { status, stderr } = app.rotate('MLFLOW_CRYPTO_KEK_PASSPHRASE');
    expect(status).not.toBe(0);
    expect(stderr).toContain('a key of the AI gateway cannot be decrypted with the current passphrase');
    expect(stderr).toContain('run the task again to continue with it');
    expect(app.secret('MLFLOW_CRYPTO_KEK_PASSPHRASE')).toBe(before);
    execute("DELETE FROM secrets WHERE secret_id = 'lost'");
    app.project.up();
    app.expectAllToWork();
  });
});

describe('PostgreSQL and logins', () => {
  const PROVIDER = 'provider_secret'; // in a folder of the project that holds nothing else
  let app: RunningApp;
  let uri: string;
  let sso: string;

  beforeAll(async () => {
    const [port, ssoPort, provider] = [await freePort(), await freePort(), await freePort()];
    [uri, sso] = [`http://127.0.0.1:${port}`, `http://localhost:${ssoPort}`];
    app = new RunningApp(
      `
import { Project } from 'projen';
import { ComposeApp, ContainerImage, EnvValue, MlflowAuth, MlflowImage, MlflowService, Mount, PostgresService, Service } from 'projen-mlflow';
const project = new Project({ name: 'team', outdir: __dirname });
const app = new ComposeApp(project, 'mlflow', { appName: '${uniqueName('rotation')}' });
const dockerfile = new MlflowImage(app, 'image', { directory: 'mlflow' });
const models = new PostgresService(app, 'models');
// The users of both logins are in further databases of these servers.
new MlflowService(app, 'mlflow', {
  dockerfile, port: ${port}, workers: 1, backendStore: new PostgresService(app, 'db'), registryStore: models, auth: MlflowAuth.basic(),
  jobExecution: true, jobUser: 'judge',
});
const issuer = 'http://provider:${provider}';
new MlflowService(app, 'sso', { dockerfile, port: ${ssoPort}, workers: 1, backendStore: models, auth: MlflowAuth.oidc({ issuer, clientId: EnvValue.of('mlflow') }) });
app.expectPath('./oidc_provider.py');
app.expectPath('./${PROVIDER}');
app.expectPath('./secrets/OIDC_CLIENT_SECRET');
new Service(app, 'provider', {
  image: ContainerImage.fromDockerfile(dockerfile),
  entrypoint: ['sh', '-c', 'exec python /provider.py "$0" mlflow "$(cat /${PROVIDER})"', issuer],
  mounts: [Mount.bind('./oidc_provider.py', '/provider.py', { readOnly: true }), Mount.bind('./${PROVIDER}', '/${PROVIDER}', { readOnly: true })],
  networks: [app.publicNetwork, app.internalNetwork],
  ports: [{ target: ${provider}, published: ${provider} }],
});
project.synth();
`,
      uri,
      'MLFLOW_REGISTRY_STORE_URI',
      () => app.secret('MLFLOW_AUTH_ADMIN_PASSWORD'),
    );
    writeFileSync(join(app.project.directory, 'oidc_provider.py'), readFileSync(join(__dirname, 'oidc_provider.py')));
    app.project.write(PROVIDER, 'first');
    app.project.write('secrets/OIDC_CLIENT_SECRET', 'first');
    app.project.up();
    const administrator = { user: 'admin', password: app.secret('MLFLOW_AUTH_ADMIN_PASSWORD') };
    const judge = { username: 'judge', password: app.secret('MLFLOW_JOB_PASSWORD') };
    expect(await app.ask('2.0/mlflow/users/create', { ...administrator, body: judge })).toMatchObject({ status: 200 });
    await app.storeKeys();
    app.expectAllToWork();
  });

  afterAll(() => app?.project.remove());

  test('users are in databases of their own, which the account owns', () => {
    const query = (service: string, database: string, sql: string) =>
      app.project
        .compose([
          'exec',
          '-T',
          service,
          'psql',
          '-U',
          'postgres',
          '-d',
          database,
          '--no-align',
          '--tuples-only',
          '-c',
          sql,
        ])
        .trim();
    const owners = "SELECT datname, pg_get_userbyid(datdba) FROM pg_database WHERE datname LIKE '%\\_users'";
    expect(query('db', 'postgres', owners)).toBe('mlflow_users|mlflow');
    expect(query('models', 'postgres', owners)).toBe('sso_users|mlflow');
    expect(query('db', 'mlflow_users', 'SELECT username FROM users ORDER BY 1').split('\n')).toContain('judge');
    expect(query('models', 'sso_users', 'SELECT count(*) FROM users')).toMatch(/^\d+$/);
  });

  const cookiesOf = (answer: Response) =>
    answer.headers
      .getSetCookie()
      .map(cookie => cookie.split(';')[0])
      .join('; ');
  const get = async (url: string, headers: { [name: string]: string } = {}) =>
    fetch(url, { redirect: 'manual', headers: { ...headers, ...NO_KEEP_ALIVE }, signal: AbortSignal.timeout(30_000) });

  /** Logs in at the provider as a browser does; returns the session's cookies. */
  async function logInAtProvider(): Promise<string> {
    const toProvider = await get(`${sso}/login`);
    const atProvider = toProvider.headers.get('location')!.replace('//provider:', '//127.0.0.1:');
    const toServer = await get(`${atProvider}&user=root`);
    return cookiesOf(await get(toServer.headers.get('location')!, { cookie: cookiesOf(toProvider) }));
  }

  const letsSessionIn = async (cookie: string) =>
    (await get(`${sso}/api/2.0/mlflow/experiments/search?max_results=1`, { cookie })).status === 200;

  /** Whether what was given out while the secret had a value is still good. */
  const sessions = <T>(begin: () => Promise<T>, isGood: (session: T) => Promise<boolean>): Check => {
    const begun = new Map<string, T>();
    return async value => {
      if (!begun.has(value)) {
        begun.set(value, await begin());
      }
      return isGood(begun.get(value)!);
    };
  };

  const asAdministrator = () => ({
    Authorization: `Basic ${Buffer.from(`admin:${app.secret('MLFLOW_AUTH_ADMIN_PASSWORD')}`).toString('base64')}`,
  });
  const openForm = async () => {
    const answer = await get(`${uri}/signup`, asAdministrator());
    return { cookie: cookiesOf(answer), token: /name="csrf_token" value="([^"]+)"/.exec(await answer.text())![1] };
  };
  const sendForm = async ({ cookie, token }: { cookie: string; token: string }) => {
    const body = new URLSearchParams({ csrf_token: token, username: '', password: '' });
    const answer = await fetch(`${uri}/api/2.0/mlflow/users/create-ui`, {
      method: 'POST',
      headers: { ...asAdministrator(), cookie, 'Content-Type': 'application/x-www-form-urlencoded', ...NO_KEEP_ALIVE },
      body: body.toString(), // else the type names a charset, which MLflow does not take
      signal: AbortSignal.timeout(30_000),
    });
    return (await answer.text()).includes('cannot be empty'); // not what it says of a token that it did not sign
  };

  const letsIntoDatabase = (service: string) => (value: string) =>
    app.succeeds(service, 'PGPASSWORD=$(cat) psql -h 127.0.0.1 -U mlflow -d mlflow -c "SELECT 1"', value);

  const checks: { [secret: string]: Check } = {
    MLFLOW_AUTH_ADMIN_PASSWORD: async value => app.letsIn('admin', value),
    MLFLOW_FLASK_SERVER_SECRET_KEY: sessions(openForm, sendForm),
    MLFLOW_JOB_PASSWORD: async value => app.letsIn('judge', value),
    OIDC_SESSION_KEY: sessions(logInAtProvider, letsSessionIn),
    POSTGRES_PASSWORD: letsIntoDatabase('models'),
    DB_POSTGRES_PASSWORD: letsIntoDatabase('db'),
    ...ENCRYPTED(() => app),
  };

  test('every secret has a check', () => {
    expect(app.secretNames).toEqual([...Object.keys(checks), 'OIDC_CLIENT_SECRET'].sort());
  });

  test.each(Object.keys(checks))('%s', async name => app.expectToRotate(name, checks[name]));

  test('OIDC_CLIENT_SECRET, which the provider knows: the task says what to do, and that works', async () => {
    const { status, stderr } = app.rotate('OIDC_CLIENT_SECRET');
    expect(status).not.toBe(0);
    expect(stderr).toContain(
      'the secret "OIDC_CLIENT_SECRET" was not changed: it is issued elsewhere: change it there, write the new value to its file, and recreate',
    );
    expect(app.secret('OIDC_CLIENT_SECRET')).toBe('first');
    app.project.write(PROVIDER, 'second');
    app.project.compose(['up', '-d', '--wait', '--force-recreate', 'provider']);
    expect(await letsSessionIn(await logInAtProvider())).toBe(false);
    app.project.write('secrets/OIDC_CLIENT_SECRET', 'second');
    app.project.compose(['up', '-d', '--wait', '--force-recreate', 'sso']);
    expect(await letsSessionIn(await logInAtProvider())).toBe(true);
  });

  test.each([['NONE'], [''], ['../.env']])(
    'an unknown secret is an error that names the known ones, and nothing changes: %j',
    word => {
      const before = app.secretNames.map(name => app.secret(name));
      const { status, stderr } = attempt('npx', ['projen', 'mlflow:rotate-secret', ...(word ? [word] : [])], {
        cwd: app.project.directory,
        env: { NO_COLOR: '1' },
      });
      expect(status).not.toBe(0);
      expect(stderr).toContain(`name one of ${Object.keys(checks).sort().join(', ')}`);
      expect(app.secretNames.map(name => app.secret(name))).toEqual(before);
    },
  );
});

/** Follows docs/garage-service.md. */
function replaceGarageKey(project: UserProject): void {
  const inProject = { cwd: project.directory, timeoutSeconds: 300 };
  const [, commands] = /^## A new key$[^]*?```sh\n([^]*?)```/m.exec(
    readFileSync(join(REPOSITORY, 'docs', 'garage-service.md'), 'utf8'),
  )!;
  run('bash', ['-euo', 'pipefail', '-c', commands], inProject);
}

describe('S3 servers', () => {
  test.each(
    [
      ['SeaweedfsService', SEAWEEDFS_IMAGE],
      ['VersityGwService', VERSITYGW_IMAGE],
      ['RustfsService', RUSTFS_IMAGE],
      ['GarageService', GARAGE_IMAGE],
    ].filter(([, image]) => isAvailable(image)),
  )('%s: with all secrets rotated, what was stored can be read, and the former key opens nothing', name => {
    const project = new UserProject(`
import { BucketInit, ComposeApp, ContainerImage, ${name}, Healthcheck, MlflowImage, Service } from 'projen-mlflow';
import { Project } from 'projen';
const project = new Project({ name: 'team', outdir: __dirname });
const app = new ComposeApp(project, 'mlflow', { appName: '${uniqueName('rotation')}' });
const buckets = new BucketInit(app, 'create_s3_buckets', { server: new ${name}(app, 's3', { ports: [] }) });
const image = new MlflowImage(app, 'image');
image.addPackages('boto3');
const client = new Service(app, 'client', {
  image: ContainerImage.fromDockerfile(image), command: ['sleep', 'infinity'], networks: [app.publicNetwork], healthcheck: Healthcheck.command(['true']),
});
buckets.bind(client);
project.synth();
`);
    try {
      project.projen();
      project.up();
      const inClient = (action: string, secret: string = '') =>
        project.tryCompose(['exec', '-T', 'client', 'mlflow-entrypoint', 'python', '-W', 'ignore', '-'], {
          input: `
import os
import boto3
from botocore.config import Config
secret = ${JSON.stringify(secret)}
key = boto3.Session().get_credentials().access_key
keys = {"aws_access_key_id": key, "aws_secret_access_key": secret} if secret else {}
s3 = boto3.client("s3", endpoint_url=os.environ["MLFLOW_S3_ENDPOINT_URL"], config=Config(s3={"addressing_style": "path"}), **keys)
${action}
`,
        });
      const read = (secret?: string) =>
        inClient('print(s3.get_object(Bucket="mlflow", Key="file")["Body"].read().decode())', secret);
      expect(inClient('s3.put_object(Bucket="mlflow", Key="file", Body=b"stored")').stderr).toBe('');
      const names = Object.keys(parse(readFileSync(join(project.directory, 'compose.yaml'), 'utf8')).secrets);
      const secret = (file: string) => readFileSync(join(project.directory, 'secrets', file), 'utf8');
      const before = names.map(secret);
      for (const file of names) {
        const { status, stderr } = attempt('npx', ['projen', 'mlflow:rotate-secret', file], {
          cwd: project.directory,
          timeoutSeconds: 300,
        });
        if (name === 'GarageService' && file === 'AWS_SECRET_ACCESS_KEY') {
          expect(stderr).toContain('Garage never gives a key another secret: set a new access key ID');
          replaceGarageKey(project);
        } else {
          expect(status === 0 ? '' : stderr).toBe('');
        }
        expect({ file, read: read().stdout.trim() }).toEqual({ file, read: 'stored' });
      }
      expect(names.filter((file, index) => secret(file) === before[index])).toEqual([]);
      expect(read(before[names.indexOf('AWS_SECRET_ACCESS_KEY')]).stderr).toMatch(
        /Forbidden|AccessDenied|SignatureDoesNotMatch/,
      );
    } finally {
      project.remove();
    }
  });
});
