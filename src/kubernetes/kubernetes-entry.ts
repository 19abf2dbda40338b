import { Service } from '../compose';
import { EntryDefinition } from './translation/cluster-input';

/**
 * One more host that leads into the cluster.
 */
export interface KubernetesRoute {
  /**
   * The host: `s3.example.com`.
   */
  readonly host: string;

  /**
   * The service that answers.
   */
  readonly service: Service;

  /**
   * Its port, in the container.
   *
   * @default - the one port that it publishes
   */
  readonly port?: number;
}

/**
 * What leads into the cluster.
 */
export interface KubernetesEntryOptions {
  /**
   * The host of the app: `mlflow.example.com`.
   */
  readonly host: string;

  /**
   * The service that answers.
   *
   * @default - the one that is made for users, such as `MlflowService`
   */
  readonly service?: Service;

  /**
   * Its port, in the container.
   *
   * @default - the one that users reach, or the one port that it publishes
   */
  readonly port?: number;

  /**
   * More hosts, such as that of the S3 API.
   *
   * @default - none
   */
  readonly routes?: KubernetesRoute[];

  /**
   * The namespace of the pods that forward requests; no other namespace reaches the services.
   *
   * @default - that of the gateway, or `ingress-nginx`
   */
  readonly proxyNamespace?: string;
}

/**
 * A gateway that exists.
 */
export interface GatewayEntryOptions extends KubernetesEntryOptions {
  /**
   * The name of the Gateway object, with its namespace where that is another one: `edge`, `infra/edge`. Its listener
   * has the certificate.
   */
  readonly gateway: string;
}

/**
 * An ingress controller that exists.
 */
export interface IngressEntryOptions extends KubernetesEntryOptions {
  /**
   * The class of the controller.
   *
   * @default - that of the cluster
   */
  readonly className?: string;

  /**
   * The cluster issuer of cert-manager that makes the certificate.
   *
   * @default - the certificate is in `tlsSecret`
   */
  readonly issuer?: string;

  /**
   * The Secret object of the certificate.
   *
   * @default - the host with dashes and `-tls`
   */
  readonly tlsSecret?: string;

  /**
   * Annotations for the controller, beside those of ingress-nginx for large artifacts.
   *
   * @default - none
   */
  readonly annotations?: { [name: string]: string };
}

/**
 * How requests from outside reach an app in a cluster; it takes the place of published ports and of a reverse proxy.
 */
export class KubernetesEntry {
  /**
   * A route of the Gateway API.
   *
   * @see https://gateway-api.sigs.k8s.io
   */
  public static gateway(options: GatewayEntryOptions): KubernetesEntry {
    return new KubernetesEntry(options, { kind: 'gateway', gateway: options.gateway });
  }

  /**
   * An Ingress with TLS.
   */
  public static ingress(options: IngressEntryOptions): KubernetesEntry {
    return new KubernetesEntry(options, {
      kind: 'ingress',
      className: options.className,
      issuer: options.issuer,
      tlsSecret: options.tlsSecret,
      annotations: options.annotations,
    });
  }

  private constructor(
    private readonly options: KubernetesEntryOptions,
    private readonly kind: Pick<
      EntryDefinition,
      'kind' | 'gateway' | 'className' | 'issuer' | 'tlsSecret' | 'annotations'
    >,
  ) {}

  /**
   * The services that it leads to.
   *
   * @internal
   */
  public get _services(): Service[] {
    return [this.options, ...(this.options.routes ?? [])].flatMap(({ service }) => service ?? []);
  }

  /**
   * What the translation reads.
   *
   * @internal
   */
  public _toDefinition(): EntryDefinition {
    const { host, service, port, routes = [], proxyNamespace } = this.options;
    return {
      ...this.kind,
      proxyNamespace,
      routes: [{ host, service, port }, ...routes].map(route => ({ ...route, service: route.service?.name })),
    };
  }
}
