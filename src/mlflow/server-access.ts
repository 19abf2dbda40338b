import { EnvValue, IEnvValue, Service } from '../compose';
import { IReverseProxy } from '../proxy';
import { MigrateService } from './migrate-service';
import { MlflowAuth, MlflowAuthConfig } from './mlflow-auth';
import { MlflowImage } from './mlflow-image';
import { MLFLOW_PORT } from './mlflow-port';
import { storeEnvironment } from './store-environment';

/**
 * How clients get to an MLflow server, and who they must be.
 */
export interface ServerAccessOptions {
  /**
   * How users log in.
   *
   * @default - they do not: whoever reaches the server may do everything
   */
  readonly auth?: MlflowAuth;

  /**
   * The reverse proxy through which clients reach the server, which then publishes no port, and knows the proxy's host.
   *
   * @default - none: the server publishes a port
   */
  readonly proxy?: IReverseProxy;

  /**
   * A path that all of the server's paths begin with: `/mlflow`, for `https://example.com/mlflow`. Clients write it at the end of the tracking URI.
   *
   * @default - none
   */
  readonly staticPrefix?: string;
}

/**
 * The way of clients to one server: past a proxy and a login, where there are such.
 *
 * @internal
 */
export class ServerAccess {
  /**
   * The URL that the proxy gave the server, if there is one.
   */
  public readonly publicUrl?: string;

  private readonly options: ServerAccessOptions;
  private readonly login?: MlflowAuthConfig;

  constructor(server: Service, image: MlflowImage, options: ServerAccessOptions) {
    this.options = options;
    this.publicUrl = options.proxy?.addSite({ service: server, port: MLFLOW_PORT });
    const published = server.publishedPorts.find(({ target }) => target === MLFLOW_PORT)?.published ?? MLFLOW_PORT;
    this.login = options.auth?.bind(server, this.publicUrl ?? `http://localhost:${published}`);
    if (this.login) {
      const { store, pythonPackages } = this.login;
      image.addPackages(...store.pythonPackages ?? [], ...pythonPackages ?? []);
      image.addDebianPackages(...store.debianPackages ?? []);
      image.addWritableFolders(...store.writableFolders ?? []);
    }
  }

  /**
   * Lets a migration bring the database of users up to date as well, where that is MLflow's own.
   */
  public addUsersTo(migration: MigrateService): void {
    if (this.login?.database) {
      migration.addDatabase(this.login.storeName, this.login.database);
    }
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
      ...(this.login && { ...storeEnvironment(this.login.storeName, this.login.store), ...this.login.environment }),
    };
  }

  /**
   * What is wrong.
   */
  public validate(): string[] {
    const { staticPrefix, auth } = this.options;
    return [
      ...(staticPrefix === undefined || /^(\/[\w.~-]+)+$/.test(staticPrefix) ? [] : [
        `"${staticPrefix}" is not a path for the server; begin it with a slash and end it without: "/mlflow"`,
      ]),
      ...(auth && this.login ? auth.validate(this.login) : []),
    ];
  }
}
