import { isIP } from 'node:net';
import { Construct } from 'constructs';
import { CaddyCertificates } from './caddy-certificates';
import { block, Caddyfile, MAX_REQUEST_SIZE, siteDirectives } from './caddyfile';
import { hostInUrl, isAddressRange, isHost, isLocal, isLoopback } from './host-name';
import { IReverseProxy, ProxySite } from './reverse-proxy';
import {
  ComposeApp,
  ContainerImage,
  DependencyCondition,
  Duration,
  EnvValue,
  HardenedProps,
  HardenedService,
  HardenedServiceOptions,
  Healthcheck,
  Mount,
  Network,
  Volume,
} from '../compose';
import {
  EVERY_ADDRESS,
  checkProps,
  describeForCluster,
  freeName,
  freePorts,
  guardHooks,
  guardedHooks,
} from '../compose/internal';
import { CADDY_IMAGE } from '../default-images';

const HTTP_PORT = 80;
const HTTPS_PORT = 443;
const HEALTH_PATH = '/healthz'; // the default path of a load balancer's health check
const CONFIG_PATH = '/etc/caddy/Caddyfile';

/**
 * In the image only folders for temporary files are writable for its user. A new volume gets the owner and mode of the
 * folder at which it is mounted (https://docs.docker.com/engine/storage/volumes/#populate-a-volume-using-a-container),
 * so that any user can write to it here.
 */
const DATA_PATH = '/var/tmp';

/**
 * A load balancer in front of a `CaddyProxy`, which terminates TLS and forwards requests by HTTP.
 */
export interface LoadBalancer {
  /**
   * Its addresses or address ranges, as the proxy sees them: `10.0.0.7`, `10.0.1.0/24`. Their headers `X-Forwarded-For`
   * and `X-Forwarded-Proto` are trusted; all other HTTP clients are redirected to HTTPS.
   */
  readonly addresses: string[];

  /**
   * The path of its health check. The proxy responds with 200 for any Host header, such as the proxy's address.
   *
   * @default '/healthz'
   */
  readonly healthPath?: string;
}

/**
 * Properties of a `CaddyProxy`.
 */
export interface CaddyProxyProps extends HardenedServiceOptions {
  /**
   * The host name or IP address by which clients reach the app: `mlflow.example.com`.
   */
  readonly host: string;

  /**
   * The source of certificates.
   *
   * @default - the proxy's own CA for localhost, IP addresses, names without a dot and names that end with `.local`,
   *   `.internal` or `.home.arpa`; otherwise ACME
   */
  readonly certificates?: CaddyCertificates;

  /**
   * The HTTP port of the host, which redirects clients to HTTPS. ACME requires that it can be reached as port 80.
   *
   * @default - 80, or the next port that no service of the app publishes
   */
  readonly httpPort?: number;

  /**
   * The HTTPS port of the host.
   *
   * @default - 443, or the next port that no service of the app publishes
   */
  readonly httpsPort?: number;

  /**
   * The address of the machine on which both ports listen.
   *
   * @default - all addresses; 127.0.0.1 if `host` is this machine only, such as `localhost`
   */
  readonly hostIp?: string;

  /**
   * The maximum size of a request, such as the upload of an artifact, in bytes with a unit.
   *
   * @default '10GB'
   */
  readonly maxRequestSize?: string;

  /**
   * Whether browsers are told to use only HTTPS for each site, for one year (HSTS).
   *
   * @default - true, unless `host` is this machine only, whose name other programs use as well
   */
  readonly hsts?: boolean;

  /**
   * A load balancer that terminates TLS in front of the proxy and forwards requests to its HTTP port.
   *
   * @default - none: clients connect to the proxy
   */
  readonly loadBalancer?: LoadBalancer;

  /**
   * The image of Caddy; 2.10 or later.
   *
   * @default - the official one, pinned to its series
   */
  readonly image?: ContainerImage;

  /**
   * The volume for certificates and their keys.
   *
   * @default - a volume named `caddy_volume`
   */
  readonly volume?: Volume;
}

/**
 * The single entry point of an app: a Caddy server that terminates TLS for all sites, each with a host of its own.
 *
 * It shares an internal network with the services of its sites, and cannot reach other services.
 */
