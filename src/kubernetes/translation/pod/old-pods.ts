import { Claim, kindOf } from './claims';
import { ClusterInput } from '../cluster-input';
import { appSelector, ClusterService, ClusterServices } from '../cluster-service';
import { answerTo, jobPath, jobStatusUrl, JOB_STATUS, StopRights, STOP_PORT, STOPS_OLD_PODS } from './job-status';
import { Wait } from './waits';

/** An annotation: how many pods a workload has again after a job has scaled it to zero. */
const REPLICAS = 'projen-mlflow/replicas';

const JOB_NAME = 'JOB_NAME';

/** What waiting, and jobs that stop pods, are made of. */
export interface OldPodsParts {
  readonly input: ClusterInput;
  readonly services: ClusterServices;
  readonly claims: ReadonlyMap<string, Claim>;
  /** What each service waits for. */
  readonly waits: ReadonlyMap<string, Wait[]>;
  /** The names of Job objects, by service. */
  readonly jobs: ReadonlyMap<string, string>;
}

/** Whether a service is a job that stops the pods of earlier versions of the services that wait for it. */
export function stopsOldPods({ isJob, traits }: ClusterService): boolean {
  return isJob && traits.oldPodsVariable !== undefined;
}

/** A label of the pods that wait for such a job: its value is the name of the job, so it tells versions apart. */
function jobLabel({ object }: ClusterService): string {
  return `job.projen-mlflow/${object}`;
}

/** The jobs that stop pods of a service, if they are of an earlier version. */
function jobsThatStop(service: ClusterService, { waits }: OldPodsParts): ClusterService[] {
  return service.isFinite
    ? []
    : waits
        .get(service.name)!
        .filter(({ until, service: needed }) => until === 'completed' && stopsOldPods(needed))
        .map(({ service: job }) => job);
}

/** The labels of a pod that has to do with such jobs. */
export function oldPodsLabels(service: ClusterService, parts: OldPodsParts): { [label: string]: string } {
  return {
    ...(stopsOldPods(service) && { [STOPS_OLD_PODS]: 'true' }),
    ...Object.fromEntries(jobsThatStop(service, parts).map(job => [jobLabel(job), parts.jobs.get(job.name)!])),
  };
}

/** The annotations of a workload that such a job may scale to zero. */
export function oldPodsAnnotations(
  service: ClusterService,
  parts: OldPodsParts,
): { annotations?: { [name: string]: string } } {
  return jobsThatStop(service, parts).length > 0 ? { annotations: { [REPLICAS]: service.replicas.toString() } } : {};
}

/**
 * The environment of such a job: `pods` lists pods of earlier versions, and `workloads` are the objects that they
 * belong to, whose subresource `scale` it may change.
 */
export function oldPodsEnvironment(service: ClusterService, parts: OldPodsParts): { [key: string]: any }[] {
  const stopped = stoppedBy(service, parts);
  if (stopped.length === 0) {
    return [];
  }
  const selector = [
    appSelector(parts.input),
    `app.kubernetes.io/name in (${stopped.map(({ object }) => object).join(',')})`,
    `${jobLabel(service)}!=`,
  ];
  const query = `labelSelector=${encodeURIComponent(selector.join(','))}$(${JOB_NAME})`;
  const value = JSON.stringify({
    pods: `${url(podsPath(parts.input))}?${query}`,
    workloads: stopped.map(each => url(workloadPath(each, parts))),
  });
  return [ownJobName(), { name: service.traits.oldPodsVariable!, value }];
}

/**
 * What such a job waits for, as the container `wait` does. Its own job can be read: then `job-status` is of this
 * version, and pods of an earlier one, whose job it no longer reads, do not get past their init container. And the
 * workloads have pods of this version, so that scaling them up again starts no earlier one.
 */
export function oldPodsSteps(service: ClusterService, parts: OldPodsParts): string[] {
  if (!stopsOldPods(service)) {
    return [];
  }
  const get = (path: string) => answerTo(url(path));
  const label = `\\"${jobLabel(service)}\\": *\\"$${JOB_NAME}\\"`;
  return [
    `echo "waits until ${JOB_STATUS} is of this version"`,
    `until ${get(jobPath(parts.input, `$${JOB_NAME}`))} >/dev/null; do sleep 1; done`,
    ...stoppedBy(service, parts).flatMap(each => [
      `echo "waits until ${each.object} is of this version"`,
      `until ${get(workloadPath(each, parts))} | grep -q "${label}"; do sleep 1; done`,
    ]),
  ];
}

/** The variable with the name of the job that a pod belongs to: it cannot be written, as it is a digest of the pod. */
export function ownJobName(): { [key: string]: any } {
  return { name: JOB_NAME, valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } } };
}

/** What jobs of the app may do beside reading themselves: scale the workloads that wait for them, and list pods. */
export function oldPodsRights(parts: OldPodsParts): StopRights {
  const stopped = [...parts.services.values()].filter(service => jobsThatStop(service, parts).length > 0);
  if (stopped.length === 0) {
    return { paths: [], rules: [] };
  }
  const rules = ['deployments', 'statefulsets'].flatMap(resource => {
    const resourceNames = stopped.filter(each => resourceOf(each, parts) === resource).map(({ object }) => object);
    const rule = { apiGroups: ['apps'], resourceNames };
    return resourceNames.length === 0
      ? []
      : [
          { ...rule, resources: [resource], verbs: ['get'] },
          { ...rule, resources: [`${resource}/scale`], verbs: ['patch'] },
        ];
  });
  return {
    paths: [podsPath(parts.input), ...stopped.flatMap(each => [`${workloadPath(each, parts)}(/scale)?`])],
    rules: [...rules, { apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
  };
}

function stoppedBy(job: ClusterService, parts: OldPodsParts): ClusterService[] {
  return [...parts.services.values()].filter(service => jobsThatStop(service, parts).includes(job));
}

function resourceOf(service: ClusterService, { claims }: OldPodsParts): string {
  return `${kindOf(service, claims).toLowerCase()}s`;
}

function workloadPath(service: ClusterService, parts: OldPodsParts): string {
  return `/apis/apps/v1/namespaces/${parts.input.namespace}/${resourceOf(service, parts)}/${service.object}`;
}

function podsPath({ namespace }: ClusterInput): string {
  return `/api/v1/namespaces/${namespace}/pods`;
}

function url(path: string): string {
  return jobStatusUrl(STOP_PORT, path);
}
