import { IConstruct, IMixin } from 'constructs';
import { Service } from './service';

/**
 * The base class of mixins that change services: `app.with(new ShortLogs())` changes all services that the app has by
 * then, `service.with(new ShortLogs())` one.
 *
 * What a mixin changes overrides props, methods and hooks, and is overridden by `addOverride` of the service, whatever
 * the order of the calls.
 */
export abstract class ServiceMixin implements IMixin {
  /**
   * Whether the mixin can be applied to a construct: by default to each service.
   */
  public supports(construct: IConstruct): boolean {
    return construct instanceof Service;
  }

  /**
   * Applies the mixin to a service; `construct.with(mixin)` calls it.
   */
  public applyTo(construct: IConstruct): void {
    this.applyToService(construct as Service);
  }

  /**
   * Changes a service, by `addOverride` and the other methods of this class.
   */
  protected abstract applyToService(service: Service): void;

  /**
   * Changes one key of a service: `this.addOverride(service, 'logging.driver', 'local')`.
   *
   * @param path keys joined by dots, an entry of a list by its number; a dot in a key is written `\.`
   * @param value text (literal, a `$` is no reference), a number, a flag, a list or map of them, or an `IEnvValue`
   * @throws at synthesis when the compose specification has no such path
   */
  protected addOverride(service: Service, path: string, value: any): void {
    service._mixinOverrides.set(path, value);
  }

  /**
   * Removes one key from a service.
   *
   * @param path keys joined by dots
   * @throws at synthesis when the compose specification has no such path
   */
  protected addDeletionOverride(service: Service, path: string): void {
    service._mixinOverrides.delete(path);
  }

  /**
   * Adds entries to a list of a service. An entry that the list already has is not added, so that a mixin may be
   * applied twice.
   *
   * @param path keys joined by dots
   * @param values the entries; each as for `addOverride`
   * @throws at synthesis when there is no list at that path
   */
  protected addToArray(service: Service, path: string, ...values: any[]): void {
    service._mixinOverrides.append(path, values, { once: true });
  }
}
