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
 * What all ready-made services have in common.
 */
export interface HardenedServiceOptions extends ServiceOptions {
  /**
   * Whether the container is denied what this kind of service does not need: capabilities, more privileges, writing to
   * its own root file system, and more memory, processors and processes than it can live with. Single keys are changed
   * by overrides.
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
    checkProps(new.target, HardenedService, scope, id, 'HardenedServiceProps', props);
    super(scope, id, props);
    this.hardened = props.hardened ?? true;
  }

  /**
   * Hook: what the container may do all the same. Its root file system is read-only unless the secrets of the app come
   * in a way that Compose cannot give to such a container.
   */
  protected renderHardening(): HardenedProps {
    const source = secretSourceOf(this);
    return { readOnly: guardedHooks(this, 'SecretSource', source).suitsReadOnly };
  }

  /**
   * Hook: what this kind of service can live with.
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
      // In place of `cpus`, of which the engine refuses more than the host has: the same app must start on a small host
      // too.
      ...(cpus !== undefined && { cpu_quota: Math.round(cpus * CPU_PERIOD) }),
    };
  }

  /**
   * The service as a definition of the compose specification. Where a mixin or override limits processors by another
   * key, that one counts: the engine refuses both.
   */
  public toDefinition(): { [key: string]: any } {
    return this._settled(super.toDefinition());
  }

  /**
   * Without the quota of processor time that is rendered by default, where `cpus` is set.
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
