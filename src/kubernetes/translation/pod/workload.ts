import { claimSpec, kindOf } from './claims';
import { environmentOf, restartOf } from '../../../compose/internal';
import { ClusterInput, KubernetesObject } from '../cluster-input';
import { appLabels, ClusterService, selectorOf } from '../cluster-service';
import { oldPodsAnnotations } from './old-pods';
import { digestOfJob, Pod, PodParts, podOf } from './pod';
import { cpuQuantity } from '../quantity';
import { Report } from '../report';
import { cpuLimit } from './resources';
import { Values } from '../values';

/** How many percent of their CPU limit pods use on average before there are more of them. */
const DEFAULT_CPU_PERCENT = 70;

/** Kubernetes knows no job that is tried without end. */
const RETRIES_WITHOUT_END = 100_000;

/** How often a scheduled job is tried again, as after the loss of a node. */
const SCHEDULED_RETRIES = 2;

/** How late a scheduled job may start: a week, in which a cluster may be off. */
const MISSED_SECONDS = 7 * 24 * 60 * 60;

/** How many ended runs are kept, with their logs. */
const KEPT_JOBS = 3;

/**
 * The Job of an init job, and its service account. Its name ends with a digest of all that it runs: one that ran
 * already is left alone, a changed one is another object, and runs.
 */
export function jobObjects(service: ClusterService, parts: PodParts): KubernetesObject[] {
  const pod = podOf(service, parts);
  checkJob(service, parts);
  const name = `${service.object.slice(0, 54)}-${digestOfJob(service, pod, parts.files)}`;
  parts.jobs.set(service.name, name);
  return [
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, labels: selectorOf(parts.input, service) },
      spec: { backoffLimit: retriesOf(service), template: pod.template },
    },
    ...accountObjects(service, parts),
  ];
}

/**
 * The CronJob object of a service that runs at times, with its service account. A time that was missed is made up for,
 * and no two pods run at once.
 */
export function cronJobObjects(service: ClusterService, parts: PodParts): KubernetesObject[] {
  const { name, object, traits, definition } = service;
  const { expression, timeZone } = traits.schedule!;
  const pod = podOf(service, parts);
  checkRunsOnce(service, 'it runs at times of a schedule, one pod at once', parts.report);
  parts.report.note(name, 'restart', `has no counterpart: a run that fails is tried again ${SCHEDULED_RETRIES} times`);
  if (definition.healthcheck !== undefined) {
    parts.report.note(name, 'healthcheck', 'has no counterpart: the Jobs of the CronJob show how they ended');
  }
  return [
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: object.slice(0, 52), labels: selectorOf(parts.input, service) },
      spec: {
        schedule: expression,
        timeZone,
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: MISSED_SECONDS,
        successfulJobsHistoryLimit: KEPT_JOBS,
        failedJobsHistoryLimit: KEPT_JOBS,
        jobTemplate: { spec: { backoffLimit: SCHEDULED_RETRIES, template: pod.template } },
      },
    },
    ...accountObjects(service, parts),
  ];
}

/** The Deployment or StatefulSet of a service that is there to stay. */
export function workloadObjects(service: ClusterService, parts: PodParts): KubernetesObject[] {
  const { input, values, report } = parts;
  const pod = podOf(service, parts);
  checkMode(service, report);
  const spec = {
    ...(service.settings.autoscaling === undefined && { replicas: service.replicas }),
    selector: { matchLabels: selectorOf(input, service) },
    template: pod.template,
  };
  const kind = kindOf(service, parts.claims);
  return [
    {
      apiVersion: 'apps/v1',
      kind,
      metadata: {
        name: service.object,
        labels: selectorOf(input, service),
        ...oldPodsAnnotations(service, parts),
      },
      spec:
        kind === 'StatefulSet'
          ? { ...spec, serviceName: service.object, volumeClaimTemplates: claimTemplates(service, pod, report) }
          : { ...spec, strategy: strategyOf(pod) },
    },
    ...accountObjects(service, parts),
    ...(service.isReplicated ? [disruptionBudget(service, input)] : []),
    ...autoscaler(service, kind, input, values, report),
  ];
}

