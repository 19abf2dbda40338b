import { ClusterInput, KubernetesObject } from '../cluster-input';
import { appLabels } from '../cluster-service';

/** The pod that says which jobs have ended. */
export const JOB_STATUS = 'job-status';
export const JOB_STATUS_PORT = 8001;

/** A label of the pods that ask it. */
export const ASKS_JOB_STATUS = 'projen-mlflow/asks-job-status';

/** The port by which a job stops pods, and a label of the pods that reach it. */
export const STOP_PORT = 8002;
export const STOPS_OLD_PODS = 'projen-mlflow/stops-old-pods';

/** What containers that need no rights have. */
export const UNPRIVILEGED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsUser: 65534,
  runAsGroup: 65534,
};

/** What a job may do by way of `job-status`, to stop pods: paths of the API, and rules of a Role. */
export interface StopRights {
  readonly paths: string[];
  readonly rules: { [key: string]: any }[];
}

/** The path of a Job in the API. */
export function jobPath({ namespace }: ClusterInput, job: string): string {
  return `/apis/batch/v1/namespaces/${namespace}/jobs/${job}`;
}

/** The URL at which `job-status` answers for a path of the API. */
export function jobStatusUrl(port: number, path: string): string {
  return `http://${JOB_STATUS}:${port}${path}`;
}

/** A command of a shell that prints the answer to a request; it prints nothing where there is none yet. */
export function answerTo(url: string): string {
  return `wget -q -T 5 -O - ${url} 2>/dev/null`;
}

/**
 * The pod that says which jobs have ended: `kubectl proxy`, which may read these Job objects and nothing else, and
 * answers no other request. So no pod that waits needs a right to the API, nor egress to wherever the API is.
 *
 * Where a job stops pods, a second proxy lets it, on a port that no other pod reaches.
 */
export function jobStatusObjects(
  input: ClusterInput,
  jobs: ReadonlyMap<string, string>,
  stopRights: StopRights,
): KubernetesObject[] {
  if (jobs.size === 0) {
    return [];
  }
  const { namespace } = input;
  const names = [...jobs.values()].sort();
  const jobPaths = jobPath(input, `(${names.join('|')})`);
  const ports = [
    { name: 'http', port: JOB_STATUS_PORT },
    ...(stopRights.paths.length > 0 ? [{ name: 'stop', port: STOP_PORT }] : []),
  ];
  const labels = { ...appLabels(input), 'app.kubernetes.io/name': JOB_STATUS };
  const metadata = { name: JOB_STATUS, labels: appLabels(input) };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: ['batch'], resources: ['jobs'], resourceNames: names, verbs: ['get'] }, ...stopRights.rules],
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
      spec: { selector: labels, ports: ports.map(({ name, port }) => ({ name, port, targetPort: port })) },
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
              proxyContainer(input, JOB_STATUS, ports[0], [jobPaths], ['POST', 'PUT', 'PATCH', 'DELETE']),
              ...ports
                .slice(1)
                .map(port =>
                  proxyContainer(input, 'stop', port, [jobPaths, ...stopRights.paths], ['POST', 'PUT', 'DELETE']),
                ),
            ],
          },
        },
      },
    },
  ];
}

function proxyContainer(
  { kubectlImage }: ClusterInput,
  name: string,
  port: { name: string; port: number },
  paths: string[],
  rejectedMethods: string[],
): { [key: string]: any } {
  return {
    name,
    image: kubectlImage,
    command: [
      'kubectl',
      'proxy',
      '--address=0.0.0.0',
      `--port=${port.port}`,
      `--accept-hosts=^${JOB_STATUS}$`,
      `--accept-paths=${paths.map(path => `^${path}$`).join(',')}`,
      `--reject-methods=^(${rejectedMethods.join('|')})$`,
    ],
    ports: [{ name: port.name, containerPort: port.port }],
    readinessProbe: { tcpSocket: { port: port.port }, periodSeconds: 2 },
    securityContext: UNPRIVILEGED,
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
  };
}
