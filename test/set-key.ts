import { Service, ServiceMixin } from '../src/compose';

/** A mixin that sets one key. */
export class SetKey extends ServiceMixin {
  constructor(
    private readonly path: string,
    private readonly value: any,
  ) {
    super();
  }

  protected applyToService(service: Service): void {
    this.addOverride(service, this.path, this.value);
  }
}
