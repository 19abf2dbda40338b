import {
  ComposeApp,
  Duration,
  EnvValue,
  EnvVariable,
  IEnvValue,
  Secret,
  SecretSource,
  Service,
  Volume,
} from '../../compose';
import { checkOptions, freeName } from '../../compose/internal';
import { BackendStoreConfig, IBackendStore, SqliteStore } from '../../database';

/**
 * What a user may do with an experiment or model of others, where nothing else was granted.
 *
 * @see https://mlflow.org/docs/latest/self-hosting/security/basic-http-auth/#permissions
 */
export enum MlflowPermission {
  /** Nothing. */
  NO_PERMISSIONS = 'NO_PERMISSIONS',
  /** See it. */
  READ = 'READ',
  /** See it, and use it where that is something of its own, such as an endpoint of the gateway. */
  USE = 'USE',
  /** Change it as well. */
  EDIT = 'EDIT',
  /** Change and delete it, and say who else may do what. */
  MANAGE = 'MANAGE',
}

/**
 * Options of `MlflowAuth.basic`.
 */
export interface BasicAuthOptions {
  /**
   * The user who may do everything.
   *
   * @default - the variable `MLFLOW_AUTH_ADMIN_USERNAME`
   */
  readonly adminUsername?: IEnvValue;

  /**
   * The password of that user at the first start; at least 12 characters. Afterwards the task
   * `<id>:rotate-secret` changes it in MLflow's database and in its file.
   *
   * @default - the secret `MLFLOW_AUTH_ADMIN_PASSWORD`
   */
  readonly adminPassword?: Secret;

  /**
   * What MLflow signs its forms with.
   *
   * @default - the secret `MLFLOW_FLASK_SERVER_SECRET_KEY`
   */
  readonly secretKey?: Secret;

  /**
   * Where users and permissions are kept: PostgreSQL or SQLite; MySQL cannot hold them
   * (https://github.com/mlflow/mlflow/issues/9642).
   *
   * @default - SQLite in a volume named `users_volume`
   */
  readonly store?: IBackendStore;

  /**
   * What a user may do with what others made.
   *
   * @default MlflowPermission.NO_PERMISSIONS
   */
  readonly defaultPermission?: MlflowPermission;

  /**
   * For how long a worker remembers that a password was right, which saves it some work with each request. For as long
   * it may also let in a user whose password was changed, or who was deleted.
   *
   * @default - not at all
   */
  readonly passwordCache?: Duration;
}

/**
 * Options of `MlflowAuth.oidc`.
 */
export interface OidcAuthOptions {
  /**
   * The URL of the provider, as its tokens name it: `https://login.example.com/realms/team`. The server and the
   * browsers of users must reach it.
   */
  readonly issuer: string;

  /**
   * The name under which the provider knows MLflow.
   */
  readonly clientId: IEnvValue;

  /**
   * The secret that the provider gave MLflow.
   *
   * @default - the file `secrets/OIDC_CLIENT_SECRET`, to be written by hand
   */
  readonly clientSecret?: Secret;

  /**
   * What MLflow signs the sessions of users with. A new one ends them all.
   *
   * @default - the secret `OIDC_SESSION_KEY`
   */
  readonly sessionKey?: Secret;

  /**
   * Where the provider sends users back to; it must know this URL.
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
   * The groups of the provider whose members may do everything.
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
   * What the provider is asked for; some have groups in a scope of their own.
   *
   * @default ['openid', 'email', 'profile']
   */
  readonly scopes?: string[];

  /**
   * Where users and permissions are kept: PostgreSQL or SQLite.
   *
   * @default - SQLite in a volume named `users_volume`
   */
  readonly store?: IBackendStore;

  /**
   * What a user may do with what others made.
   *
   * @default MlflowPermission.NO_PERMISSIONS
   */
  readonly defaultPermission?: MlflowPermission;
}

/**
 * What MLflow must know of its login.
 */
export interface MlflowAuthConfig {
  /**
   * The name of the app that MLflow runs, as the argument `--app-name` takes it.
   */
  readonly appName: string;

  /**
   * The database of users and permissions.
   */
  readonly store: IBackendStore;

  /**
   * What the variables with the parts of that database begin with: `AUTH_STORE`, whose URI becomes
   * `MLFLOW_AUTH_DATABASE_URI` and whose schema is migrated before the server starts, or `OIDC_STORE`, whose becomes
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
 * How users log in to an MLflow server, and what they may do there by default. A team's own way is a subclass.
 */
export abstract class MlflowAuth {
  /**
   * MLflow's own login, with users and passwords in a database of its own. The administrator is there from the first
   * start and makes the other users.
   *
   * @see https://mlflow.org/docs/latest/self-hosting/security/basic-http-auth/
   */
  public static basic(options: BasicAuthOptions = {}): MlflowAuth {
    checkOptions('MlflowAuth.basic', 'BasicAuthOptions', options);
    return new BasicAuth(options);
  }

