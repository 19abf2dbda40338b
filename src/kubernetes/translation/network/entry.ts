import { ClusterInput, KubernetesObject, RouteDefinition } from '../cluster-input';
import { appLabels, ClusterService, ClusterServices } from '../cluster-service';
import { isHost, isHostLabel, objectName } from '../object-name';
import { Report } from '../report';
import { portsOf } from './service-object';

/** A transfer of 5 GB takes its time. */
const TRANSFER_SECONDS = 3600;

/** What lets large artifacts through ingress-nginx: no limit, no copy on its disk. */
const INGRESS_ANNOTATIONS = {
  'nginx.ingress.kubernetes.io/proxy-body-size': '0',
  'nginx.ingress.kubernetes.io/proxy-request-buffering': 'off',
  'nginx.ingress.kubernetes.io/proxy-read-timeout': String(TRANSFER_SECONDS),
  'nginx.ingress.kubernetes.io/proxy-send-timeout': String(TRANSFER_SECONDS),
};

/** A host with the service and port that it leads to. */
interface Target {
  readonly host: string;
  readonly service: ClusterService;
  readonly port: number;
}

/**
 * The objects by which requests from outside reach services.
 */
export function entryObjects(input: ClusterInput, services: ClusterServices, report: Report): KubernetesObject[] {
  const { entry } = input;
  const targets = (entry?.routes ?? []).flatMap(route => targetOf(route, services, report) ?? []);
  const hosts = targets.map(({ host }) => host);
  for (const host of new Set(hosts.filter((each, index) => hosts.indexOf(each) !== index))) {
    report.clusterError(`the host "${host}" leads to two services`, 'give each a host of its own');
  }
  return targets.map(target => (entry!.kind === 'gateway' ? httpRoute(target, input, report) : ingress(target, input)));
}

function targetOf(
  { host, service: name, port }: RouteDefinition,
  services: ClusterServices,
  report: Report,
): Target | undefined {
  if (!isHost(host)) {
    report.clusterError(
      `"${host}" is not a host name`,
      'give a full name, without scheme, port and path: "mlflow.example.com"',
    );
  }
  const candidates = [...services.values()].filter(each =>
    name === undefined ? each.traits.entryPort !== undefined : each.name === name,
  );
  if (candidates.length !== 1) {
    report.clusterError(
      name !== undefined
        ? `the entry leads to "${name}", which is not in the cluster`
        : `no service is known for the host "${host}"`,
      'name it: `entry: KubernetesEntry.gateway({ service, port, … })`',
    );
    return undefined;
  }
  const [service] = candidates;
  const ports = portsOf(service);
  const chosen = port ?? service.traits.entryPort ?? (ports.length === 1 ? ports[0].port : undefined);
  if (chosen === undefined) {
    report.error(service.name, `no port is known for the host "${host}"`, 'give the route a `port`');
    return undefined;
  }
  return { host, service, port: chosen };
}

function httpRoute({ host, service, port }: Target, input: ClusterInput, report: Report): KubernetesObject {
  const parts = input.entry!.gateway!.split('/');
  if (parts.length > 2 || !parts.every(isHostLabel)) {
    report.clusterError(
      `"${input.entry!.gateway}" is not the name of a gateway`,
      'give its name, or namespace and name: "infra/edge"',
    );
  }
  const [name, namespace] = [...parts].reverse();
  const timeout = `${TRANSFER_SECONDS}s`;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: objectName(host), labels: appLabels(input) },
    spec: {
      parentRefs: [{ name, ...(namespace !== undefined && { namespace }) }],
      hostnames: [host],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [{ name: service.object, port }],
          timeouts: { request: timeout, backendRequest: timeout },
        },
      ],
    },
  };
}

function ingress({ host, service, port }: Target, input: ClusterInput): KubernetesObject {
  const { className, issuer, tlsSecret, annotations } = input.entry!;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: objectName(host),
      labels: appLabels(input),
      annotations: {
        ...INGRESS_ANNOTATIONS,
        ...(issuer !== undefined && { 'cert-manager.io/cluster-issuer': issuer }),
        ...annotations,
      },
    },
    spec: {
      ...(className !== undefined && { ingressClassName: className }),
      tls: [{ hosts: [host], secretName: tlsSecret ?? `${objectName(host).slice(0, 59)}-tls` }],
      rules: [
        {
          host,
          http: {
            paths: [
              { path: '/', pathType: 'Prefix', backend: { service: { name: service.object, port: { number: port } } } },
            ],
          },
        },
      ],
    },
  };
}
