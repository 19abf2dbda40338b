import { ServerPart } from './server-part';
import { bindDatabase, BoundStores } from './server-stores';
import { EnvValue, Service } from '../../compose';
import { composeError, guardedHooks, typeOf } from '../../compose/internal';
import { IBackendStore } from '../../database';
import { IReverseProxy } from '../../proxy';
import { MlflowAuth } from '../auth/mlflow-auth';
import { usersStore, validateUsersStore } from '../auth/users-store';
import { MLFLOW_PORT } from '../image/mlflow-image';

/**
 * The name of the database of MLflow's own users, as `MigrateService.addDatabase` takes it.
 *
 * @internal
 */
export const OWN_USERS = 'AUTH_STORE';

/**
 * How clients reach an MLflow server, and how they log in.
 */
export interface ServerAccessOptions {
  /**
   * How users log in.
   *
   * @default - no login: whoever reaches the server may do everything
   */
  readonly auth?: MlflowAuth;

  /**
   * The reverse proxy through which clients reach the server. The server then publishes no port, and accepts the
   * proxy's host name.
   *
   * @default - none: the server publishes a port
   */
  readonly proxy?: IReverseProxy;

  /**
   * The path under which the server is found: `/mlflow`, for `https://example.com/mlflow`. Clients append it to the
   * tracking URI.
   *
   * @default - none
   */
  readonly staticPrefix?: string;
}

/**
 * The proxy and the login to which a server is bound.
 *
 * @internal
 */
export type BoundAccess = {
  /** The host, and port, of the URL that the proxy gives to the server. */
  readonly proxyHost?: string;
  /** The database of users and passwords of MLflow's own login, which is migrated like the backend store. */
  readonly ownUsers?: IBackendStore;
  /** What the proxy, the static prefix and the login add to the server. */
  readonly parts: ServerPart[];
};

/**
 * Binds a server to its proxy and to its login.
 *
 * @internal
 */
export function bindAccess(
  server: Service,
  { proxy, auth, staticPrefix }: ServerAccessOptions,
  { backendStore, databases: [backend] }: BoundStores,
): BoundAccess {
  const publicUrl = proxy && siteUrl(server, proxy);
  const proxyHost = publicUrl && new URL(publicUrl).host;
  const address: ServerPart = {
    environment: {
      // Every client of a server with a proxy is the proxy (https://www.uvicorn.org/settings/#http).
      ...(publicUrl && { FORWARDED_ALLOW_IPS: EnvValue.of('*') }),
      ...(staticPrefix && { MLFLOW_STATIC_PREFIX: EnvValue.of(staticPrefix) }),
    },
    validate: () =>
      staticPrefix === undefined || /^(\/[\w.~-]+)+$/.test(staticPrefix)
        ? []
        : [
            `\`staticPrefix\` is "${staticPrefix}"; set it to a path that begins with a slash and ends without one, such as "/mlflow"`,
          ],
  };
  if (!auth) {
    return { proxyHost, parts: [address] };
  }

  const published = server.publishedPorts.find(({ target }) => target === MLFLOW_PORT)?.published ?? MLFLOW_PORT;
  const guarded = guardedHooks(server, 'MlflowAuth', auth);
  const login = guarded.bind(server, publicUrl ?? `http://localhost:${published}`);
  const store = usersStore(server, login, { store: backendStore, config: backend });
  const users = bindDatabase(server, login.storeName, store);
  return {
    proxyHost,
    ownUsers: login.storeName === OWN_USERS ? store : undefined,
    parts: [
      address,
      { ...users, validate: () => [...guarded.validate(users), ...validateUsersStore(server, login, backend)] },
      {
        isLogin: true,
        arguments: ['--app-name', login.appName], // MLflow reads the name from nowhere else
        environment: login.environment,
        pythonPackages: login.pythonPackages,
        validate: () =>
          staticPrefix !== undefined && login.appName === 'oidc-auth'
            ? [
                'mlflow-oidc-auth does not support a static prefix, since its /login and /callback stay at the root; remove `staticPrefix`, and use a separate host name for MLflow',
              ]
            : [],
      },
    ],
  };
}

/** The URL that a proxy gives to a server. */
function siteUrl(server: Service, proxy: IReverseProxy): string {
  const url = guardedHooks(server, 'IReverseProxy', proxy).addSite({ service: server, port: MLFLOW_PORT });
  if (!URL.canParse(url)) {
    throw composeError(
      server,
      `addSite() of ${typeOf(proxy)} returned "${url}", which is not a URL`,
      'return a URL such as "https://mlflow.example.com"',
    );
  }
  return url;
}
