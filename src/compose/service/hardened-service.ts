import { Construct } from 'constructs';
import { Hardened, HardenedProps } from './hardened';
import { ResourceLimits, ResourceLimitsProps } from './resource-limits';
import { Service, ServiceProps } from './service';
import { ServiceOptions } from './service-options';
import { checkProps } from '../element/check-props';
import { guardedHooks } from '../element/hook';
import { mergeDefinitions } from '../element/merge-definitions';
import { secretSourceOf } from '../secret/secret-source';

/** Microseconds, the engine's default. */
const CPU_PERIOD = 100_000;

/**
 * Options of all ready-made services.
 */
export interface HardenedServiceOptions extends ServiceOptions {
  /**
   * Whether the container is restricted to what this kind of service needs: no capabilities, no new privileges, a
   * read-only root file system, and limits of memory, processors and processes. Single keys are changed by `spec` and
   * overrides.
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
 * A service that denies its container all that this kind of service does not need.
 */
export class HardenedService extends Service {
  private readonly hardened: boolean;

  constructor(scope: Construct, id: string, props: HardenedServiceProps) {
    checkProps(new.target, HardenedService, scope, id, 'HardenedServiceProps', props);
    super(scope, id, props);
    this.hardened = props.hardened ?? true;
  }

  /**
   * Hook: exceptions from the restrictions. The root file system is read-only, unless Compose cannot mount the app's
   * secrets in a read-only container.
   */
  protected renderHardening(): HardenedProps {
    const source = secretSourceOf(this);
    return { readOnly: guardedHooks(this, 'SecretSource', source).suitsReadOnly };
  }

  /**
   * Hook: the resource limits of this kind of service.
   */
  protected renderLimits(): ResourceLimitsProps {
    return {};
  }

  protected renderConfinement(): { [key: string]: any } {
    if (!this.hardened) {
      return super.renderConfinement();
    }
    const { cpus, ...limits } = this.renderLimits();
    const hardening = this.renderHardening();
    return {
      ...mergeDefinitions(
        new Hardened(hardening).toDefinition(this.mountedPaths),
        new ResourceLimits(limits).toDefinition(),
      ),
      // In place of `cpus`: the engine rejects more than the host has, and the same app must start on a small host.
      ...(cpus !== undefined && { cpu_quota: Math.round(cpus * CPU_PERIOD) }),
    };
  }

  /**
   * The service as a definition of the compose specification. If a mixin or override limits processors by another
   * key, the default is removed, since the engine rejects both.
   */
  public toDefinition(): { [key: string]: any } {
    return this._settled(super.toDefinition());
  }

  /**
   * The definition without the default quota of processor time if `cpus` is set.
   *
   * @internal
   */
  public _settled(definition: { [key: string]: any }): { [key: string]: any } {
    const { cpu_quota: quota, ...others } = definition;
    const cpus = others.cpus ?? others.deploy?.resources?.limits?.cpus;
    return quota !== undefined && cpus !== undefined && quota === this.renderConfinement().cpu_quota
      ? others
      : definition;
  }
}
