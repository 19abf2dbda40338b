import { ComposeApp, Duration, EnvValue, EnvVariable, IEnvValue, Secret, SecretSource, Service } from '../../compose';
import { freeName } from '../../compose/internal';
import { BackendStoreConfig, IBackendStore } from '../../database';

/**
 * What a user may do with an experiment or model of another user without an explicit permission.
 *
 * @see https://mlflow.org/docs/latest/self-hosting/security/basic-http-auth/#permissions
 */
export enum MlflowPermission {
  /** No access. */
  NO_PERMISSIONS = 'NO_PERMISSIONS',
  /** See it. */
  READ = 'READ',
  /** See it, and use it if that is a separate action, such as calling an endpoint of the AI gateway. */
  USE = 'USE',
  /** See, use and change it. */
  EDIT = 'EDIT',
  /** Change and delete it, and grant permissions to others. */
  MANAGE = 'MANAGE',
}

/**
 * Where the users of a login are, and what they may do by default.
 */
export interface MlflowUsersOptions {
  /**
   * The database of users and permissions: PostgreSQL or SQLite. MLflow's own login cannot store them in MySQL
   * (https://github.com/mlflow/mlflow/issues/9642).
   *
   * @default - if the backend store is a `PostgresService`, another database on its server, `<id>_users`; if it is
   *   PostgreSQL elsewhere, the backend store itself; otherwise SQLite in a volume named `users_volume`
   */
  readonly store?: IBackendStore;

  /**
   * Whether users are in SQLite in the volume `users_volume` also if the backend store is PostgreSQL.
   *
   * @default - `false`, but it is an error if users of an existing app are in the volume: set it to `true` to keep them
   *   there, or to `false` to start with an empty database of users
   */
  readonly usersInVolume?: boolean;

  /**
   * What a user may do with experiments and models of other users.
   *
   * @default MlflowPermission.NO_PERMISSIONS
   */
  readonly defaultPermission?: MlflowPermission;
}

/**
 * Options of `MlflowAuth.basic`.
 */
export interface BasicAuthOptions extends MlflowUsersOptions {
  /**
   * The name of the administrator, who may do everything.
   *
   * @default - the variable `MLFLOW_AUTH_ADMIN_USERNAME`
   */
  readonly adminUsername?: IEnvValue;

  /**
   * The password of the administrator at the first start; at least 12 characters. Later the task `<id>:rotate-secret`
   * changes it in MLflow's database and in the file of the secret.
   *
   * @default - the secret `MLFLOW_AUTH_ADMIN_PASSWORD`
   */
  readonly adminPassword?: Secret;

  /**
   * The key with which MLflow signs the forms of its login.
   *
   * @default - the secret `MLFLOW_FLASK_SERVER_SECRET_KEY`
   */
  readonly secretKey?: Secret;

  /**
   * How long a worker caches that a password is correct, in whole seconds, so that it need not check it for each
   * request. Within this time it may also accept the old password of a user, or a deleted user.
   *
   * @default - no cache
   */
  readonly passwordCache?: Duration;
}

/**
 * Options of `MlflowAuth.oidc`.
 */
export interface OidcAuthOptions extends MlflowUsersOptions {
  /**
   * The issuer URL of the provider, as in its tokens: `https://login.example.com/realms/team`. The server and the
   * browsers of users must be able to reach it.
   */
  readonly issuer: string;

  /**
   * The client id of MLflow at the provider.
   */
  readonly clientId: IEnvValue;

  /**
   * The client secret that the provider issued for MLflow.
   *
   * @default - the file `secrets/OIDC_CLIENT_SECRET`, which you write yourself
   */
  readonly clientSecret?: Secret;

  /**
   * The key with which MLflow signs sessions. A new key ends all sessions.
   *
   * @default - the secret `OIDC_SESSION_KEY`
   */
  readonly sessionKey?: Secret;

  /**
   * The redirect URL of the login, which must be registered at the provider.
   *
   * @default - `/callback` at the host of the proxy, or at localhost and the published port
   */
  readonly redirectUrl?: string;

  /**
   * The groups of the provider whose members may log in.
   *
   * @default ['mlflow']
   */
  readonly groups?: string[];

  /**
   * The groups of the provider whose members are administrators.
   *
   * @default ['mlflow-admin']
   */
  readonly adminGroups?: string[];

  /**
   * The claim of the ID token that lists the groups of a user.
   *
   * @default 'groups'
   */
  readonly groupsClaim?: string;

  /**
   * The scopes that are requested. Some providers have a separate scope for groups.
   *
   * @default ['openid', 'email', 'profile']
   */
  readonly scopes?: string[];
}

