import { isIP } from 'node:net';
import { Construct } from 'constructs';
import { CaddyCertificates } from './caddy-certificates';
import { Caddyfile, block } from './caddyfile';
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
import { EVERY_ADDRESS, checkProps, freeName, freePorts, guardHooks, guardedHooks } from '../compose/internal';
import { CADDY_IMAGE } from '../default-images';

const HTTP_PORT = 80;
const HTTPS_PORT = 443;
const HEALTH_PATH = '/healthz'; // of a load balancer's checks, if no other is given
const CONFIG_PATH = '/etc/caddy/Caddyfile';

/**
 * The image has no folder that its user could write to but those of temporary files. A new volume takes owner and mode
 * of the folder that it is mounted at
 * (https://docs.docker.com/engine/storage/volumes/#populate-a-volume-using-a-container), so here any user may write to
 * it.
 */
const DATA_PATH = '/var/tmp';

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

/**
 * Properties of a `CaddyProxy`.
 */
export interface CaddyProxyProps extends HardenedServiceOptions {
  /**
   * The name, or address, by which clients reach the app: `mlflow.example.com`.
   */
  readonly host: string;

  /**
   * Where certificates come from.
   *
   * @default - the proxy's own authority for localhost, addresses, names without a dot and those that end with
   *   `.local`, `.internal` or `.home.arpa`; else ACME
   */
  readonly certificates?: CaddyCertificates;

  /**
   * The port of the host that answers HTTP, by sending clients to HTTPS. ACME needs it to be reached as 80.
   *
   * @default - 80, or the next one that no service of the app publishes yet
   */
  readonly httpPort?: number;

  /**
   * The port of the host that answers HTTPS.
   *
   * @default - 443, or the next one that no service of the app publishes yet
   */
  readonly httpsPort?: number;

  /**
   * The address of the machine that listens on both ports.
   *
   * @default - every address, which is what a host that others know asks for; 127.0.0.1 when `host` is this machine
   *   alone, such as `localhost`
   */
  readonly hostIp?: string;

  /**
   * The greatest size of a request, such as an artifact on its way up, in bytes with a unit.
   *
   * @default '10GB'
   */
  readonly maxRequestSize?: string;

  /**
   * Whether browsers are told to ask each site by HTTPS alone, for a year from each answer (HSTS).
   *
   * @default - true, unless `host` is this machine alone, whose name other programs have as well
   */
  readonly hsts?: boolean;

  /**
   * A load balancer that ends TLS in front of the proxy and passes requests on to its HTTP port.
   *
   * @default - none: clients reach the proxy itself
   */
  readonly loadBalancer?: LoadBalancer;

  /**
   * The image of Caddy; 2.10 or later.
   *
   * @default - the official one, pinned to its series
   */
  readonly image?: ContainerImage;

  /**
   * Where certificates and their keys are kept.
   *
   * @default - a volume named `caddy_volume`
   */
  readonly volume?: Volume;
}

/**
 * The single entry point of an app: a Caddy server that ends TLS for all of its sites, each of which has a host of its
 * own.
 *
 * It shares a network without egress with the services behind it, and reaches no others.
 */
export class CaddyProxy extends HardenedService implements IReverseProxy {
  /**
   * The name, or address, by which clients reach the app.
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
    // a site that does not come up is no reason to close the others
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
      'auto_https disable_redirects', // ours know the port of the host
      ...(isIP(this.host) ? [`default_sni ${this.host}`] : []), // clients name no address in their greeting
      // No time-out for a body: an artifact takes as long as it takes. No HTTP/3, whose port is not published.
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
   * Hook: the lines of a site. They stand in the order in which Caddy looks at directives, whatever their order here.
   *
   * @see https://caddyserver.com/docs/caddyfile/directives
   */
  protected renderSite(site: ProxySite): string[] {
    const { maxRequestSize, hsts } = this.proxyProps;
    return [
      ...this.tls,
      ...((hsts ?? !isLoopback(this.host)) ? [`header Strict-Transport-Security max-age=${365 * 24 * 60 * 60}`] : []),
      'header -Server',
      ...block('request_body', [`max_size ${maxRequestSize ?? '10GB'}`]),
      // A request waits when the service is just being started again, which ends for clients as a pause.
      ...block(`reverse_proxy ${site.service.name}:${site.port}`, [
        'lb_try_duration 10s',
        ...block('transport http', ['network_proxy none']), // a company's proxy, which Docker's client may pass on, knows no service of the app
      ]),
    ];
  }

  protected renderHardening(): HardenedProps {
    // The program has the capability in its file, and the kernel does not run such a one where it is denied.
    return { ...super.renderHardening(), capabilities: ['NET_BIND_SERVICE'] };
  }

  /**
   * Looks for the listening port in the kernel's table, since the image has no client that does not bring its own
   * trouble with names and trust.
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    const port = HTTPS_PORT.toString(16).toUpperCase().padStart(4, '0');
    return (
      super.renderHealthcheck() ??
      Healthcheck.command(['grep', '-qs', `:${port} .* 0A `, '/proc/net/tcp', '/proc/net/tcp6'])
    );
  }

  /** HTTP is for a load balancer alone, to which a site is the same as by HTTPS. */
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
        .map(host => `"${host}" is not the name of a host; give it without scheme, port and path: mlflow.example.com`),
      ...hosts
        .filter((host, index) => hosts.indexOf(host) !== index)
        .map(host => `two sites have the host "${host}"; give one of them another \`host\``),
      ...(this.sites.length > 0
        ? []
        : ['there is no site behind the proxy; add one with addSite, or give the proxy to an MlflowService']),
      ...(/^\d+(\.\d+)?\s?[KMGT]?i?B$/i.test(this.proxyProps.maxRequestSize ?? '10GB')
        ? []
        : [
            `"${this.proxyProps.maxRequestSize}" is not a size of a request; give a number and its unit, such as "10GB"`,
          ]),
      ...(this.proxyProps.loadBalancer ? loadBalancerErrors(this.proxyProps.loadBalancer) : []),
    ];
  }
}

/** What is wrong with the settings of a load balancer. */
function loadBalancerErrors({ addresses, healthPath = HEALTH_PATH }: LoadBalancer): string[] {
  return [
    ...(addresses.length > 0
      ? []
      : ['the load balancer has no address, so nothing that it says is believed; name its `addresses`']),
    ...addresses
      .filter(address => !isAddressRange(address))
      .map(
        address =>
          `"${address}" is not an address of a load balancer; give an address or a range of them, such as "10.0.1.0/24"`,
      ),
    ...(/^(\/[\w.~-]+)+$/.test(healthPath)
      ? []
      : [`"${healthPath}" is not a path for health checks; begin it with a slash: "/healthz"`]),
  ];
}
