import { IConstruct } from 'constructs';
import { DependencyCondition, IService } from './dependency';
import { composeError, typeOf } from '../element/compose-error';
import { callHook } from '../element/hook';

interface Dependency {
  readonly service: IService;
  /** What to wait for; unset for the health of a service that has a healthcheck, else its start. */
  readonly condition?: DependencyCondition;
}

/**
 * The services that a service waits for before it starts, by name.
 */
export class ServiceDependencies {
  private readonly dependencies = new Map<string, Dependency>();

  /**
   * @param owner the service that waits
   */
  constructor(private readonly owner: IConstruct) {}

  public get services(): IService[] {
    return [...this.dependencies.values()].map(({ service }) => service);
  }

  /**
   * Adds a service. A call without a condition keeps the condition of an earlier call.
   *
   * @throws when an earlier call has another condition
   */
  public add(service: IService, condition?: DependencyCondition): void {
    const name = callHook(this.owner, 'IService.name', () => service.name, typeOf(service));
    const known = this.dependencies.get(name)?.condition;
    if (known !== undefined && condition !== undefined && condition !== known) {
      throw composeError(
        this.owner,
        `the dependency on "${name}" has the condition ${known} already, and cannot have ${condition} as well`,
        `remove one of the two calls of addDependency, or replace the condition: addOverride('depends_on.${name}.condition', '${condition}')`,
      );
    }
    this.dependencies.set(name, { service, condition: condition ?? known });
  }

  /**
   * The dependencies as the key `depends_on` holds them.
   *
   * @param waitForHealth whether services with a healthcheck are asked for it
   */
  public toDefinition(waitForHealth: boolean): { [service: string]: any } {
    return Object.fromEntries(
      [...this.dependencies].map(([name, { service, condition }]) => [
        name,
        {
          condition:
            condition ??
            (waitForHealth && this.hasHealthcheck(service) ? DependencyCondition.HEALTHY : DependencyCondition.STARTED),
        },
      ]),
    );
  }

  private hasHealthcheck(service: IService): boolean {
    return callHook(this.owner, 'IService.hasHealthcheck', () => service.hasHealthcheck, typeOf(service));
  }
}