/**
 * What `MlflowAuth.bind` tells the server about the login.
 */
export interface MlflowAuthConfig {
  /**
   * The value of the argument `--app-name` of `mlflow server`.
   */
  readonly appName: string;

  /**
   * The database of users and permissions.
   *
   * @default - if the backend store is a `PostgresService`, another database on its server; if it is PostgreSQL
   *   elsewhere, the backend store itself; otherwise SQLite in a volume
   */
  readonly store?: IBackendStore;

  /**
   * Whether users are in SQLite in a volume also if the backend store is PostgreSQL.
   *
   * @default - `false`, but it is an error if users of an existing app are in the volume
   */
  readonly usersInVolume?: boolean;

  /**
   * The prefix of the variables with the parts of the database's URI. With `AUTH_STORE` the URI becomes
   * `MLFLOW_AUTH_DATABASE_URI`, and the schema is migrated before the server starts. With `OIDC_STORE` it becomes
   * `OIDC_USERS_DB_URI`.
   */
  readonly storeName: string;

  /**
   * The environment of the server.
   */
  readonly environment: { [name: string]: IEnvValue };

  /**
   * The Python packages that the login needs, as `pip` names them.
   *
   * @default - none
   */
  readonly pythonPackages?: string[];
}

/**
 * How users log in to an MLflow server, and what they may do by default. Extend this class for another login.
 */
export abstract class MlflowAuth {
  /**
   * MLflow's own login, with users and passwords in a separate database. The first start creates the administrator,
   * who creates the other users.
   *
   * @see https://mlflow.org/docs/latest/self-hosting/security/basic-http-auth/
   */
  public static basic(options: BasicAuthOptions = {}): MlflowAuth {
    return new BasicAuth(options);
  }

  /**
   * Single sign-on with an OpenID Connect provider (Keycloak, Microsoft Entra ID, Okta, …), by the plugin
   * mlflow-oidc-auth.
   *
   * @see https://github.com/mlflow-oidc/mlflow-oidc-auth
   */
  public static oidc(options: OidcAuthOptions): MlflowAuth {
    return new OidcAuth(options);
  }

  /**
   * Adds secrets, networks and volumes to the server.
   *
   * @param server the server
   * @param url its URL for browsers, without a trailing slash
   * @returns the configuration of the server
   */
  public abstract bind(server: Service, url: string): MlflowAuthConfig;

  /**
   * Validates the login and its database at synthesis.
   *
   * @param _store what `bind` of the database returned
   * @returns what is wrong
   */
  public validate(_store: BackendStoreConfig): string[] {
    return [];
  }
}

/**
 * The entrypoint writes the variables `BASIC_AUTH_…` to a file in the container:
 * assets/mlflow-server/runtime/src/mlflow_runtime/basic_auth.py.
 */
class BasicAuth extends MlflowAuth {
  constructor(private readonly options: BasicAuthOptions) {
    super();
  }

  public bind(server: Service, _url: string): MlflowAuthConfig {
    const { adminUsername, adminPassword, secretKey, defaultPermission, passwordCache, store, usersInVolume } =
      this.options;
    const password =
      adminPassword ??
      new Secret(server, freeName(server, 'MLFLOW_AUTH_ADMIN_PASSWORD'), {
        description: "The administrator's first password (at least 12 characters).",
      });
    // MLflow stores the password in its database, and reads this secret only at the first start.
    password.addRotationStep(server, ['mlflow-rotate', 'admin-password']);
    const key =
      secretKey ??
      new Secret(server, freeName(server, 'MLFLOW_FLASK_SERVER_SECRET_KEY'), {
        description: 'The key with which MLflow signs the forms of its login.',
      });
    return {
      appName: 'basic-auth',
      store,
      usersInVolume,
      storeName: 'AUTH_STORE',
      environment: {
        MLFLOW_AUTH_ADMIN_USERNAME:
          adminUsername ??
          new EnvVariable(server, freeName(server, 'MLFLOW_AUTH_ADMIN_USERNAME'), {
            description: 'The administrator of MLflow, who may do everything and creates the other users.',
            defaultValue: 'admin',
          }),
        MLFLOW_FLASK_SERVER_SECRET_KEY_FILE: EnvValue.of(server.addSecret(key)),
        BASIC_AUTH_ADMIN_PASSWORD_FILE: EnvValue.of(server.addSecret(password)),
        BASIC_AUTH_DEFAULT_PERMISSION: EnvValue.of(defaultPermission ?? MlflowPermission.NO_PERMISSIONS),
        ...(passwordCache && { BASIC_AUTH_AUTH_CACHE_TTL_SECONDS: EnvValue.of(passwordCache.toSeconds().toString()) }),
      },
      pythonPackages: ['flask-wtf'],
    };
  }