export class CaddyProxy extends HardenedService implements IReverseProxy {
  /**
   * The host name or IP address by which clients reach the app.
   */
  public readonly host: string;

  private readonly proxyProps: CaddyProxyProps;
  private readonly sites: ProxySite[] = [];
  private readonly sitesNetwork: Network;
  private readonly httpsPort: number;
  private readonly tls: string[];

  constructor(scope: Construct, id: string, props: CaddyProxyProps) {
    checkProps(new.target, CaddyProxy, scope, id, 'CaddyProxyProps', props);
    const sitesNetwork = new Network(scope, `${id}_sites`, { internal: true });
    const hostIp = props.hostIp ?? (isLoopback(props.host) ? undefined : EVERY_ADDRESS);
    const httpPort = props.httpPort ?? freePorts(scope, HTTP_PORT, 1, hostIp)[0];
    const httpsPort = props.httpsPort ?? freePorts(scope, HTTPS_PORT, 1, hostIp)[0];
    super(scope, id, {
      ...props,
      image: props.image ?? ContainerImage.fromRegistry(CADDY_IMAGE),
      networks: [...(props.networks ?? [ComposeApp.of(scope).publicNetwork]), sitesNetwork],
      ports: props.ports ?? [
        { target: HTTP_PORT, published: httpPort, hostIp },
        { target: HTTPS_PORT, published: httpsPort, hostIp },
      ],
      stopGracePeriod: props.stopGracePeriod ?? Duration.seconds(30),
      user: props.user ?? '10001:10001',
    });
    describeForCluster(this, { omitted: 'the entry of the cluster takes its place' });
    this.host = props.host;
    this.proxyProps = props;
    this.sitesNetwork = sitesNetwork;
    this.httpsPort = props.ports ? (props.httpsPort ?? HTTPS_PORT) : httpsPort;
    const certificates =
      props.certificates ?? (isLocal(props.host) ? CaddyCertificates.ownAuthority() : CaddyCertificates.acme());
    this.tls = guardedHooks(this, 'CaddyCertificates', certificates).bind(this);
    this.addDefaultEnvironment({ XDG_DATA_HOME: EnvValue.of(DATA_PATH), XDG_CONFIG_HOME: EnvValue.of('/tmp') });
    this.addMount(Mount.volume(props.volume ?? new Volume(this, freeName(this, 'caddy_volume')), DATA_PATH));
    const render = () => {
      guardHooks(this);
      return this.renderCaddyfile();
    };
    this.addMount(Mount.config(new Caddyfile(this, `${id}_caddyfile`, `${id}/Caddyfile`, render), CONFIG_PATH));
    this.node.addValidation({ validate: () => this.validate() });
  }

  /**
   * The URL of the proxy's own host: `https://mlflow.example.com`.
   */
  public get url(): string {
    return this.urlOf(this.host);
  }

  public addSite(site: ProxySite): string {
    this.sites.push(site);
    site.service.addNetwork(this.sitesNetwork);
    // a site that does not start must not block the others
    this.addDependency(site.service, DependencyCondition.STARTED);
    return this.urlOf(this.hostOf(site));
  }

  /**
   * Hook: the configuration of Caddy.
   *
   * @see https://caddyserver.com/docs/caddyfile
   */
  protected renderCaddyfile(): string {
    const { loadBalancer } = this.proxyProps;
    return [
      block('', this.renderGlobalOptions()),
      block('http://, https://', [
        ...(loadBalancer ? [`respond ${loadBalancer.healthPath ?? HEALTH_PATH} 200`] : []),
        'respond "no such site" 421',
      ]),
      ...this.sites.flatMap(site => {
        const host = hostInUrl(this.hostOf(site));
        return [block(`http://${host}`, this.renderHttpSite(site)), block(`https://${host}`, this.renderSite(site))];
      }),
    ]
      .map(lines => `${lines.join('\n')}\n`)
      .join('\n');
  }

