import { basename, dirname } from 'node:path/posix';
import { Claim, clusterMounts, isScratch } from './claims';
import { bytesOf, type ServiceMount } from '../../../compose/internal';
import { ClusterService } from '../cluster-service';
import { ClusterFiles, FileSource } from '../files';
import { objectName } from '../object-name';
import { bytesQuantity, isQuantity } from '../quantity';
import { Report } from '../report';
import { Values } from '../values';

/** Where Compose mounts secrets. */
const SECRETS_FOLDER = '/run/secrets';

/** Secrets may be read by the group of the pod alone, configs by all. */
const MODES = { secret: 0o440, configMap: 0o444 };

/** What a scratch volume may hold unless `configure` says it. */
const SCRATCH_SIZE = '20Gi';

/**
 * The volumes of a pod and where its container sees them.
 */
export interface PodVolumes {
  readonly volumes: { [key: string]: any }[];
  readonly mounts: { [key: string]: any }[];
  /** The names of claims that a StatefulSet makes for it. */
  readonly ownClaims: Claim[];
  /** The names of claims that it shares with pods of other services. */
  readonly sharedClaims: Claim[];
}

/**
 * The volumes of a service in a pod: claims, scratch space, memory, configs and secrets.
 */
export function podVolumes(
  service: ClusterService,
  claims: ReadonlyMap<string, Claim>,
  files: ClusterFiles,
  values: Values,
  report: Report,
): PodVolumes {
  const volumes = new Map<string, { [key: string]: any }>();
  const mounts: { [key: string]: any }[] = [];
  const used = new Set<Claim>();
  const secrets: { target: string; file: FileSource }[] = [];
  for (const mount of clusterMounts(service)) {
    const { target, type, readOnly, writtenTarget } = mount;
    if (target === undefined) {
      report.error(service.name, `a variable decides the path "${writtenTarget}" of a mount`, 'write it out');
    } else if (type === 'volume') {
      const claim = isScratch(service, mount) ? undefined : claims.get(mount.source!);
      const name = claim?.object ?? scratchName(mount);
      if (claim) {
        used.add(claim);
      }
      if (claim?.isOwn !== true) {
        volumes.set(
          name,
          claim
            ? { persistentVolumeClaim: { claimName: claim.object } }
            : { emptyDir: { sizeLimit: scratchSize(service, report) } },
        );
      }
      mounts.push({ name, mountPath: target, ...(readOnly && { readOnly: true }), ...subPathOf(service, mount) });
    } else if (type === 'tmpfs') {
      const name = scratchName(mount);
      volumes.set(name, { emptyDir: { medium: 'Memory', ...memorySize(service, mount, values) } });
      mounts.push({ name, mountPath: target, ...(readOnly && { readOnly: true }) });
    } else if (type === 'config' || type === 'secret') {
      const file = files.sourceOf(service, mount);
      if (type === 'secret' && dirname(target) === SECRETS_FOLDER) {
        secrets.push({ target, file });
      } else {
        const name = `${type}-${objectName(mount.source!)}`.slice(0, 63);
        volumes.set(name, fileVolume(file));
        mounts.push({ name, mountPath: target, subPath: file.key, readOnly: true });
      }
    } else {
      report.error(
        service.name,
        type === 'bind'
          ? `it mounts "${mount.source}" of the host, which a pod cannot see`
          : `a mount of the type "${type}" is not translated`,
        'make it a `Config` or a named volume, or copy it into the image',
      );
    }
  }
  if (secrets.length > 0) {
    volumes.set('secrets', { projected: { defaultMode: MODES.secret, sources: secretSources(secrets) } });
    mounts.push({ name: 'secrets', mountPath: SECRETS_FOLDER, readOnly: true });
  }
  const shared = values.resolve(service.name, service.definition.shm_size ?? '');
  if (shared !== '') {
    volumes.set('shared-memory', { emptyDir: { medium: 'Memory', sizeLimit: bytesQuantity(bytesOf(shared) ?? 0) } });
    mounts.push({ name: 'shared-memory', mountPath: '/dev/shm' });
  }
  return {
    volumes: [...volumes].map(([name, source]) => ({ name, ...source })),
    mounts,
    ownClaims: [...used].filter(({ isOwn }) => isOwn),
    sharedClaims: [...used].filter(({ isOwn }) => !isOwn),
  };
}

/** The files of a folder, each from its own object. */
function secretSources(secrets: { target: string; file: FileSource }[]): { [key: string]: any }[] {
  return secrets.map(({ target, file: { object, key, mode } }) => ({
    secret: {
      name: object,
      items: [{ key, path: basename(target), ...(mode !== undefined && { mode }) }],
    },
  }));
}

function fileVolume({ source, object, mode }: FileSource): { [key: string]: any } {
  const defaultMode = mode ?? MODES[source];
  return source === 'secret'
    ? { secret: { secretName: object, defaultMode } }
    : { configMap: { name: object, defaultMode } };
}

/** The name of a volume that is there as long as its pod: by its path, `tmp` of `/tmp`. */
function scratchName({ target, source, type }: ServiceMount): string {
  return objectName(type === 'volume' && source !== undefined ? source : `scratch${target}`);
}

function scratchSize({ name, settings }: ClusterService, report: Report): string {
  const size = settings.storage?.size ?? SCRATCH_SIZE;
  if (!isQuantity(size)) {
    report.error(name, `Kubernetes cannot read the size "${size}"`, 'give a number with a unit: "50Gi"');
  }
  return size;
}

/** The part of a volume that a mount shows. */
function subPathOf({ definition }: ClusterService, { target }: ServiceMount): { subPath?: string } {
  const long = (definition.volumes ?? []).find((each: any) => each?.target === target);
  return long?.volume?.subpath === undefined ? {} : { subPath: String(long.volume.subpath) };
}

/** The size of a path in memory, of the short form `/tmp:size=64m` or the long one. */
function memorySize(
  { name, definition }: ClusterService,
  { target }: ServiceMount,
  values: Values,
): { sizeLimit?: string } {
  const short = [definition.tmpfs ?? []]
    .flat()
    .map(each => values.resolve(name, each))
    .find(each => each.split(':')[0].replace(/\/+$/, '') === target);
  const long = (definition.volumes ?? []).find((each: any) => each?.target === target)?.tmpfs?.size;
  const size = bytesOf(/[:,]size=([^,]+)/.exec(short ?? '')?.[1] ?? long ?? '');
  return size ? { sizeLimit: bytesQuantity(size) } : {};
}
