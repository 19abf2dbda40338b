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
   * Whether the mount is read-only.
   *
   * @default false
   */
  readonly readOnly?: boolean;
}

/**
 * The owner and mode of a config or secret in the container.
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
 * The path of a secret in the container, its owner and mode.
 */
export interface SecretMountOptions extends FileMountOptions {
  /**
   * The path in the container, absolute or relative to `/run/secrets`.
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
   * Whether Docker creates a folder, owned by root, if the path does not exist on the host.
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
 * The path of a secret in a container.
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
 * Something that is mounted in a container: a volume, a file or folder of the host, memory, a config or a secret.
 */
export class Mount {
  /**
   * A named volume, which is kept when the container is removed.
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
   * A file or folder of the host. A path is absolute, or relative to the app's directory: `./data`.
   *
   * A path that does not exist is an error at start, unless `createHostPath` is set.
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
   * A file system in memory, which is lost when the container stops.
   */
  public static tmpfs(target: string, options: TmpfsOptions = {}): Mount {
    return new Mount('volumes', {
      type: 'tmpfs',
      target: containerPath('Mount.tmpfs', 'target', target),
      tmpfs: options.size ? { size: options.size } : undefined,
    });
  }

  /**
   * A config, read-only.
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
   * A secret, read-only, at `/run/secrets/<name>` unless `target` is given.
   */
  public static secret(secret: Secret, options: SecretMountOptions = {}): Mount {
    const { target, uid, gid, mode } = options;
    secretPath(secret, target);
    return new Mount('secrets', { source: nameOf(secret), target, uid, gid, mode });
  }

  private constructor(
    /** The key of the service that contains the mount: `volumes`, `configs` or `secrets`. */
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
 * Labels that change with the content of configs. `docker compose up` recreates a container if a label has changed, but
 * not if only the content of a config has.
 *
 * @internal
 */
export function configDigests(mounts: Mount[]): { [label: string]: string } {
  return Object.fromEntries(
    mounts.flatMap(({ source }) => (source?.digest ? [[`projen-mlflow.config.${nameOf(source)}`, source.digest]] : [])),
  );
}
