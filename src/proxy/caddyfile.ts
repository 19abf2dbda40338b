import { Construct } from 'constructs';
import { ProxySite } from './reverse-proxy';
import { Config } from '../compose';

/** The largest request, unless a proxy has another limit: that of the largest artifact. */
export const MAX_REQUEST_SIZE = '10GB';

/** A year, in seconds: the minimum for lists of sites that browsers open by HTTPS only. */
const HSTS_SECONDS = 365 * 24 * 60 * 60;

/** What the sites of a proxy have in common. */
interface SiteSettings {
  /** The lines of the certificate. */
  readonly tls: string[];
  /** Whether browsers keep in mind to use HTTPS. */
  readonly hsts: boolean;
  readonly maxRequestSize?: string;
}

/**
 * The directives of a site: limits, headers, and the service that answers. Caddy sorts them itself.
 */
export function siteDirectives(site: ProxySite, { tls, hsts, maxRequestSize }: SiteSettings): string[] {
  return [
    ...tls,
    ...(hsts ? [`header Strict-Transport-Security max-age=${HSTS_SECONDS}`] : []),
    'header -Server',
    ...block('request_body', [`max_size ${maxRequestSize ?? MAX_REQUEST_SIZE}`]),
    // A request waits while the service restarts, so that clients only see a delay.
    ...block(`reverse_proxy ${site.service.name}:${site.port}`, [
      'lb_try_duration 10s',
      // A company's proxy, which Docker's client may pass on, cannot reach services of the app.
      ...block('transport http', ['network_proxy none']),
    ]),
  ];
}

/**
 * A block of a Caddyfile.
 *
 * @param head the text before the brace; empty for the block of global options
 * @param lines the content
 */
export function block(head: string, lines: string[]): string[] {
  return [`${head} {`.trimStart(), ...lines.map(line => `\t${line}`), '}'];
}

/**
 * The configuration file of Caddy. It is rendered at synthesis, when all sites are known.
 */
export class Caddyfile extends Config {
  private readonly render: () => string;

  constructor(scope: Construct, id: string, path: string, render: () => string) {
    super(scope, id, { path, content: '' });
    this.render = render;
  }

  protected renderContent(): string {
    return this.render();
  }
}
