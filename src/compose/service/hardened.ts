import { Service } from './service';
import { ServiceMixin } from './service-mixin';
import { containerPath } from '../app/app-path';
import { checkOptions } from '../element/check-props';

/**
 * Properties of `Hardened`.
 */
export interface HardenedProps {
  /**
   * The Linux capabilities that the services keep: `['NET_BIND_SERVICE']`.
   *
   * @default - none
   */
  readonly capabilities?: string[];

  /**
   * Whether the root file system of the containers is read-only.
   *
   * @default false
   */
  readonly readOnly?: boolean;

  /**
   * Paths in memory that a read-only container may write to, except those at which the service mounts something.
   *
   * @default ['/tmp']
   */
  readonly tmpfs?: string[];

  /**
   * The number of processes and threads that a container may have.
   *
   * @default 512
   */
  readonly pids?: number;

  /**
   * Whether an init process runs in the containers, which forwards signals and reaps processes.
   *
   * @default - that of each service; Compose itself starts no init process
   */
  readonly init?: boolean;
}

/**
 * A mixin that hardens services: it drops capabilities, prevents new privileges by `setuid` programs, limits the number
 * of processes and, optionally, makes the root file system read-only.
 *
 * `app.with(new Hardened())` hardens all services that the app has by then, `service.with(new Hardened())` one.
 */
export class Hardened extends ServiceMixin {
  private readonly props: HardenedProps;

  constructor(props: HardenedProps = {}) {
    super();
    checkOptions('Hardened', 'HardenedProps', props, new.target === Hardened);
    // options follow a colon
    props.tmpfs?.forEach(entry => containerPath('Hardened', 'tmpfs', entry.split(':')[0]));
    this.props = props;
  }

  /**
   * The keys of a service that harden it.
   *
   * @param mounted paths at which the service mounts something
   */
  public toDefinition(mounted: string[]): { [key: string]: any } {
    const { capabilities, readOnly, tmpfs, pids, init } = this.props;
    const inMemory = (tmpfs ?? ['/tmp']).filter(path => !mounted.includes(path));
    return {
      cap_drop: ['ALL'],
      ...(capabilities && { cap_add: capabilities }),
      security_opt: ['no-new-privileges:true'],
      // Not `pids_limit`: Compose refuses both keys with two values, and ResourceLimits sets this one.
      deploy: { resources: { limits: { pids: pids ?? 512 } } },
      ...(init !== undefined && { init }),
      ...(readOnly && { read_only: true }),
      ...(readOnly && inMemory.length > 0 && { tmpfs: inMemory }),
    };
  }

  protected applyToService(service: Service): void {
    const {
      security_opt: options,
      tmpfs = [],
      deploy,
      ...keys
    } = this.toDefinition(this.props.readOnly ? service.mountedPaths : []);
    for (const [key, value] of Object.entries(keys)) {
      this.addOverride(service, key, value);
    }
    this.addOverride(service, 'deploy.resources.limits.pids', deploy.resources.limits.pids);
    this.addToArray(service, 'security_opt', ...options);
    if (tmpfs.length > 0) {
      this.addToArray(service, 'tmpfs', ...tmpfs);
    }
  }
}