function claimTemplates(service: ClusterService, { volumes }: Pod, report: Report): { [key: string]: any }[] {
  return volumes.ownClaims.map(({ object }) => ({
    // as the API server keeps it, so that nothing seems to differ
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: object },
    spec: claimSpec(service, report),
  }));
}

/** A new pod is ready before an old one ends, but where only one of them can have the claim. */
function strategyOf({ volumes }: Pod): { [key: string]: any } {
  return volumes.sharedClaims.some(({ isShareable }) => !isShareable)
    ? { type: 'Recreate' }
    : { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } };
}

/** The service account by which the pods of a service have an identity at a cloud provider. */
function accountObjects(service: ClusterService, { input, report }: PodParts): KubernetesObject[] {
  const { name, object, settings, definition } = service;
  if (!settings.identity) {
    return [];
  }
  const { annotations, keys = [], faults = [] } = settings.identity._definition;
  faults.forEach(([problem, remedy]) => report.error(name, problem, remedy));
  const environment = environmentOf(definition);
  for (const key of keys.filter(each => environment.has(each))) {
    report.error(
      name,
      `its variable ${key} has static credentials, which are used instead of its identity`,
      'take the credentials of the platform instead of keys, or remove `identity`',
    );
  }
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: object, labels: appLabels(input), annotations } },
  ];
}

function disruptionBudget(service: ClusterService, input: ClusterInput): KubernetesObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: service.object, labels: appLabels(input) },
    spec: { maxUnavailable: 1, selector: { matchLabels: selectorOf(input, service) } },
  };
}

function autoscaler(
  service: ClusterService,
  kind: string,
  input: ClusterInput,
  values: Values,
  report: Report,
): KubernetesObject[] {
  const { name, object, replicas, settings } = service;
  if (settings.autoscaling === undefined) {
    return [];
  }
  const { minReplicas = replicas, maxReplicas, cpuPercent = DEFAULT_CPU_PERCENT } = settings.autoscaling;
  const limit = cpuLimit(service, values);
  if (limit === undefined) {
    report.error(name, 'it is scaled by what it uses of the processors, and has no CPU limit', 'give it `cpus`');
  }
  if (minReplicas > maxReplicas) {
    report.error(name, `it has at least ${minReplicas} and at most ${maxReplicas} replicas`, 'raise `maxReplicas`');
  }
  return [
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: object, labels: appLabels(input) },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind, name: object },
        minReplicas,
        maxReplicas,
        metrics: [
          {
            type: 'Resource',
            resource: {
              name: 'cpu',
              // of the limit, not of the request, which says little about what a pod can do
              target: { type: 'AverageValue', averageValue: cpuQuantity(((limit ?? 1) * cpuPercent) / 100) },
            },
          },
        ],
      },
    },
  ];
}

/** How often a job is tried again. */
function retriesOf({ definition }: ClusterService): number {
  const { policy = 'no', maxRetries = 0 } = restartOf(definition) ?? {};
  return policy === 'no' ? 0 : maxRetries > 0 ? maxRetries : RETRIES_WITHOUT_END;
}

function checkJob(service: ClusterService, { report }: PodParts): void {
  const { name, traits } = service;
  checkRunsOnce(service, 'it is an init job, which runs once', report);
  if (traits.schedule) {
    report.error(name, 'others wait for its end, and it runs at times', 'remove the dependency on it');
  }
}

function checkRunsOnce({ name, replicas, settings }: ClusterService, reason: string, report: Report): void {
  if (settings.autoscaling || replicas > 1) {
    report.error(name, reason, 'leave `replicas` and `autoscaling` out');
  }
}

/** Pods are always started again. */
function checkMode({ name, definition }: ClusterService, report: Report): void {
  const mode = definition.deploy?.mode ?? 'replicated';
  if (mode !== 'replicated') {
    report.error(name, `\`deploy.mode\` "${mode}" is for swarms`, 'leave it out');
  }
  if (!['always', 'unless-stopped'].includes(restartOf(definition)?.policy ?? '')) {
    report.note(name, 'restart', 'has no counterpart: pods are always started again, unless others wait for their end');
  }
}