  /**
   * The first revision of MLflow's schema has two foreign keys of the same name, which MySQL rejects
   * (https://github.com/mlflow/mlflow/issues/9642).
   */
  public override validate(store: BackendStoreConfig): string[] {
    const { passwordCache } = this.options;
    return [
      ...(store.scheme?.startsWith('mysql')
        ? [
            'MLflow cannot store users in MySQL; set `store` of MlflowAuth.basic() to a PostgreSQL store, or remove it to store them in a volume',
          ]
        : []),
      ...(passwordCache === undefined || passwordCache._isWholeSeconds
        ? []
        : [
            `\`passwordCache\` is ${passwordCache.toCompose()}; set it to whole seconds, 1 or more, or remove it to disable the cache`,
          ]),
    ];
  }
}

/** The plugin reads secrets from a folder like those of Kubernetes, where each file is named like its setting. */
class OidcAuth extends MlflowAuth {
  constructor(private readonly options: OidcAuthOptions) {
    super();
  }

  public bind(server: Service, url: string): MlflowAuthConfig {
    const {
      issuer,
      clientId,
      redirectUrl,
      groups,
      adminGroups,
      groupsClaim,
      scopes,
      defaultPermission,
      store,
      usersInVolume,
    } = this.options;
    const folder = '/run/secrets/oidc';
    server.addNetwork(ComposeApp.of(server).outboundNetwork); // to the provider
    const clientSecret =
      this.options.clientSecret ??
      new Secret(server, freeName(server, 'OIDC_CLIENT_SECRET'), {
        description: 'The client secret that the provider issued for MLflow.',
        source: SecretSource.givenFile(),
      });
    clientSecret.refuseRotation();
    const sessionKey =
      this.options.sessionKey ??
      new Secret(server, freeName(server, 'OIDC_SESSION_KEY'), {
        description: 'The key with which MLflow signs sessions.',
      });
    server.addSecret(clientSecret, { target: `${folder}/OIDC_CLIENT_SECRET` });
    server.addSecret(sessionKey, { target: `${folder}/SECRET_KEY` });
    return {
      appName: 'oidc-auth',
      store,
      usersInVolume,
      storeName: 'OIDC_STORE',
      environment: {
        CONFIG_K8S_SECRETS_ENABLED: EnvValue.of('true'),
        CONFIG_K8S_SECRETS_PATH: EnvValue.of(folder),
        OIDC_DISCOVERY_URL: EnvValue.of(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`),
        OIDC_ISSUER: EnvValue.of(issuer),
        OIDC_CLIENT_ID: clientId,
        OIDC_REDIRECT_URI: EnvValue.of(redirectUrl ?? `${url}/callback`),
        OIDC_SCOPE: EnvValue.of((scopes ?? ['openid', 'email', 'profile']).join(' ')),
        OIDC_GROUPS_ATTRIBUTE: EnvValue.of(groupsClaim ?? 'groups'),
        OIDC_GROUP_NAME: EnvValue.of((groups ?? ['mlflow']).join(',')),
        OIDC_ADMIN_GROUP_NAME: EnvValue.of((adminGroups ?? ['mlflow-admin']).join(',')),
        // By default the plugin uses MLflow's version table, which breaks MLflow's schema in a shared database.
        OIDC_ALEMBIC_VERSION_TABLE: EnvValue.of('alembic_version_oidc'),
        DEFAULT_LANDING_PAGE_IS_PERMISSIONS: EnvValue.of('false'), // MLflow's own pages instead
        SESSION_COOKIE_SECURE: EnvValue.of(url.startsWith('https:').toString()),
        DEFAULT_MLFLOW_PERMISSION: EnvValue.of(defaultPermission ?? MlflowPermission.NO_PERMISSIONS),
      },
      pythonPackages: ['oidc'],
    };
  }

  public override validate(_store: BackendStoreConfig): string[] {
    const { issuer, groups = ['mlflow'] } = this.options;
    return [
      ...(URL.canParse(issuer) && /^https?:$/.test(new URL(issuer).protocol)
        ? []
        : [
            `"${issuer}" is not the URL of an OpenID Connect provider; set \`issuer\` to a URL such as "https://login.example.com/realms/team"`,
          ]),
      ...(groups.length > 0 ? [] : ['`groups` is empty, so nobody can log in; list a group of the provider']),
    ];
  }
}
