/**
 * A load balancer in front of a `CaddyProxy`, which ends TLS and passes requests on by HTTP.
 */
export interface LoadBalancer {
  /**
   * Its addresses, or ranges of them, as the proxy sees them: `10.0.0.7`, `10.0.1.0/24`. What it says of clients
   * (`X-Forwarded-For`, `X-Forwarded-Proto`) is believed; all others who come by HTTP are still sent to HTTPS.
   */
  readonly addresses: string[];

  /**
   * The path that its health check asks for, which is answered with 200 whatever the Host header is, such as the
   * proxy's address.
   *
   * @default '/healthz'
   */
  readonly healthPath?: string;
}
