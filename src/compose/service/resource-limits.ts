import { Service } from './service';
import { ServiceMixin } from './service-mixin';
import { checkOptions, defined } from '../element/check-props';

/**
 * Properties of `ResourceLimits`.
 */
export interface ResourceLimitsProps {
  /**
   * The memory that a container may use, in bytes with a unit: `512m`, `2g`. If it uses more, the kernel kills it.
   *
   * @default - no limit
   */
  readonly memory?: string;

  /**
   * The number of processors that a container may use: `0.5` is half of one.
   *
   * @default - no limit
   */
  readonly cpus?: number;

  /**
   * The number of processes and threads that a container may have.
   *
   * @default - as many as the engine allows
   */
  readonly pids?: number;

  /**
   * The memory that is reserved for a container when the host runs out of memory, in bytes with a unit.
   *
   * @default - none
   */
  readonly memoryReservation?: string;
}

/**
 * A mixin that limits the resources of services.
 *
 * `app.with(new ResourceLimits({ memory: '1g' }))` limits each service that the app has by then, `service.with(…)` one.
 */
export class ResourceLimits extends ServiceMixin {
  private readonly props: ResourceLimitsProps;

  /**
   * @throws when a size of memory is not valid or has no unit
   */
  constructor(props: ResourceLimitsProps) {
    super();
    checkOptions('ResourceLimits', 'ResourceLimitsProps', props, new.target === ResourceLimits);
    this.props = props;
    for (const size of [props.memory, props.memoryReservation]) {
      if (size !== undefined && !/^\d+(\.\d+)?(b|[kmg]b?)$/i.test(size)) {
        throw new Error(
          `[ResourceLimits] "${size}" is not a size of memory; give a number and its unit, such as "512m" or "2g"`,
        );
      }
    }
  }

  /**
   * The keys of a service that limit it.
   */
  public toDefinition(): { [key: string]: any } {
    const { memory, cpus, pids, memoryReservation } = this.props;
    return {
      deploy: {
        resources: {
          limits: defined({ memory, cpus, pids }),
          ...(memoryReservation !== undefined && { reservations: { memory: memoryReservation } }),
        },
      },
    };
  }

  protected applyToService(service: Service): void {
    for (const [kind, limits] of Object.entries<object>(this.toDefinition().deploy.resources)) {
      for (const [resource, value] of Object.entries(limits)) {
        this.addOverride(service, `deploy.resources.${kind}.${resource}`, value);
      }
    }
  }
}
