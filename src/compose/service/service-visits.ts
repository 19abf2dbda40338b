import { Service } from './service';
import { IServiceVisitor } from './service-visitor';
import { ErrorList } from '../element/compose-error';
import { guardedHooks } from '../element/hook';

/**
 * The visitors of an app, and whom they have seen: synthesis renders an app several times, but each service is visited
 * once.
 */
export class ServiceVisits {
  private readonly visits: { visitor: IServiceVisitor; seen: Set<Service> }[] = [];

  public add(visitor: IServiceVisitor): void {
    this.visits.push({ visitor, seen: new Set() });
  }

  /**
   * Lets each visitor see the services that it has not seen yet. What visitors throw goes to the errors.
   *
   * @param services gives the services of the app at that moment
   */
  public run(services: () => Service[], errors: ErrorList): void {
    if (this.visits.length === 0) {
      return;
    }
    const known = new Set(services());
    for (const { visitor, seen } of this.visits) {
      for (const service of known) {
        if (!seen.has(service) && errors.collect(() => visit(visitor, service))) {
          seen.add(service);
        }
      }
    }
    // A visitor that adds a service to each service would never end if it saw these too.
    for (const added of services().filter(service => !known.has(service))) {
      this.visits.forEach(({ seen }) => seen.add(added));
    }
  }
}

function visit(visitor: IServiceVisitor, service: Service): void {
  guardedHooks(service, 'IServiceVisitor', visitor).visit(service);
}
