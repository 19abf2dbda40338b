import { isTrue, MASQUERADE_OPTION } from '../../../compose/internal';
import { ClusterInput, KubernetesObject } from '../cluster-input';
import { appLabels, ClusterServices, routesTo, selectorOf } from '../cluster-service';
import { objectName } from '../object-name';
import { ASKS_JOB_STATUS, JOB_STATUS, JOB_STATUS_PORT, STOP_PORT, STOPS_OLD_PODS } from '../pod/job-status';
import { stopsOldPods } from '../pod/old-pods';
import { Report } from '../report';

/** The namespace of ingress-nginx, unless another one is set. */
const INGRESS_NAMESPACE = 'ingress-nginx';

/** A label of the pods that are in a network. */
export function networkLabel(network: string): string {
  return `network.projen-mlflow/${objectName(network)}`;
}

/** What the pods of an app may reach when there is no other rule. */
const DNS_PORTS = [
  { port: 53, protocol: 'UDP' },
  { port: 53, protocol: 'TCP' },
];

/**
 * The networks of an app as policies. No pod of the app is reached by anybody, nor reaches anything but the name
 * server, unless another rule allows it: pods that share a network reach each other, and the world if the network lets
 * them.
 */
export function networkPolicies(input: ClusterInput, services: ClusterServices, report: Report): KubernetesObject[] {
  const networks = new Set([...services.values()].flatMap(service => service.networks));
  const policy = (name: string, spec: { [key: string]: any }): KubernetesObject => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, labels: appLabels(input) },
    spec: { policyTypes: Object.keys(RULES).filter(type => spec[RULES[type]] !== undefined), ...spec },
  });
  for (const { name, definition } of services.values()) {
    const mode = definition.network_mode;
    if (mode !== undefined && !['none', 'bridge', 'default'].includes(mode)) {
      report.error(name, `its \`network_mode\` "${mode}" needs containers on one machine`, 'put it into networks');
    }
  }
  return [
    {
      ...policy('default-deny', {}),
      spec: { podSelector: { matchLabels: appLabels(input) }, policyTypes: ['Ingress', 'Egress'] },
    },
    // To any address: the name server of some clusters is not a pod, but a process of each node.
    policy('dns', { podSelector: { matchLabels: appLabels(input) }, egress: [{ ports: DNS_PORTS }] }),
    ...[...networks].sort().map(network => {
      const podSelector = { matchLabels: { ...appLabels(input), [networkLabel(network)]: 'true' } };
      return policy(`network-${objectName(network)}`, {
        podSelector,
        ingress: [{ from: [{ podSelector }] }],
        egress: [{ to: [{ podSelector }] }, ...(hasEgress(network, input) ? [{ to: WORLD }] : [])],
      });
    }),
    ...jobStatusPolicies(input, services, policy),
    ...[...services.values()].flatMap(service => {
      const routes = routesTo(service, input);
      const namespace = proxyNamespace(input);
      return routes.length === 0
        ? []
        : [
            policy(`entry-${service.object}`, {
              podSelector: { matchLabels: selectorOf(input, service) },
              ingress: [
                {
                  from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }],
                  ports: routes
                    .map(({ port }) => port ?? service.traits.entryPort)
                    .filter(port => port !== undefined)
                    .map(port => ({ port, protocol: 'TCP' })),
                },
              ],
            }),
          ];
    }),
  ];
}

const RULES: { [type: string]: string } = { Ingress: 'ingress', Egress: 'egress' };
const WORLD = [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }];

/** The namespace of the pods that forward requests from outside. */
export function proxyNamespace({ entry, namespace }: ClusterInput): string {
  if (entry?.proxyNamespace !== undefined) {
    return entry.proxyNamespace;
  }
  return entry?.kind === 'gateway' ? (entry.gateway!.split('/').at(-2) ?? namespace) : INGRESS_NAMESPACE;
}

/** Whether what a network's services send out finds a way to the world and back. */
function hasEgress(network: string, { definition }: ClusterInput): boolean {
  const { internal, driver_opts: options } = definition.networks?.[network] ?? {};
  return !(isTrue(internal) || String(options?.[MASQUERADE_OPTION]) === 'false');
}

/**
 * Pods that wait for a job ask the pod that may read its state; that one reaches the API, wherever it is. Another port
 * of it is for jobs that stop pods.
 */
function jobStatusPolicies(
  input: ClusterInput,
  services: ClusterServices,
  policy: (name: string, spec: { [key: string]: any }) => KubernetesObject,
): KubernetesObject[] {
  const jobs = [...services.values()].filter(({ isJob }) => isJob);
  const answering = { podSelector: { matchLabels: { ...appLabels(input), 'app.kubernetes.io/name': JOB_STATUS } } };
  const callers = [
    { name: 'ask-job-status', label: ASKS_JOB_STATUS, port: JOB_STATUS_PORT },
    ...(jobs.some(stopsOldPods) ? [{ name: 'stop-old-pods', label: STOPS_OLD_PODS, port: STOP_PORT }] : []),
  ].map(({ name, label, port }) => ({
    name,
    pods: { podSelector: { matchLabels: { ...appLabels(input), [label]: 'true' } } },
    ports: [{ port, protocol: 'TCP' }],
  }));
  return jobs.length === 0
    ? []
    : [
        policy(JOB_STATUS, {
          ...answering,
          ingress: callers.map(({ pods, ports }) => ({ from: [pods], ports })),
          egress: [{}],
        }),
        ...callers.map(({ name, pods, ports }) => policy(name, { ...pods, egress: [{ to: [answering], ports }] })),
      ];
}
