import { Project } from 'projen';
import {
  ComposeApp,
  DatabaseEngine,
  Duration,
  EnvValue,
  ExternalDatabase,
  MlflowAuth,
  MlflowAuthConfig,
  MlflowPermission,
  MlflowService,
  MlflowServiceProps,
  MysqlService,
  PostgresService,
  Secret,
  Service,
} from '../../../src';
import { testProject } from '../../test-project';

function server(auth: MlflowAuth, props: MlflowServiceProps = {}) {
  const app = new ComposeApp(testProject(), 'app');
  const mlflow = new MlflowService(app, 'mlflow', { auth, ...props });
  return {
    app,
    mlflow,
    get definition(): any {
      return app.toDefinition();
    },
  };
}

const oidc = (options = {}) =>
  MlflowAuth.oidc({ issuer: 'https://login.example.com/realms/team', clientId: EnvValue.of('mlflow'), ...options });

test('without a login MLflow is its own app', () => {
  const app = new ComposeApp(testProject(), 'app');
  new MlflowService(app, 'mlflow');
  expect(app.toDefinition().services.mlflow.command).not.toContain('--app-name');
});

test("MLflow's own login has an administrator with a random password, and keeps users in a volume", () => {
  const { app, mlflow, definition } = server(MlflowAuth.basic());
  expect(definition.services.mlflow.command.slice(-2)).toEqual(['--app-name', 'basic-auth']);
  expect(app.variables.map(({ variableName, defaultValue }) => [variableName, defaultValue])).toEqual([
    ['MLFLOW_AUTH_ADMIN_USERNAME', 'admin'],
  ]);
  expect(definition.services.mlflow.environment).toMatchObject({
    AUTH_STORE_SCHEME: 'sqlite',
    AUTH_STORE_DATABASE: '/var/lib/mlflow-users/mlflow.db',
    MLFLOW_AUTH_ADMIN_USERNAME: '${MLFLOW_AUTH_ADMIN_USERNAME:?set it in .env}',
    BASIC_AUTH_ADMIN_PASSWORD_FILE: '/run/secrets/MLFLOW_AUTH_ADMIN_PASSWORD',
    BASIC_AUTH_DEFAULT_PERMISSION: 'NO_PERMISSIONS',
    MLFLOW_FLASK_SERVER_SECRET_KEY_FILE: '/run/secrets/MLFLOW_FLASK_SERVER_SECRET_KEY',
  });
  expect(definition.services.mlflow.volumes).toContainEqual({
    type: 'volume',
    source: 'users_volume',
    target: '/var/lib/mlflow-users',
  });
  expect(mlflow.dockerfile.toText()).toContain('requirements/flask-wtf.txt');
  expect(mlflow.dockerfile.toText()).toContain('/var/lib/mlflow-users');
});

test('administrator, keys, permission and the memory for passwords may be given', () => {
  const app = new ComposeApp(testProject(), 'app');
  const [adminPassword, secretKey] = ['password', 'key'].map(name => new Secret(app, name, { file: `./${name}` }));
  new MlflowService(app, 'mlflow', {
    auth: MlflowAuth.basic({
      adminUsername: EnvValue.of('root'),
      adminPassword,
      secretKey,
      defaultPermission: MlflowPermission.READ,
      passwordCache: Duration.minutes(1),
    }),
  });
  expect(app.variables).toEqual([]);
  expect(app.toDefinition().services.mlflow.environment).toMatchObject({
    MLFLOW_AUTH_ADMIN_USERNAME: 'root',
    BASIC_AUTH_ADMIN_PASSWORD_FILE: '/run/secrets/password',
    BASIC_AUTH_DEFAULT_PERMISSION: 'READ',
    BASIC_AUTH_AUTH_CACHE_TTL_SECONDS: '60',
    MLFLOW_FLASK_SERVER_SECRET_KEY_FILE: '/run/secrets/key',
  });
});

test('users may be in PostgreSQL', () => {
  const app = new ComposeApp(testProject(), 'app');
  const mlflow = new MlflowService(app, 'mlflow', {
    auth: MlflowAuth.basic({ store: new PostgresService(app, 'users') }),
  });
  const { services, volumes } = app.toDefinition();
  expect(services.mlflow.environment).toMatchObject({
    AUTH_STORE_SCHEME: 'postgresql+psycopg2',
    AUTH_STORE_HOST: 'users',
  });
  expect(services.mlflow.depends_on).toMatchObject({ users: { condition: 'service_healthy' } });
  expect(volumes).not.toHaveProperty('users_volume');
  expect(mlflow.dockerfile.toText()).toContain('requirements/psycopg2.txt');
});

