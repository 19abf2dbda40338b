import { Service } from '../compose';

/**
 * A service that clients reach through a reverse proxy.
 */
export interface ProxySite {
  /**
   * The service that answers.
   */
  readonly service: Service;

  /**
   * The port that it listens on in its container, with HTTP.
   */
  readonly port: number;

  /**
   * The name by which clients ask for it: `s3.mlflow.example.com`. No two sites of a proxy have the same.
   *
   * @default - the proxy's own host
   */
  readonly host?: string;
}

/**
 * The door of an app: it ends TLS and passes requests on to services, which then publish no ports of their own. A team
 * may write its own.
 */
export interface IReverseProxy {
  /**
   * Passes requests for a host on to a service, and attaches to it what that needs, such as a network. The proxy tells
   * the service by `X-Forwarded-For` and `X-Forwarded-Proto` who asks and how, and leaves the Host header as it is.
   *
   * @returns the URL of the site for clients, without a slash at its end: `https://s3.mlflow.example.com`
   */
  addSite(site: ProxySite): string;
}
