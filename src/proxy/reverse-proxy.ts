import { Service } from '../compose';

/**
 * A service that clients reach through a reverse proxy.
 */
export interface ProxySite {
  /**
   * The service that handles the requests.
   */
  readonly service: Service;

  /**
   * The HTTP port of the service in its container.
   */
  readonly port: number;

  /**
   * The host name of the site: `s3.mlflow.example.com`. Each site of a proxy needs another one.
   *
   * @default - the proxy's own host
   */
  readonly host?: string;
}

/**
 * A reverse proxy: it terminates TLS and forwards requests to services, which then publish no ports. Implement it for a
 * proxy of your own.
 */
export interface IReverseProxy {
  /**
   * Forwards requests for a host to a service, and adds to the service what that needs, such as a network. The proxy
   * sets `X-Forwarded-For` and `X-Forwarded-Proto`, and does not change the Host header.
   *
   * @returns the public URL of the site, without a slash at the end: `https://s3.mlflow.example.com`
   */
  addSite(site: ProxySite): string;
}
