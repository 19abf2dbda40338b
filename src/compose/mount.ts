import { Config } from './config';
import { Volume } from './volume';

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
 * Something that a container sees at a path of its own.
 */
export class Mount {
  /**
   * A named volume, kept when the container goes.
   */
  public static volume(volume: Volume, target: string, options: MountOptions = {}): Mount {
    return new Mount('volumes', { type: 'volume', source: volume.name, target, read_only: options.readOnly });
  }

  /**
   * A file or folder of the host. A relative path starts at the app's directory: `./data`.
   *
   * A path that does not exist is an error at start; Docker does not make a folder of it.
   */
  public static bind(source: string, target: string, options: MountOptions = {}): Mount {
    return new Mount('volumes', { type: 'bind', source, target, read_only: options.readOnly, bind: { create_host_path: false } });
  }

  /**
   * Memory, gone when the container stops.
   */
  public static tmpfs(target: string, options: TmpfsOptions = {}): Mount {
    return new Mount('volumes', { type: 'tmpfs', target, tmpfs: options.size ? { size: options.size } : undefined });
  }

  /**
   * A file of the app that the container may read.
   */
  public static config(config: Config, target: string): Mount {
    return new Mount('configs', { source: config.name, target }, config);
  }

  private constructor(
    /** The key of the service that holds the mount: `volumes` or `configs`. */
    public readonly section: string,
    private readonly definition: { [key: string]: any },
    /** The file of the app that is mounted, if it is one. */
    public readonly source?: Config,
  ) {}

  /**
   * The mount as a definition of the compose specification.
   */
  public toDefinition(): { [key: string]: any } {
    return { ...this.definition };
  }
}