test.each([
  ['AUTH_STORE', MlflowAuth.basic(), ['db', 'mlflow', 'mlflow_migrate']],
  ['OIDC_STORE', oidc(), ['db', 'mlflow']],
])('with data in PostgreSQL, users are in another database of that server: %s', (name, auth, services) => {
  const app = new ComposeApp(testProject(), 'app');
  new MlflowService(app, 'mlflow', { backendStore: new PostgresService(app, 'db'), auth });
  const definition = app.toDefinition();
  expect(definition.services.db.environment.POSTGRES_EXTRA_DB_1).toBe('mlflow_users');
  const environments = services.slice(1).map(service => definition.services[service].environment);
  environments.forEach(environment =>
    expect(environment).toMatchObject({ [`${name}_HOST`]: 'db', [`${name}_DATABASE`]: 'mlflow_users' }),
  );
  expect(definition.volumes).not.toHaveProperty('users_volume');
});

test('with data in PostgreSQL outside the app, where no database can be created, users are in the same one', () => {
  const app = new ComposeApp(testProject(), 'app');
  const backendStore = new ExternalDatabase(app, 'db', {
    engine: DatabaseEngine.postgres(),
    host: EnvValue.of('db.example.com'),
    database: EnvValue.of('ml'),
    user: EnvValue.of('me'),
  });
  new MlflowService(app, 'mlflow', { backendStore, auth: MlflowAuth.basic() });
  app.expectPath('./secrets/db_password');
  expect(app.toDefinition().services.mlflow.environment).toMatchObject({
    AUTH_STORE_HOST: 'db.example.com',
    AUTH_STORE_DATABASE: 'ml',
  });
});

describe('users that are in a volume, and data in PostgreSQL', () => {
  const on = (project: Project, auth: MlflowAuth) => {
    const app = new ComposeApp(project, 'app');
    new MlflowService(app, 'mlflow', { backendStore: new PostgresService(app, 'db'), auth });
    return app;
  };
  /** A project that has been synthesized with users in the volume. */
  const existing = () => {
    const project = testProject();
    on(project, MlflowAuth.basic({ usersInVolume: true }));
    project.synth();
    return new Project({ name: 'team', outdir: project.outdir });
  };

  test('are not left behind by default', () => {
    expect(() => on(existing(), MlflowAuth.basic()).toDefinition()).toThrow(
      '[app/mlflow] users are in the volume "users_volume" up to now, and the default is PostgreSQL now, where none of them is; set `usersInVolume` of the login to true to keep them in the volume, or to false to start without users',
    );
  });

  test('stay there', () => {
    const { services, volumes } = on(existing(), MlflowAuth.basic({ usersInVolume: true })).toDefinition();
    expect(services.mlflow.environment.AUTH_STORE_SCHEME).toBe('sqlite');
    expect(services.db.environment).not.toHaveProperty('POSTGRES_EXTRA_DB_1');
    expect(volumes).toHaveProperty('users_volume');
  });

  test('or are given up', () => {
    const { services } = on(existing(), MlflowAuth.basic({ usersInVolume: false })).toDefinition();
    expect(services.mlflow.environment.AUTH_STORE_DATABASE).toBe('mlflow_users');
  });
});

test('`usersInVolume` beside `store` is an error', () => {
  const app = new ComposeApp(testProject(), 'app');
  new MlflowService(app, 'mlflow', {
    auth: MlflowAuth.basic({ store: new PostgresService(app, 'users'), usersInVolume: true }),
  });
  expect(() => app.toDefinition()).toThrow(
    '[app/mlflow] `usersInVolume` is ignored because `store` is set; remove one of them',
  );
});

test('users in MySQL are an error', () => {
  const app = new ComposeApp(testProject(), 'app');
  new MlflowService(app, 'mlflow', { auth: MlflowAuth.basic({ store: new MysqlService(app, 'db') }) });
  expect(() => app.toDefinition()).toThrow(
    '[app/mlflow] MLflow cannot store users in MySQL; set `store` of MlflowAuth.basic() to a PostgreSQL store, or remove it to store them in a volume',
  );
});

