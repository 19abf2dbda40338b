import { dependenciesOf, healthOf, HealthSource } from '../../../compose/internal';
import { ClusterInput, KubernetesObject } from '../cluster-input';
import { appLabels, ClusterService, ClusterServices, selectorOf } from '../cluster-service';
import { hasOnePod, isHeadless } from '../network/service-object';
import { Report } from '../report';

/** The pod that says which jobs have ended. */
export const JOB_STATUS = 'job-status';
export const JOB_STATUS_PORT = 8001;

/** A label of the pods that ask it. */
export const ASKS_JOB_STATUS = 'projen-mlflow/asks-job-status';

/** Waiting takes next to nothing. */
const WAIT_RESOURCES = { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } };

const UNPRIVILEGED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsUser: 65534,
  runAsGroup: 65534,
};

/**
 * What a pod waits for before its own container starts.
 */
export interface Wait {
  readonly service: ClusterService;
  readonly until: 'ready' | 'started' | 'completed';
}

/**
 * What a service waits for. Where it waits for the mere start of another one, it waits for what that one waits for too:
 * a pod has an address before its own container starts.
 */
export function waitsOf(service: ClusterService, services: ClusterServices): Wait[] {
  const waits = new Map<string, Wait>();
  const add = (one: ClusterService) => {
    for (const [name, { condition }] of dependenciesOf(one.definition)) {
      const needed = services.get(name);
      if (!needed || waits.has(`${name} ${condition}`)) {
        continue;
      }
      const hasProbe = healthOf(needed.definition).source === HealthSource.OWN;
      const until =
        condition === 'service_completed_successfully'
          ? 'completed'
          : condition === 'service_healthy' || !hasProbe
            ? 'ready'
            : 'started';
      waits.set(`${name} ${condition}`, { service: needed, until });
      if (until === 'started') {
        add(needed);
      }
    }
  };
  add(service);
  return [...waits.values()];
}

/** The name by which a pod finds out that another one is ready, or has started: it resolves from then on. */
export function signalName({ service, until }: Wait): string {
  const resolves = hasOnePod(service) ? 'started' : isHeadless(service) ? 'ready' : undefined;
  return until === resolves ? service.object : `${service.object}-${until}`;
}

/**
 * The init container that waits, without any right to the API: names of headless services resolve when a pod is ready,
 * and one pod of the app says which jobs have ended.
 *
 * @param jobs the names of the Job objects, by service
 */
export function waitContainers(
  waits: readonly Wait[],
  jobs: ReadonlyMap<string, string>,
  input: ClusterInput,
): { [key: string]: any }[] {
  if (waits.length === 0) {
    return [];
  }
  const steps = waits.flatMap(wait => [
    `echo "waits until ${wait.service.object} is ${wait.until}"`,
    `until ${wait.until === 'completed' ? jobHasEnded(jobs.get(wait.service.name)!, input) : `getent hosts ${signalName(wait)} >/dev/null`}; do sleep 1; done`,
  ]);
  return [
    {
      name: 'wait',
      image: input.waitImage,
      // the first process of a container ends by a signal only if it says so
      command: ['/bin/sh', '-c', ["trap 'exit 143' TERM", ...steps].join('\n')],
      securityContext: UNPRIVILEGED,
      resources: WAIT_RESOURCES,
    },
  ];
}

function jobHasEnded(job: string, { namespace }: ClusterInput): string {
  const url = `http://${JOB_STATUS}:${JOB_STATUS_PORT}/apis/batch/v1/namespaces/${namespace}/jobs/${job}`;
  // set on success alone, and found in a JSON with or without spaces, which the API server sends to wget and curl
  return `wget -q -T 5 -O - ${url} 2>/dev/null | grep -q '"completionTime"'`;
}

/** Services that waits need beside those by which pods reach each other. */
export function signalObjects(input: ClusterInput, waits: Iterable<readonly Wait[]>): KubernetesObject[] {
  const signals = new Map<string, Wait>();
  for (const wait of [...waits].flat()) {
    if (wait.until !== 'completed' && signalName(wait) !== wait.service.object) {
      signals.set(signalName(wait), wait);
    }
  }
  return [...signals].map(([name, { service, until }]) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: appLabels(input) },
    spec: {
      clusterIP: 'None',
      selector: selectorOf(input, service),
      ...(until === 'started' && { publishNotReadyAddresses: true }),
    },
  }));
}

/**
 * The pod that says which jobs have ended: `kubectl proxy`, which may read these Job objects and nothing else, and
 * answers no other request. So no pod that waits needs a right to the API, nor egress to wherever the API is.
 */
export function jobStatusObjects(input: ClusterInput, jobs: ReadonlyMap<string, string>): KubernetesObject[] {
  if (jobs.size === 0) {
    return [];
  }
  const { namespace, kubectlImage } = input;
  const names = [...jobs.values()].sort();
  const labels = { ...appLabels(input), 'app.kubernetes.io/name': JOB_STATUS };
  const metadata = { name: JOB_STATUS, labels: appLabels(input) };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: ['batch'], resources: ['jobs'], resourceNames: names, verbs: ['get'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: JOB_STATUS },
      subjects: [{ kind: 'ServiceAccount', name: JOB_STATUS, namespace }],
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: labels, ports: [{ name: 'http', port: JOB_STATUS_PORT, targetPort: JOB_STATUS_PORT }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: JOB_STATUS,
            enableServiceLinks: false,
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                name: JOB_STATUS,
                image: kubectlImage,
                command: [
                  'kubectl',
                  'proxy',
                  '--address=0.0.0.0',
                  `--port=${JOB_STATUS_PORT}`,
                  `--accept-hosts=^${JOB_STATUS}$`,
                  `--accept-paths=^/apis/batch/v1/namespaces/${namespace}/jobs/(${names.join('|')})$`,
                  '--reject-methods=^(POST|PUT|PATCH|DELETE)$',
                ],
                ports: [{ name: 'http', containerPort: JOB_STATUS_PORT }],
                readinessProbe: { tcpSocket: { port: JOB_STATUS_PORT }, periodSeconds: 2 },
                securityContext: UNPRIVILEGED,
                resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
              },
            ],
          },
        },
      },
    },
  ];
}

/** Reports dependencies on the health of a service that Kubernetes knows no healthcheck of. */
export function checkWaits(services: ClusterServices, report: Report): void {
  for (const service of services.values()) {
    for (const [name, { condition }] of dependenciesOf(service.definition)) {
      const needed = services.get(name);
      if (needed && condition === 'service_healthy' && healthOf(needed.definition).source !== HealthSource.OWN) {
        report.error(
          service.name,
          `it waits for the health of "${name}", whose healthcheck is that of its image, which Kubernetes does not know`,
          `give "${name}" a healthcheck of its own`,
        );
      }
    }
  }
}
