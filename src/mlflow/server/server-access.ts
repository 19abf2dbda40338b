import { ServerAccessOptions } from './server-access-options';
import { bindBackendStore } from './server-databases';
import { storeEnvironment } from './store-environment';
import { EnvValue, IEnvValue, Service } from '../../compose';
import { composeError, guardedHooks, typeOf } from '../../compose/internal';
import { BackendStoreConfig } from '../../database';
import { IReverseProxy } from '../../proxy';
import { MlflowAuthConfig } from '../auth/mlflow-auth';
import { MlflowImage } from '../image/mlflow-image';
import { MLFLOW_PORT } from '../image/mlflow-port';
import { MigrateService } from '../migration/migrate-service';

/** Its schema is one of MLflow's own. */
const MIGRATED_STORE = 'AUTH_STORE';

/**
 * The way of clients to one server: past a proxy and a login, where there are such.
 */
export class ServerAccess {
  /**
   * The URL that the proxy gave the server, if there is one.
   */
  public readonly publicUrl?: string;

  private readonly server: Service;
  private readonly options: ServerAccessOptions;
  private readonly login?: MlflowAuthConfig;
  private readonly users?: BackendStoreConfig;

  constructor(server: Service, image: MlflowImage, options: ServerAccessOptions) {
    this.options = options;
    const { proxy } = options;
    this.publicUrl = proxy && publicUrlOf(server, proxy);
    const published = server.publishedPorts.find(({ target }) => target === MLFLOW_PORT)?.published ?? MLFLOW_PORT;
    const { auth } = options;
    this.server = server;
    this.login =
      auth && guardedHooks(server, 'MlflowAuth', auth).bind(server, this.publicUrl ?? `http://localhost:${published}`);
    this.users = this.login && bindBackendStore(server, this.login.store);
    image.addPackages(...(this.users?.pythonPackages ?? []), ...(this.login?.pythonPackages ?? []));
    image.addDebianPackages(...(this.users?.debianPackages ?? []));
    image.addWritableFolders(...(this.users?.writableFolders ?? []));
  }

  /**
   * Lets a migration bring the database of users up to date as well, where that is MLflow's own.
   */
  public addUsersTo(migration: MigrateService): void {
    if (this.login && this.keepsPasswords) {
      migration.addDatabase(MIGRATED_STORE, this.login.store);
    }
  }

  /**
   * Whether the users are MLflow's own, with passwords in its database.
   */
  public get keepsPasswords(): boolean {
    return this.login?.storeName === MIGRATED_STORE;
  }

  /**
   * The values of the Host header that clients send because of the proxy.
   */
  public get hosts(): string[] {
    return this.publicUrl ? [new URL(this.publicUrl).host] : [];
  }

  /**
   * Whether pages of an origin may come from this server: none of the proxy's host without TLS.
   */
  public admits(origin: string): boolean {
    return !this.hosts.some(host => origin === `http://${host}`);
  }

  /**
   * The arguments of `mlflow server`. MLflow knows the login by its argument alone.
   */
  public get arguments(): string[] {
    return this.login ? ['--app-name', this.login.appName] : [];
  }

  /**
   * The environment of the server.
   */
  public get environment(): { [name: string]: IEnvValue } {
    return {
      // Whoever reaches the server behind a proxy is the proxy (https://www.uvicorn.org/settings/#http).
      ...(this.publicUrl && { FORWARDED_ALLOW_IPS: EnvValue.of('*') }),
      ...(this.options.staticPrefix && { MLFLOW_STATIC_PREFIX: EnvValue.of(this.options.staticPrefix) }),
      ...(this.login &&
        this.users && { ...storeEnvironment(this.login.storeName, this.users), ...this.login.environment }),
    };
  }

  /**
   * What is wrong.
   */
  public validate(): string[] {
    const { staticPrefix } = this.options;
    return [
      ...(staticPrefix === undefined || /^(\/[\w.~-]+)+$/.test(staticPrefix)
        ? []
        : [`"${staticPrefix}" is not a path for the server; begin it with a slash and end it without: "/mlflow"`]),
      ...(staticPrefix !== undefined && this.login?.appName === 'oidc-auth'
        ? [
            'the login of mlflow-oidc-auth is not under a static prefix: /login and /callback stay at the root; leave `staticPrefix` out, and give MLflow a host of its own',
          ]
        : []),
    ];
  }

  /**
   * Why the login does not suit its database, or nobody.
   */
  public validateLogin(): string[] {
    const {
      users,
      options: { auth },
    } = this;
    return auth && users ? guardedHooks(this.server, 'MlflowAuth', auth).validate(users) : [];
  }
}

/** The URL that a proxy gives a server. */
function publicUrlOf(server: Service, proxy: IReverseProxy): string {
  const url = guardedHooks(server, 'IReverseProxy', proxy).addSite({ service: server, port: MLFLOW_PORT });
  if (!URL.canParse(url)) {
    throw composeError(
      server,
      `addSite() of ${typeOf(proxy)} returned "${url}", which is no URL`,
      'return one such as "https://mlflow.example.com"',
    );
  }
  return url;
}