test('a login at a provider knows its addresses, groups and secrets', () => {
  const { mlflow, definition } = server(oidc());
  expect(definition.services.mlflow.command.slice(-2)).toEqual(['--app-name', 'oidc-auth']);
  expect(definition.services.mlflow.environment).toMatchObject({
    OIDC_STORE_SCHEME: 'sqlite',
    OIDC_DISCOVERY_URL: 'https://login.example.com/realms/team/.well-known/openid-configuration',
    OIDC_ISSUER: 'https://login.example.com/realms/team',
    OIDC_CLIENT_ID: 'mlflow',
    OIDC_REDIRECT_URI: 'http://localhost:5000/callback',
    OIDC_SCOPE: 'openid email profile',
    OIDC_GROUPS_ATTRIBUTE: 'groups',
    OIDC_GROUP_NAME: 'mlflow',
    OIDC_ADMIN_GROUP_NAME: 'mlflow-admin',
    SESSION_COOKIE_SECURE: 'false',
    DEFAULT_MLFLOW_PERMISSION: 'NO_PERMISSIONS',
    CONFIG_K8S_SECRETS_PATH: '/run/secrets/oidc',
  });
  expect(definition.services.mlflow.secrets).toEqual(
    expect.arrayContaining([
      { source: 'OIDC_CLIENT_SECRET', target: '/run/secrets/oidc/OIDC_CLIENT_SECRET' },
      { source: 'OIDC_SESSION_KEY', target: '/run/secrets/oidc/SECRET_KEY' },
    ]),
  );
  expect(definition.secrets.OIDC_CLIENT_SECRET).toEqual({ file: './secrets/OIDC_CLIENT_SECRET' });
  expect(mlflow.dockerfile.toText()).toContain('requirements/oidc.txt');
});

test('all options can be set', () => {
  const app = new ComposeApp(testProject(), 'app');
  const [clientSecret, sessionKey] = ['client', 'session'].map(name => new Secret(app, name, { file: `./${name}` }));
  new MlflowService(app, 'mlflow', {
    auth: oidc({
      clientSecret,
      sessionKey,
      redirectUrl: 'https://ml.example.com/callback',
      groups: ['a', 'b'],
      adminGroups: ['c'],
      groupsClaim: 'roles',
      scopes: ['openid', 'groups'],
      defaultPermission: MlflowPermission.READ,
      store: new PostgresService(app, 'users'),
    }),
  });
  expect(app.toDefinition().services.mlflow).toMatchObject({
    environment: {
      OIDC_STORE_HOST: 'users',
      OIDC_REDIRECT_URI: 'https://ml.example.com/callback',
      OIDC_SCOPE: 'openid groups',
      OIDC_GROUPS_ATTRIBUTE: 'roles',
      OIDC_GROUP_NAME: 'a,b',
      OIDC_ADMIN_GROUP_NAME: 'c',
      DEFAULT_MLFLOW_PERMISSION: 'READ',
    },
    secrets: expect.arrayContaining([{ source: 'client', target: '/run/secrets/oidc/OIDC_CLIENT_SECRET' }]),
  });
});

test('an issuer that is no URL, and a login without groups, are errors', () => {
  expect(() => server(oidc({ issuer: 'login.example.com' })).definition).toThrow(
    '[app/mlflow] "login.example.com" is not the URL of an OpenID Connect provider; set `issuer` to a URL such as "https://login.example.com/realms/team"',
  );
  expect(() => server(oidc({ groups: [] })).definition).toThrow(
    '[app/mlflow] `groups` is empty, so nobody can log in; list a group of the provider',
  );
});

test("a team's own login is a subclass", () => {
  class CompanyLogin extends MlflowAuth {
    public bind(_server: Service, url: string): MlflowAuthConfig {
      return {
        appName: 'company',
        storeName: 'AUTH_STORE',
        store: { bind: () => ({ scheme: 'sqlite', database: EnvValue.of('/x') }) },
        environment: { LOGIN_URL: EnvValue.of(url) },
      };
    }
  }
  const { services } = server(new CompanyLogin()).definition;
  expect(services.mlflow.command.slice(-2)).toEqual(['--app-name', 'company']);
  expect(services.mlflow.environment).toMatchObject({ AUTH_STORE_DATABASE: '/x', LOGIN_URL: 'http://localhost:5000' });
});
