import { Construct } from 'constructs';
import { secretSourceOf } from './app-secrets';
import { Hardened, HardenedProps } from './mixins/hardened';
import { ResourceLimits, ResourceLimitsProps } from './mixins/resource-limits';
import { Service, ServiceOptions, ServiceProps } from './service';
import { mergeDefinitions } from './spec-definition';

/**
 * What all ready-made services have in common.
 */
export interface HardenedServiceOptions extends ServiceOptions {
  /**
   * Whether the container is denied what this kind of service does not need: capabilities, more privileges, writing to its own root file system,
   * and more memory, processors and processes than it can live with. Single keys are changed by overrides.
   *
   * @default true
   */
  readonly hardened?: boolean;
}

/**
 * Properties of a `HardenedService`.
 */
export interface HardenedServiceProps extends HardenedServiceOptions, ServiceProps {}

/**
 * A service whose kind is known, and with it what its container can do without.
 */
export class HardenedService extends Service {
  private readonly hardened: boolean;

  constructor(scope: Construct, id: string, props: HardenedServiceProps) {
    super(scope, id, props);
    this.hardened = props.hardened ?? true;
  }

  /**
   * Hook: what the container may do all the same. Its root file system is read-only unless the secrets of the app come in a way
   * that Compose cannot give to such a container.
   */
  protected renderHardening(): HardenedProps {
    return { readOnly: secretSourceOf(this).suitsReadOnly };
  }

  /**
   * Hook: what this kind of service can live with.
   */
  protected renderLimits(): ResourceLimitsProps {
    return {};
  }

  protected renderConfinement(): { [key: string]: any } {
    return this.hardened
      ? mergeDefinitions(new Hardened(this.renderHardening()).toDefinition(this.mountedPaths), new ResourceLimits(this.renderLimits()).toDefinition())
      : super.renderConfinement();
  }
}
