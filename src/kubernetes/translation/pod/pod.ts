import { createHash } from 'node:crypto';
import { Claim, claimLabel } from './claims';
import { clusterEnvironment } from './cluster-environment';
import { ClusterInput } from '../cluster-input';
import { ClusterService, ClusterServices, selectorOf } from '../cluster-service';
import { ClusterFiles, CONFIG_DIGEST } from '../files';
import { ImageBook } from '../images';
import { ASKS_JOB_STATUS } from './job-status';
import { oldPodsEnvironment, oldPodsLabels } from './old-pods';
import { podVolumes, PodVolumes } from './pod-volumes';
import { probesOf } from './probes';
import { networkLabel } from '../network/network-policies';
import { Report } from '../report';
import { resourcesOf } from './resources';
import { containerSecurity, podSecurity } from './security-context';
import { waitContainers } from './waiting';
import { Wait } from './waits';
import { argumentsOf, entriesOf, environmentOf, extraHostsOf, isTrue, millisOf } from '../../../compose/internal';
import { isReachable, portsOf } from '../network/service-object';
import { Values } from '../values';

/** Requests still come for a moment after a pod was told to end: routers learn of it later. */
const DRAIN_SECONDS = 5;

/** What Compose gives a container to end. */
const DEFAULT_GRACE = '10s';

/** The signals that Kubernetes knows begin so. */
const SIGNAL = /^SIG[A-Z0-9+-]+$/;

/** What pods are made of. */
export interface PodParts {
  readonly input: ClusterInput;
  readonly services: ClusterServices;
  readonly claims: ReadonlyMap<string, Claim>;
  readonly files: ClusterFiles;
  readonly images: ImageBook;
  readonly values: Values;
  readonly report: Report;
  /** What each service waits for. */
  readonly waits: ReadonlyMap<string, Wait[]>;
  /** The names of Job objects, by service. */
  readonly jobs: Map<string, string>;
}

/**
 * A pod of a service.
 */
export interface Pod {
  readonly template: { readonly metadata: { [key: string]: any }; readonly spec: { [key: string]: any } };
  readonly volumes: PodVolumes;
}

/**
 * The pods of a service, as the template of a workload.
 */
export function podOf(service: ClusterService, parts: PodParts): Pod {
  const { input, claims, files, values, report } = parts;
  const volumes = podVolumes(service, claims, files, values, report);
  const keepsData = volumes.ownClaims.length + volumes.sharedClaims.length > 0;
  const waits = parts.waits.get(service.name)!;
  const identity = service.settings.identity?._definition;
  const annotations = annotationsOf(service, values, report);
  const together = volumes.sharedClaims
    .filter(({ isShareable }) => !isShareable)
    .map(({ object }) => claimLabel(object));
  // also where there is one pod, so that another number of them changes no pod that runs
  const canBeReplicated =
    !service.isFinite && [...volumes.ownClaims, ...volumes.sharedClaims].every(({ isShareable }) => isShareable);
  const init = waitContainers(service, parts);
  const labels = {
    ...selectorOf(input, service),
    ...Object.fromEntries([...service.networks.map(networkLabel), ...together].map(label => [label, 'true'])),
    ...(waits.some(({ until }) => until === 'completed') && { [ASKS_JOB_STATUS]: 'true' }),
    ...oldPodsLabels(service, parts),
    ...identity?.podLabels,
  };
  const spec = {
    ...(service.isFinite && { restartPolicy: service.isJob ? 'OnFailure' : 'Never' }),
    automountServiceAccountToken: false,
    // a Service called `mlflow` would set MLFLOW_PORT in each pod
    enableServiceLinks: false,
    ...(identity && { serviceAccountName: service.object }),
    securityContext: podSecurity(service, values, report),
    ...hostOf(service, values, report),
    ...(isTrue(service.definition.init) && { shareProcessNamespace: true }),
    ...platformOf(service, values, report),
    ...affinityOf(service, together, canBeReplicated, input),
    ...(!service.isJob && {
      terminationGracePeriodSeconds: (service.isFinite ? 0 : DRAIN_SECONDS) + graceSeconds(service, values, report),
    }),
    ...(canBeReplicated && spreading(input, service)),
    ...(init.length > 0 && { initContainers: init }),
    containers: [containerOf(service, keepsData, volumes, parts)],
    ...(volumes.volumes.length > 0 && { volumes: volumes.volumes }),
  };
  return {
    template: { metadata: { labels, ...(Object.keys(annotations).length > 0 && { annotations }) }, spec },
    volumes,
  };
}

