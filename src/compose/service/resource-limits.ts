import { IConstruct, IMixin } from 'constructs';
import { Service } from './service';
import { checkOptions } from '../element/check-props';
import { defined } from '../element/struct';

/**
 * Properties of `ResourceLimits`.
 */
export interface ResourceLimitsProps {
  /**
   * The memory that a container may use, in bytes with a unit: `512m`, `2g`. Beyond it the kernel kills.
   *
   * @default - all that the host has
   */
  readonly memory?: string;

  /**
   * The number of processors that a container may use: `0.5` is half of one.
   *
   * @default - all that the host has
   */
  readonly cpus?: number;

  /**
   * The number of processes and threads that a container may have.
   *
   * @default - as many as the engine allows
   */
  readonly pids?: number;

  /**
   * The memory that a container keeps when the host runs short, in bytes with a unit.
   *
   * @default - none
   */
  readonly memoryReservation?: string;
}

/**
 * A mixin that limits what services take from the host.
 *
 * `app.with(new ResourceLimits({ memory: '1g' }))` limits each service that the app has by then, `service.with(…)` one.
 */
export class ResourceLimits implements IMixin {
  private readonly props: ResourceLimitsProps;

  /**
   * @throws when a size of memory has no unit or is none
   */
  constructor(props: ResourceLimitsProps) {
    checkOptions('ResourceLimits', 'ResourceLimitsProps', props, new.target === ResourceLimits);
    this.props = props;
    for (const size of [props.memory, props.memoryReservation]) {
      if (size !== undefined && !/^\d+(\.\d+)?(b|[kmg]b?)$/i.test(size)) {
        throw new Error(`"${size}" is not a size of memory; give a number and its unit, such as "512m" or "2g"`);
      }
    }
  }

  /**
   * Whether the construct is a service.
   */
  public supports(construct: IConstruct): boolean {
    return construct instanceof Service;
  }

  /**
   * Limits a service.
   */
  public applyTo(construct: IConstruct): void {
    const service = construct as Service;
    for (const [kind, limits] of Object.entries<object>(this.toDefinition().deploy.resources)) {
      for (const [resource, value] of Object.entries(limits)) {
        service.amend(`deploy.resources.${kind}.${resource}`, value);
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
}
