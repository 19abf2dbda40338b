import { ClusterInput, ClusterOutput, KubernetesObject } from './cluster-input';
import { appLabels, appSelector, ClusterService, clusterServices } from './cluster-service';
import { ClusterFiles } from './files';
import { ImageBook } from './images';
import { FOLDER, kustomizationOf, objectsText } from './kustomization';
import { entryObjects } from './network/entry';
import { networkPolicies } from './network/network-policies';
import { serviceObjects } from './network/service-object';
import { isHostLabel } from './object-name';
import { withOverrides } from './object-overrides';
import { claimObjects, claimsOf } from './pod/claims';
import { jobStatusObjects } from './pod/job-status';
import { oldPodsRights } from './pod/old-pods';
import { PodParts } from './pod/pod';
import { signalObjects } from './pod/waiting';
import { checkWaits, waitsOf } from './pod/waits';
import { cronJobObjects, jobObjects, workloadObjects } from './pod/workload';
import { Report } from './report';
import { reportKeys } from './service-keys';
import { reportTopLevelKeys } from './top-level-keys';
import { Values } from './values';
import { dependenciesOf, toQuotedYaml } from '../../compose/internal';

/** The groups of objects that belong to no service; a service has a group of its name. */
const GROUPS = {
  namespace: 'namespace',
  claims: 'claims',
  policies: 'network-policies',
  waiting: 'waiting',
  entry: 'entry',
  secrets: 'external-secrets',
};

/**
 * Translates an app for a cluster. Whatever is wrong is in the output: nothing is thrown.
 */
export function translate(input: ClusterInput): ClusterOutput {
  const report = new Report(input);
  checkInput(input, report);
  reportTopLevelKeys(input, report);
  const services = clusterServices(input, report);
  services.forEach(({ name, definition }) => reportKeys(name, definition, report));
  const values = new Values(input, report);
  const files = new ClusterFiles(input, values, report);
  const images = new ImageBook(input, values, report);
  const claims = claimsOf(input, services, report);
  checkWaits(services, report);
  const waits = new Map([...services.values()].map(service => [service.name, waitsOf(service, services)]));
  const parts: PodParts = { input, services, claims, files, images, values, report, waits, jobs: new Map() };
  const groups = new Map<string, KubernetesObject[]>();
  groups.set(GROUPS.namespace, input.createNamespace ? [namespaceObject(input)] : []);
  groups.set(GROUPS.claims, claimObjects(input, claims.values(), report));
  groups.set(GROUPS.policies, networkPolicies(input, services, report));
  // jobs first, those first that others wait for: the pods that wait name them
  for (const service of inOrder([...services.values()].filter(({ isJob }) => isJob))) {
    groups.set(service.object, jobObjects(service, parts));
  }
  for (const service of [...services.values()].filter(({ isJob }) => !isJob)) {
    groups.set(
      service.object,
      service.isFinite
        ? cronJobObjects(service, parts)
        : [...workloadObjects(service, parts), ...serviceObjects(service, input, values, report)],
    );
  }
  groups.set(GROUPS.waiting, [
    ...signalObjects(input, waits.values()),
    ...jobStatusObjects(input, parts.jobs, oldPodsRights(parts)),
  ]);
  groups.set(GROUPS.entry, entryObjects(input, services, report));
  groups.set(GROUPS.secrets, files.externalSecret() as KubernetesObject[]);
  return outputOf(input, groups, parts);
}

function outputOf(
  input: ClusterInput,
  groups: Map<string, KubernetesObject[]>,
  { files, images, report, services }: PodParts,
): ClusterOutput {
  const objects = withOverrides(input, [...groups.values()].flat(), report);
  checkObjectNames(objects, report);
  const written = new Map<string, KubernetesObject[]>();
  let index = 0;
  for (const [group, made] of groups) {
    if (made.length > 0) {
      written.set(group, objects.slice(index, index + made.length));
    }
    index += made.length;
  }
  const kustomization = kustomizationOf(input, written.keys(), files);
  const notesOf = (group: string) =>
    [...report.notes].filter(note =>
      [...services.values()].some(({ name, object }) => object === group && note.startsWith(`${name}: `)),
    );
  return {
    files: new Map<string, () => string>([
      ['kustomization.yaml', () => toQuotedYaml(kustomization)],
      ...[...written].map(([group, made]): [string, () => string] => [
        `${FOLDER}/${group}.yaml`,
        () => objectsText(made, notesOf(group)),
      ]),
    ]),
    objects,
    kustomization,
    images: [...images.built.values()],
    selector: appSelector(input),
    workloads: objects
      .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
      .map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`),
    errors: [...report.errors],
    warnings: [...report.warnings],
    notes: [...report.notes],
  };
}

/** Jobs in an order in which each comes after those that it waits for. */
function inOrder(jobs: ClusterService[]): ClusterService[] {
  const ordered: ClusterService[] = [];
  const add = (job: ClusterService) => {
    const needed = dependenciesOf(job.definition);
    jobs.filter(other => needed.has(other.name) && !ordered.includes(other)).forEach(add);
    ordered.push(job);
  };
  jobs.forEach(job => ordered.includes(job) || add(job));
  return ordered;
}

function namespaceObject(input: ClusterInput): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: input.namespace,
      labels: {
        ...appLabels(input),
        'projen-mlflow/kept': 'true',
        'pod-security.kubernetes.io/enforce': 'restricted',
      },
    },
  };
}

function checkInput({ namespace, imageRepository, secrets }: ClusterInput, report: Report): void {
  if (!isHostLabel(namespace) || ['default', 'kube-system', 'kube-public', 'kube-node-lease'].includes(namespace)) {
    report.clusterError(
      `"${namespace}" is not a valid namespace for an app`,
      'give a name of its own, of lower-case letters, digits and dashes',
    );
  }
  if (imageRepository !== undefined && !/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/.test(imageRepository)) {
    report.clusterError(
      `"${imageRepository}" is not a registry and folder`,
      "give them without scheme and tag: 'registry.example.com/ml'",
    );
  }
  if (secrets.name !== undefined && !isHostLabel(secrets.name)) {
    report.clusterError(
      `"${secrets.name}" is not a valid name of a Secret`,
      'use lower-case letters, digits and dashes',
    );
  }
}

function checkObjectNames(objects: readonly KubernetesObject[], report: Report): void {
  const seen = new Set<string>();
  for (const { kind, metadata } of objects) {
    const name = `${kind}/${metadata.name}`;
    if (seen.has(name)) {
      report.clusterError(`two objects are called ${name}`, 'give one of the services another id');
    }
    seen.add(name);
  }
}