/** A short digest of all that a job runs, for its name. */
export function digestOfJob(service: ClusterService, { template }: Pod, files: ClusterFiles): string {
  return createHash('sha256')
    .update(JSON.stringify([template, files.contentOf(service)]))
    .digest('hex')
    .slice(0, 8);
}

function containerOf(
  service: ClusterService,
  keepsData: boolean,
  volumes: PodVolumes,
  parts: PodParts,
): { [key: string]: any } {
  const { input, images, values, report } = parts;
  const { name, object, definition, traits, isFinite } = service;
  const environment = new Map(
    [...environmentOf(definition)].filter(([variable]) => !traits.omittedEnvironment?.includes(variable)),
  );
  const env = [
    ...clusterEnvironment(service, input, values.environment(name, environment)),
    ...oldPodsEnvironment(service, parts),
  ];
  const command = argumentsOf(definition.entrypoint);
  const args = traits.schedule?.arguments ?? argumentsOf(definition.command);
  const ports = isReachable(service) ? portsOf(service, values, report) : [];
  const signal = definition.stop_signal && values.resolve(name, definition.stop_signal).replace(/^(?!SIG)/, 'SIG');
  if (signal && !SIGNAL.test(signal)) {
    report.error(name, `its \`stop_signal\` "${signal}" is not the name of a signal`, 'give one such as "SIGQUIT"');
  }
  return {
    name: object,
    image: images.imageOf(service),
    ...images.pullPolicyOf(service),
    ...(command && command.length > 0 && { command: values.words(name, command) }),
    ...(args && args.length > 0 && { args: values.words(name, args) }),
    ...(definition.working_dir !== undefined && { workingDir: values.resolve(name, definition.working_dir) }),
    ...(isTrue(definition.tty) && { tty: true }),
    ...(isTrue(definition.stdin_open) && { stdin: true }),
    ...(env.length > 0 && { env }),
    ...(ports.length > 0 && {
      ports: ports.map(({ port, protocol }) => ({ containerPort: port, ...(protocol !== 'TCP' && { protocol }) })),
    }),
    ...probesOf(service, keepsData, values, report),
    ...(!isFinite && {
      lifecycle: { preStop: { sleep: { seconds: DRAIN_SECONDS } }, ...(signal && { stopSignal: signal }) },
    }),
    resources: resourcesOf(service, values, report),
    securityContext: containerSecurity(service, values, report),
    ...(volumes.mounts.length > 0 && { volumeMounts: volumes.mounts }),
  };
}

/** Labels and annotations are annotations of pods: the values of labels would have to be short and plain. */
function annotationsOf(
  { name, definition }: ClusterService,
  values: Values,
  report: Report,
): { [key: string]: string } {
  const entries = [...entriesOf(definition.annotations), ...entriesOf(definition.labels)].filter(
    ([key]) => !key.startsWith(CONFIG_DIGEST), // kustomize adds a digest to the name of the config itself
  );
  for (const [key] of entries.filter(([each]) => !isAnnotation(each))) {
    report.error(
      name,
      `its label "${key}" is not a valid name of an annotation`,
      'use letters, digits, dashes and dots, with one slash',
    );
  }
  return Object.fromEntries(entries.map(([key, value]) => [key, values.resolve(name, value ?? '')]));
}

function isAnnotation(key: string): boolean {
  return /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(key);
}

