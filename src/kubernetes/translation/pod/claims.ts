import { mountsOf, type ServiceMount } from '../../../compose/internal';
import { KubernetesAccessMode } from '../../service-options';
import { ClusterInput, KubernetesObject } from '../cluster-input';
import { appLabels, ClusterService, ClusterServices, WorkloadKind } from '../cluster-service';
import { objectName } from '../object-name';
import { isQuantity } from '../quantity';
import { Report } from '../report';

const DEFAULT_SIZE = '10Gi';

/** A label of the pods that mount one claim, by which they come to one node. */
export function claimLabel(claim: string): string {
  return `claim.projen-mlflow/${claim}`;
}

/**
 * A named volume in the cluster.
 */
export interface Claim {
  readonly volume: string;
  readonly object: string;
  /** The services that mount it. */
  readonly services: readonly ClusterService[];
  /** Whether pods of several nodes may mount it. */
  readonly isShareable: boolean;
  /** Whether a StatefulSet makes it: one service alone mounts it. */
  readonly isOwn: boolean;
}

/** The mounts of a service that it has in a cluster. */
export function clusterMounts({ definition, traits }: ClusterService): ServiceMount[] {
  return mountsOf(definition).filter(({ target }) => !traits.omittedMounts?.includes(target!));
}

/** Whether a mount holds nothing that must be kept. */
export function isScratch({ traits }: ClusterService, { target, source }: ServiceMount): boolean {
  return source === undefined || (traits.scratchMounts?.includes(target!) ?? false);
}

/**
 * The claims of an app, by volume.
 */
export function claimsOf(input: ClusterInput, services: ClusterServices, report: Report): ReadonlyMap<string, Claim> {
  const users = new Map<string, ClusterService[]>();
  for (const service of services.values()) {
    for (const mount of clusterMounts(service)) {
      if (mount.type === 'volume' && !isScratch(service, mount)) {
        const known = users.get(mount.source!) ?? [];
        users.set(mount.source!, known.includes(service) ? known : [...known, service]);
      }
    }
  }
  const claims = new Map<string, Claim>();
  for (const [volume, mounting] of users) {
    checkVolume(volume, input, report);
    claims.set(volume, {
      volume,
      object: objectName(volume),
      services: mounting,
      isShareable: mounting.some(
        ({ settings }) => settings.storage?.accessMode === KubernetesAccessMode.READ_WRITE_MANY,
      ),
      isOwn: mounting.length === 1 && !mounting[0].isFinite,
    });
  }
  for (const { services: mounting, volume, isShareable } of claims.values()) {
    const replicated = mounting.find(({ isReplicated }) => isReplicated);
    if (replicated && !isShareable) {
      report.error(
        replicated.name,
        `several pods would share the volume "${volume}", which only one pod may mount`,
        sharingRemedy(replicated, volume),
      );
    }
  }
  return claims;
}

function sharingRemedy(service: ClusterService, volume: string): string {
  const { target } = clusterMounts(service).find(({ source }) => source === volume)!;
  return (
    service.traits.sharingRemedies?.[target!] ??
    'leave it at one replica, keep the data in a database or object store, or give it a file system that pods share: ' +
      '`storage: { accessMode: KubernetesAccessMode.READ_WRITE_MANY }`'
  );
}

/** What a service becomes: a StatefulSet if it has a claim of its own. */
export function kindOf(service: ClusterService, claims: ReadonlyMap<string, Claim>): WorkloadKind {
  const hasOwn = [...claims.values()].some(({ isOwn, services }) => isOwn && services.includes(service));
  return service.isJob ? 'Job' : hasOwn ? 'StatefulSet' : 'Deployment';
}

/** The keys of a volume of the compose file that mean something in a cluster: none. */
function checkVolume(volume: string, { definition }: ClusterInput, report: Report): void {
  const { driver, driver_opts: options, external } = definition.volumes?.[volume] ?? {};
  if (external) {
    report.clusterError(
      `the volume "${volume}" is external, which is not translated yet`,
      'let the app make it, and copy the data',
    );
  }
  if ((driver && driver !== 'local') || Object.keys(options ?? {}).length > 0) {
    report.clusterError(
      `the volume "${volume}" has a driver of the engine`,
      'choose a storage class in `configure`: `storage: { className: … }`',
    );
  }
}

/** The specification of a claim. */
export function claimSpec({ settings, name }: ClusterService, report: Report): { [key: string]: any } {
  const { size = DEFAULT_SIZE, className, accessMode = KubernetesAccessMode.READ_WRITE_ONCE } = settings.storage ?? {};
  if (!isQuantity(size)) {
    report.error(name, `Kubernetes cannot read the size "${size}"`, 'give a number with a unit: "50Gi"');
  }
  return {
    accessModes: [accessMode],
    ...(className !== undefined && { storageClassName: className }),
    resources: { requests: { storage: size } },
    volumeMode: 'Filesystem',
  };
}

/** The objects of claims that no StatefulSet makes. They outlive `:delete`. */
export function claimObjects(input: ClusterInput, claims: Iterable<Claim>, report: Report): KubernetesObject[] {
  return [...claims]
    .filter(({ isOwn }) => !isOwn)
    .map(({ object, services }) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: object, labels: { ...appLabels(input), 'projen-mlflow/kept': 'true' } },
      spec: claimSpec(services.find(({ settings }) => settings.storage) ?? services[0], report),
    }));
}
