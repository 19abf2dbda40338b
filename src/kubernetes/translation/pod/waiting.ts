import { ClusterInput, KubernetesObject } from '../cluster-input';
import { appLabels, ClusterService, selectorOf } from '../cluster-service';
import { answerTo, jobPath, jobStatusUrl, JOB_STATUS_PORT, UNPRIVILEGED } from './job-status';
import { OldPodsParts, oldPodsSteps, ownJobName, stopsOldPods } from './old-pods';
import { signalName, Wait } from './waits';

/** Waiting takes next to nothing. */
const WAIT_RESOURCES = { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } };

/**
 * The init container that waits, without any right to the API: names of headless services resolve when a pod is ready,
 * and one pod of the app says which jobs have ended.
 */
export function waitContainers(service: ClusterService, parts: OldPodsParts): { [key: string]: any }[] {
  const { input, jobs, waits } = parts;
  const isOver = (wait: Wait) =>
    wait.until === 'completed'
      ? jobHasEnded(jobs.get(wait.service.name)!, input)
      : `getent hosts ${signalName(wait)} >/dev/null`;
  const steps = [
    ...waits
      .get(service.name)!
      .flatMap(wait => [
        `echo "waits until ${wait.service.object} is ${wait.until}"`,
        `until ${isOver(wait)}; do sleep 1; done`,
      ]),
    ...oldPodsSteps(service, parts),
  ];
  if (steps.length === 0) {
    return [];
  }
  return [
    {
      name: 'wait',
      image: input.waitImage,
      // the first process of a container ends by a signal only if it says so
      command: ['/bin/sh', '-c', ["trap 'exit 143' TERM", ...steps].join('\n')],
      ...(stopsOldPods(service) && { env: [ownJobName()] }),
      securityContext: UNPRIVILEGED,
      resources: WAIT_RESOURCES,
    },
  ];
}

function jobHasEnded(job: string, input: ClusterInput): string {
  // set on success alone, and found in a JSON with or without spaces, which the API server sends to wget and curl
  return `${answerTo(jobStatusUrl(JOB_STATUS_PORT, jobPath(input, job)))} | grep -q '"completionTime"'`;
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