/** What the pod calls itself and others: `hostname`, `extra_hosts`, `dns…`, `stop_signal` of Linux. */
function hostOf({ name, definition }: ClusterService, values: Values, report: Report): { [key: string]: any } {
  const list = (key: string) => [definition[key] ?? []].flat().map(each => values.resolve(name, each));
  const hosts = extraHostsOf(definition.extra_hosts, text => values.resolve(name, text)).flatMap(
    ({ host, addresses }) => addresses.map(address => ({ host, address })),
  );
  for (const { host, address } of hosts.filter(each => each.address === 'host-gateway')) {
    report.error(name, `\`extra_hosts\` leads "${host}" to ${address}, and a pod knows no host`, 'give an address');
  }
  if (list('dns').length > 0) {
    report.warning(
      name,
      'dns',
      'is asked only where the name server of the cluster does not answer',
      'let the name server of the cluster forward requests there',
    );
  }
  const dns = {
    ...(list('dns').length > 0 && { nameservers: list('dns') }),
    ...(list('dns_search').length > 0 && { searches: list('dns_search') }),
    ...(list('dns_opt').length > 0 && {
      options: list('dns_opt').map(option => {
        const [key, value] = option.split(':');
        return { name: key, ...(value !== undefined && { value }) };
      }),
    }),
  };
  const hostname = definition.hostname === undefined ? undefined : values.resolve(name, definition.hostname);
  if (hostname !== undefined && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(hostname)) {
    report.error(
      name,
      `its \`hostname\` "${hostname}" is not a single label`,
      'give lower-case letters, digits and dashes',
    );
  }
  return {
    ...(definition.stop_signal !== undefined && { os: { name: 'linux' } }),
    ...(hostname !== undefined && { hostname }),
    ...(hosts.length > 0 && {
      hostAliases: [...new Set(hosts.map(({ address }) => address))].map(ip => ({
        ip,
        hostnames: hosts.filter(({ address }) => address === ip).map(({ host }) => host),
      })),
    }),
    ...(Object.keys(dns).length > 0 && { dnsConfig: dns }),
  };
}

/** `linux/arm64` chooses nodes. */
function platformOf({ name, definition }: ClusterService, values: Values, report: Report): { [key: string]: any } {
  if (definition.platform === undefined) {
    return {};
  }
  const [os, arch] = values.resolve(name, definition.platform).split('/');
  if (os !== 'linux') {
    report.error(name, `its \`platform\` is ${os}, and pods run on Linux here`, 'give "linux/amd64" or "linux/arm64"');
  }
  return { nodeSelector: { 'kubernetes.io/os': os, ...(arch && { 'kubernetes.io/arch': arch }) } };
}

/**
 * Pods that share a claim which one node alone can attach come to one node; the first of them chooses it. Pods of one
 * service avoid a node that has one of them.
 */
function affinityOf(
  service: ClusterService,
  together: string[],
  canBeReplicated: boolean,
  input: ClusterInput,
): { [key: string]: any } {
  const topologyKey = 'kubernetes.io/hostname';
  const affinity = {
    ...(together.length > 0 && {
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: together.map(label => ({
          labelSelector: { matchLabels: { [label]: 'true' } },
          topologyKey,
        })),
      },
    }),
    ...(canBeReplicated && {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { labelSelector: { matchLabels: selectorOf(input, service) }, topologyKey },
          },
        ],
      },
    }),
  };
  return Object.keys(affinity).length > 0 ? { affinity } : {};
}

/** Pods of one service come to several nodes and zones, as far as there are some. */
function spreading(input: ClusterInput, service: ClusterService): { [key: string]: any } {
  const labelSelector = { matchLabels: selectorOf(input, service) };
  return {
    topologySpreadConstraints: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map(topologyKey => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector,
    })),
  };
}

function graceSeconds({ name, definition }: ClusterService, values: Values, report: Report): number {
  const millis = millisOf(values.resolve(name, definition.stop_grace_period ?? DEFAULT_GRACE));
  if (millis === undefined) {
    report.error(name, 'its `stop_grace_period` is not a duration', 'give one such as "30s"');
  }
  return Math.ceil((millis ?? 0) / 1000);
}