  /**
   * A login at an OpenID Connect provider (Keycloak, Microsoft Entra ID, Okta, …), by the plugin mlflow-oidc-auth.
   *
   * @see https://github.com/mlflow-oidc/mlflow-oidc-auth
   */
  public static oidc(options: OidcAuthOptions): MlflowAuth {
    checkOptions('MlflowAuth.oidc', 'OidcAuthOptions', options);
    return new OidcAuth(options);
  }

  /**
   * Attaches secrets, networks and volumes to the server that asks for the login.
   *
   * @param server the server
   * @param url its URL for browsers, without a slash at its end
   * @returns what MLflow must know
   */
  public abstract bind(server: Service, url: string): MlflowAuthConfig;

  /**
   * Why this login does not suit its database, or nobody; nothing if all is well.
   *
   * @param _store what the database's `bind` returned
   */
  public validate(_store: BackendStoreConfig): string[] {
    return [];
  }
}

/**
 * The variables that begin with `BASIC_AUTH_` become a file in the container:
 * assets/mlflow-server/runtime/src/mlflow_runtime/basic_auth.py.
 */
class BasicAuth extends MlflowAuth {
  constructor(private readonly options: BasicAuthOptions) {
    super();
  }

  public bind(server: Service, _url: string): MlflowAuthConfig {
    const { adminUsername, adminPassword, secretKey, defaultPermission, passwordCache, store } = this.options;
    const password =
      adminPassword ??
      new Secret(server, freeName(server, 'MLFLOW_AUTH_ADMIN_PASSWORD'), {
        description: "The administrator's first password (at least 12 characters).",
      });
    // MLflow keeps the password in its own database, and reads this one at its first start alone.
    password.addRotationStep(server, ['mlflow-rotate', 'admin-password']);
    const key =
      secretKey ??
      new Secret(server, freeName(server, 'MLFLOW_FLASK_SERVER_SECRET_KEY'), {
        description: "What MLflow signs its login's forms with.",
      });
    return {
      appName: 'basic-auth',
      store: store ?? usersInVolume(server),
      storeName: 'AUTH_STORE',
      environment: {
        MLFLOW_AUTH_ADMIN_USERNAME:
          adminUsername ??
          new EnvVariable(server, freeName(server, 'MLFLOW_AUTH_ADMIN_USERNAME'), {
            description: 'The administrator of MLflow, who may do everything and makes the other users.',
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
   * Two foreign keys of one name in MLflow's first revision, which MySQL refuses
   * (https://github.com/mlflow/mlflow/issues/9642).
   */
  public override validate(store: BackendStoreConfig): string[] {
    const { passwordCache } = this.options;
    return [
      ...(store.scheme?.startsWith('mysql')
        ? [
            'MLflow cannot keep its users in MySQL; give `MlflowAuth.basic` a PostgreSQL store, or none, and they are kept in a volume',
          ]
        : []),
      ...(passwordCache === undefined || passwordCache._isWholeSeconds
        ? []
        : [
            `\`passwordCache\` is ${passwordCache.toCompose()}; give whole seconds, 1 or more, or leave it out for no cache`,
          ]),
    ];
  }
}

/** The plugin reads secrets from a folder, as Kubernetes mounts them, in which each file has the name of a setting. */
class OidcAuth extends MlflowAuth {
  constructor(private readonly options: OidcAuthOptions) {
    super();
  }

  public bind(server: Service, url: string): MlflowAuthConfig {
    const { issuer, clientId, redirectUrl, groups, adminGroups, groupsClaim, scopes, defaultPermission, store } =
      this.options;
    const folder = '/run/secrets/oidc';
    server.addNetwork(ComposeApp.of(server).outboundNetwork); // to the provider
    const clientSecret =
      this.options.clientSecret ??
      new Secret(server, freeName(server, 'OIDC_CLIENT_SECRET'), {
        description: 'The secret that the provider gave MLflow.',
        source: SecretSource.givenFile(),
      });
    clientSecret.refuseRotation();
    const sessionKey =
      this.options.sessionKey ??
      new Secret(server, freeName(server, 'OIDC_SESSION_KEY'), {
        description: 'What MLflow signs the sessions of users with.',
      });
    server.addSecret(clientSecret, { target: `${folder}/OIDC_CLIENT_SECRET` });
    server.addSecret(sessionKey, { target: `${folder}/SECRET_KEY` });
    return {
      appName: 'oidc-auth',
      store: store ?? usersInVolume(server),
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
        // The plugin's own name for it is that of MLflow's, which loses its schema when both are in one database.
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
            `"${issuer}" is not the URL of an OpenID Connect provider; give its issuer, such as "https://login.example.com/realms/team"`,
          ]),
      ...(groups.length > 0 ? [] : ['nobody may log in; name a group of the provider in `groups`']),
    ];
  }
}

/** Beside MLflow's own data, which may be in a database that cannot hold users. */
function usersInVolume(server: Service): IBackendStore {
  return new SqliteStore(server, 'users', {
    volume: new Volume(server, freeName(server, 'users_volume')),
    mountPath: '/var/lib/mlflow-users',
  });
}
