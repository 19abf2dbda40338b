import { Construct } from 'constructs';
import { Hardened, HardenedProps } from './hardened';
import { ResourceLimits, ResourceLimitsProps } from './resource-limits';
import { Service } from './service';
import { ServiceOptions, ServiceProps } from './service-options';
import { checkProps } from '../element/check-props';
import { typeOf } from '../element/compose-error';
import { callHook } from '../element/hook';
import { mergeDefinitions } from '../element/merge-definitions';
import { secretSourceOf } from '../secret/secret-source';

/** Microseconds, the engine's default. */
const CPU_PERIOD = 100_000;

/** Keys of limits, and their place below `deploy.resources`, where the restrictions of a hardened service are. */
const OLDER_LIMITS: [string, string, string][] = [
  ['cpus', 'limits', 'cpus'],
  ['mem_limit', 'limits', 'memory'],
  ['pids_limit', 'limits', 'pids'],
  ['mem_reservation', 'reservations', 'memory'],
];

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
  private readonly givenUser?: string;

  constructor(scope: Construct, id: string, props: HardenedServiceProps) {
    checkProps(new.target, HardenedService, scope, id, 'HardenedServiceProps', props);
    super(scope, id, props);
    this.hardened = props.hardened ?? true;
    this.givenUser = props.user;
  }

  /**
   * Hook: exceptions from the restrictions. The root file system is read-only, unless Compose cannot mount the app's
   * secrets in a read-only container.
   */
  protected renderHardening(): HardenedProps {
    const source = secretSourceOf(this);
    return { readOnly: callHook(this, 'SecretSource.suitsReadOnly', () => source.suitsReadOnly, typeOf(source)) };
  }

  /**
   * Hook: the resource limits of this kind of service.
   */
  protected renderLimits(): ResourceLimitsProps {
    return {};
  }

  /**
   * The protections that the service renders by itself, and its user; `undefined` if it is not hardened.
   *
   * @internal
   */
  public get _protections(): { [key: string]: any } | undefined {
    return this.hardened ? { ...this.renderConfinement(), user: this.givenUser } : undefined;
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
    return this.withoutQuota(super.toDefinition());
  }

  /**
   * The definition without the default quota of processor time if `cpus` is set, and with the limits of older keys
   * below `deploy.resources`: Compose rejects `mem_limit` beside `limits` without the same `memory`.
   *
   * @internal
   */
  public _settled(definition: { [key: string]: any }): { [key: string]: any } {
    const result = this.withoutQuota(definition);
    const written = OLDER_LIMITS.filter(([key]) => result[key] !== undefined && result[key] !== null);
    if (written.length === 0) {
      return result;
    }
    const defaults = this.renderConfinement().deploy?.resources;
    const resources = { ...result.deploy?.resources };
    for (const [key, kind, resource] of written) {
      const current = resources[kind]?.[resource];
      if (resources[kind] && (current === undefined || current === defaults?.[kind]?.[resource])) {
        const value = result[key];
        resources[kind] = { ...resources[kind], [resource]: typeof value === 'number' ? String(value) : value };
        delete result[key];
      }
    }
    return { ...result, ...(result.deploy && { deploy: { ...result.deploy, resources } }) };
  }

  /** A copy of a definition without the default quota if `cpus` is set. */
  private withoutQuota(definition: { [key: string]: any }): { [key: string]: any } {
    const { cpu_quota: quota, ...others } = definition;
    const cpus = others.cpus ?? others.deploy?.resources?.limits?.cpus;
    return quota !== undefined && cpus !== undefined && quota === this.renderConfinement().cpu_quota
      ? others
      : { ...definition };
  }
}
