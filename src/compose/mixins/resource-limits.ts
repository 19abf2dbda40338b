import { IConstruct, IMixin } from 'constructs';
import { Service } from '../service';

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
    const { memory, cpus, pids, memoryReservation } = this.props;
    for (const [path, value] of Object.entries({ 'limits.memory': memory, 'limits.cpus': cpus, 'limits.pids': pids, 'reservations.memory': memoryReservation })) {
      if (value !== undefined) {
        service.amend(`deploy.resources.${path}`, value);
      }
    }
  }
}