  /**
   * Hook: the lines of Caddy's global options.
   *
   * @see https://caddyserver.com/docs/caddyfile/options
   */
  protected renderGlobalOptions(): string[] {
    const { loadBalancer } = this.proxyProps;
    return [
      'admin off',
      'persist_config off',
      'skip_install_trust',
      'auto_https disable_redirects', // the redirects below use the port of the host
      ...(isIP(this.host) ? [`default_sni ${this.host}`] : []), // clients send no SNI for an IP address
      // No timeout for bodies, since uploads of artifacts take any time. No HTTP/3, whose port is not published.
      ...block('servers', [
        'protocols h1 h2',
        ...(loadBalancer
          ? [`trusted_proxies static ${loadBalancer.addresses.join(' ')}`, 'trusted_proxies_strict']
          : []),
        ...block('timeouts', ['read_header 30s']),
      ]),
    ];
  }

  /**
   * Hook: the lines of a site. Caddy sorts directives itself, so their order here has no effect.
   *
   * @see https://caddyserver.com/docs/caddyfile/directives
   */
  protected renderSite(site: ProxySite): string[] {
    const { maxRequestSize, hsts } = this.proxyProps;
    return siteDirectives(site, { tls: this.tls, maxRequestSize, hsts: hsts ?? !isLoopback(this.host) });
  }

  protected renderHardening(): HardenedProps {
    // The program file has this capability, and the kernel does not run the file if it is denied.
    return { ...super.renderHardening(), capabilities: ['NET_BIND_SERVICE'] };
  }

  /**
   * Searches the kernel's table for the listening port, since a client would need the host names and the CA of the
   * proxy.
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    const port = HTTPS_PORT.toString(16).toUpperCase().padStart(4, '0');
    return (
      super.renderHealthcheck() ??
      Healthcheck.command(['grep', '-qs', `:${port} .* 0A `, '/proc/net/tcp', '/proc/net/tcp6'])
    );
  }

  /** A load balancer gets the same site as by HTTPS; all others are redirected. */
  private renderHttpSite(site: ProxySite): string[] {
    const { loadBalancer } = this.proxyProps;
    const target = `${this.urlOf(this.hostOf(site))}{uri} 308`;
    if (!loadBalancer) {
      return [`redir ${target}`];
    }
    const lines = this.renderSite(site);
    const start = lines.indexOf(this.tls[0]);
    return [
      `@client not remote_ip ${loadBalancer.addresses.join(' ')}`,
      `redir @client ${target}`,
      ...lines.filter((_, index) => start < 0 || index < start || index >= start + this.tls.length),
    ];
  }

  private hostOf(site: ProxySite): string {
    return site.host ?? this.host;
  }

  private urlOf(host: string): string {
    const port = this.httpsPort;
    return `https://${hostInUrl(host)}${port === HTTPS_PORT ? '' : `:${port}`}`;
  }

  private validate(): string[] {
    const hosts = this.sites.map(site => this.hostOf(site));
    return [
      ...[...new Set([this.host, ...hosts])]
        .filter(host => !isHost(host))
        .map(host => `"${host}" is not a host name; use one without scheme, port and path, such as mlflow.example.com`),
      ...hosts
        .filter((host, index) => hosts.indexOf(host) !== index)
        .map(host => `two sites have the host "${host}"; change the \`host\` of one of them`),
      ...(this.sites.length > 0
        ? []
        : ['the proxy has no site; add one with addSite, or pass the proxy to an MlflowService']),
      ...(/^\d+(\.\d+)?\s?[KMGT]?i?B$/i.test(this.proxyProps.maxRequestSize ?? MAX_REQUEST_SIZE)
        ? []
        : [
            `"${this.proxyProps.maxRequestSize}" is not a valid request size; use a number and its unit, such as "10GB"`,
          ]),
      ...(this.proxyProps.loadBalancer ? loadBalancerErrors(this.proxyProps.loadBalancer) : []),
    ];
  }
}

/** The errors of the settings of a load balancer. */
function loadBalancerErrors({ addresses, healthPath = HEALTH_PATH }: LoadBalancer): string[] {
  return [
    ...(addresses.length > 0
      ? []
      : ['the load balancer has no address, so its headers are not trusted; set its `addresses`']),
    ...addresses
      .filter(address => !isAddressRange(address))
      .map(
        address =>
          `"${address}" is not an address of a load balancer; use an address or a range, such as "10.0.1.0/24"`,
      ),
    ...(/^(\/[\w.~-]+)+$/.test(healthPath)
      ? []
      : [`"${healthPath}" is not a path for health checks; use one that begins with a slash, such as "/healthz"`]),
  ];
}
