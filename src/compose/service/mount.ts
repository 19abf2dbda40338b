import { isAbsolute, resolve } from 'node:path/posix';
import { isDeepStrictEqual } from 'node:util';
import { containerPath, hostPath, PathKind } from '../app/app-path';
import { nameOf } from '../element/compose-element';
import { Config } from '../resource/config';
import { Volume } from '../resource/volume';
import { Secret } from '../secret/secret';

/** Where a container sees secrets, unless told otherwise. */
const SECRETS_FOLDER = '/run/secrets';

/**
 * Options of a mount.
 */
export interface MountOptions {
  /**
   * Whether the container may only read.
   *
   * @default false
   */
  readonly readOnly?: boolean;
}

/**
 * Who may read a config or secret in the container.
 */
export interface FileMountOptions {
  /**
   * The number of the user who owns the file.
   *
   * @default - 0, root; for a `file` its owner on the host
   */
  readonly uid?: string;

  /**
   * The number of the group that owns the file.
   *
   * @default - 0, root; for a `file` its group on the host
   */
  readonly gid?: string;

  /**
   * Who may read the file, in octal: `0440`.
   *
   * @default - 0444; for a `file` its mode on the host
   */
  readonly mode?: string;
}

/**
 * Where a container sees a secret, and who may read it there.
 */
export interface SecretMountOptions extends FileMountOptions {
  /**
   * The path in the container; a name alone is one in `/run/secrets`.
   *
   * @default - the name of the secret
   */
  readonly target?: string;
}

/**
 * Options of a mount of a file or folder of the host.
 */
export interface BindOptions extends MountOptions {
  /**
   * Whether Docker makes a folder, owned by root, where the host has nothing at the path.
   *
   * @default false - a path that does not exist is an error at start
   */
  readonly createHostPath?: boolean;
}

/**
 * Options of a memory-backed mount.
 */
export interface TmpfsOptions {
  /**
   * The size in bytes, with a unit: `64m`.
   *
   * @default - half of the host's memory, the kernel's own limit
   */
  readonly size?: string;
}

/**
 * Where a container sees a secret.
 *
 * @param target an absolute path, or one in `/run/secrets`
 * @throws when it is neither
 * @internal
 */
export function secretPath(secret: Secret, target: string = nameOf(secret)): string {
  return isAbsolute(target)
    ? containerPath('Mount.secret', 'target', target)
    : containerPath('Mount.secret', 'target', target, SECRETS_FOLDER);
}

/**
 * Something that a container sees at a path of its own.
 */
export class Mount {
  /**
   * A named volume, kept when the container goes.
   */
  public static volume(volume: Volume, target: string, options: MountOptions = {}): Mount {
    return new Mount('volumes', {
      type: 'volume',
      source: nameOf(volume),
      target: containerPath('Mount.volume', 'target', target),
      read_only: options.readOnly,
    });
  }

  /**
   * A file or folder of the host. A relative path starts at the app's directory: `./data`.
   *
   * A path that does not exist is an error at start; Docker does not make a folder of it, unless asked to.
   */
  public static bind(source: string, target: string, options: BindOptions = {}): Mount {
    return new Mount('volumes', {
      type: 'bind',
      source: hostPath('Mount.bind', 'source', source, PathKind.ANY),
      target: containerPath('Mount.bind', 'target', target),
      read_only: options.readOnly,
      bind: { create_host_path: options.createHostPath ?? false },
    });
  }

  /**
   * Memory, gone when the container stops.
   */
  public static tmpfs(target: string, options: TmpfsOptions = {}): Mount {
    return new Mount('volumes', {
      type: 'tmpfs',
      target: containerPath('Mount.tmpfs', 'target', target),
      tmpfs: options.size ? { size: options.size } : undefined,
    });
  }

  /**
   * A file of the app that the container may read.
   */
  public static config(config: Config, target: string, options: FileMountOptions = {}): Mount {
    return new Mount(
      'configs',
      {
        source: nameOf(config),
        target: containerPath('Mount.config', 'target', target),
        uid: options.uid,
        gid: options.gid,
        mode: options.mode,
      },
      config,
    );
  }

  /**
   * A secret that the container may read, at `/run/secrets/<name>` unless `target` says otherwise.
   */
  public static secret(secret: Secret, options: SecretMountOptions = {}): Mount {
    const { target, uid, gid, mode } = options;
    secretPath(secret, target);
    return new Mount('secrets', { source: nameOf(secret), target, uid, gid, mode });
  }

  private constructor(
    /** The key of the service that holds the mount: `volumes`, `configs` or `secrets`. */
    public readonly section: string,
    private readonly definition: { [key: string]: any },
    /** The file of the app that is mounted, if it is one. */
    public readonly source?: Config,
  ) {}

  /**
   * The path at which the container sees it.
   *
   * @internal
   */
  public get _path(): string {
    const { source, target } = this.definition;
    return this.section === 'secrets' ? resolve(SECRETS_FOLDER, target ?? source) : target;
  }

  /**
   * Whether the other mount is the same: of the same thing, at the same path, with the same options.
   */
  public equalTo(other: Mount): boolean {
    return this.section === other.section && isDeepStrictEqual(this.definition, other.definition);
  }

  /**
   * The mount as a definition of the compose specification.
   */
  public toDefinition(): { [key: string]: any } {
    return { ...this.definition };
  }
}

/**
 * Labels that change with the content of configs: `docker compose up` leaves a container alone when only that has
 * changed, but not when a label has.
 *
 * @internal
 */
export function configDigests(mounts: Mount[]): { [label: string]: string } {
  return Object.fromEntries(
    mounts.flatMap(({ source }) => (source?.digest ? [[`projen-mlflow.config.${nameOf(source)}`, source.digest]] : [])),
  );
}
