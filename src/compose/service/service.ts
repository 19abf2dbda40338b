import { isDeepStrictEqual } from 'node:util';
import { Construct } from 'constructs';
import { ContainerImage } from './container-image';
import { DependencyCondition, IService } from './dependency';
import { Healthcheck } from './healthcheck';
import { configDigests, Mount, SecretMountOptions, secretPath } from './mount';
import { portDefinition, PortMapping } from './port-mapping';
import { RestartPolicy } from './restart-policy';
import { ServiceDependencies } from './service-dependencies';
import { ServiceProps } from './service-options';
import { checkProps } from '../element/check-props';
import { ComposeElement, nameOf } from '../element/compose-element';
import { composeError } from '../element/compose-error';
import { callHook, unguarded } from '../element/hook';
import { mergeDefinitions } from '../element/merge-definitions';
import { specDefinition } from '../element/spec-definition';
import { HealthSource, healthOf } from '../reading/health';
import { Network } from '../resource/network';
import { Secret } from '../secret/secret';
import { EnvValue, IEnvValue } from '../value/env-value';

/**
 * A service of the app: a container, or several replicas of it. Its id is its name, by which other services reach it.
 *
 * Subclasses may override the `render…` hooks; each returns one key of the service and runs at synthesis. Keys without
 * a prop are set by `spec`.
 */
export class Service extends ComposeElement implements IService {
  public readonly section = 'services';

  /**
   * The image that the service runs.
   */
  public readonly image: ContainerImage;

  private readonly props: ServiceProps;
  private readonly spec: { [key: string]: any };
  private readonly ownEnvironment: { [name: string]: IEnvValue };
  private readonly ports: PortMapping[];
  private readonly mounts: Mount[];
  private readonly networks: Network[];
  private asksForHealth = false;
  private readonly secrets = new Map<string, { secret: Secret; options: SecretMountOptions }>();
  private readonly waits = new ServiceDependencies(this);

  constructor(scope: Construct, id: string, props: ServiceProps) {
    checkProps(new.target, Service, scope, id, 'ServiceProps', props);
    super(scope, id);
    this.props = props;
    this.spec = specDefinition(this, 'services.*', props.spec);
    this.image = props.image;
    // Without a prototype, `__proto__` and `constructor` are names like others.
    this.ownEnvironment = Object.assign(Object.create(null), props.environment);
    this.ports = [...(props.ports ?? [])];
    this.mounts = [...(props.mounts ?? [])];
    this.networks = [...(props.networks ?? [])];
    props.dependsOn?.forEach(service => this.addDependency(service));
  }

  /**
   * Sets an environment variable of the container, in place of an earlier value.
   */
  public addEnvironment(name: string, value: IEnvValue): void {
    this.ownEnvironment[name] = value;
  }

  /**
   * Sets environment variables that the kind of service needs, unless they are set already.
   */
  protected addDefaultEnvironment(environment: { [name: string]: IEnvValue }): void {
    for (const [name, value] of Object.entries(environment)) {
      this.ownEnvironment[name] ??= value;
    }
  }

  /**
   * Publishes a port on the host.
   */
  public addPort(port: PortMapping): void {
    this.ports.push(port);
  }

  /**
   * Mounts something in the container. The same mount is added once.
   */
  public addMount(mount: Mount): void {
    if (!this.mounts.some(other => other.equalTo(mount))) {
      this.mounts.push(mount);
    }
  }

  /**
   * Mounts a secret in the container. The same secret is added once for each path.
   *
   * @throws when another secret, or the same one with different options, is mounted at that path
   * @returns the path of the file in the container, `/run/secrets/<name>` by default
   */
  public addSecret(secret: Secret, options: SecretMountOptions = {}): string {
    const path = secretPath(secret, options.target);
    const other = this.secrets.get(path);
    if (other && other.secret !== secret) {
      throw composeError(
        this,
        `the secrets "${other.secret.name}" and "${secret.name}" are both mounted at ${path}`,
        'give one of them another `target`',
      );
    }
    if (other && !isDeepStrictEqual({ ...other.options, target: path }, { ...options, target: path })) {
      throw composeError(
        this,
        `the secret "${secret.name}" is mounted at ${path} twice, with different options`,
        'use the same options, or another `target`',
      );
    }
    if (!other) {
      this.secrets.set(path, { secret, options });
      this.addMount(Mount.secret(secret, options));
    }
    return path;
  }

  /**
   * Adds the service to a network, once.
   */
  public addNetwork(network: Network): void {
    if (!this.networks.includes(network)) {
      this.networks.push(network);
    }
  }

  /**
   * Lets this service wait for another one before it starts. A call without a condition keeps the condition of an
   * earlier call.
   *
   * @param service the service to wait for
   * @param condition what to wait for; by default until it is healthy if it has a healthcheck, else until it is started
   * @throws when an earlier call has another condition
   */
  public addDependency(service: IService, condition?: DependencyCondition): void {
    this.waits.add(service, condition);
  }

  /**
   * The environment variables that props and methods set, without those that hooks, mixins and overrides add; a copy.
   */
  public get environment(): { [name: string]: IEnvValue } {
    return { ...this.ownEnvironment };
  }

  /**
   * The services that this one waits for before it starts, as props and methods say; a copy.
   */
  public get dependencies(): IService[] {
    return this.waits.services;
  }

  /**
   * The user, and group, that the container runs as, as the props say; undefined for the image's own.
   */
  public get user(): string | undefined {
    return this.props.user;
  }

  /**
   * The labels of the container, as the props say; a copy.
   */
  public get labels(): { [name: string]: string } {
    return { ...this.props.labels };
  }

  /**
   * The networks of the service.
   */
  public get joinedNetworks(): Network[] {
    return [...this.networks];
  }

  /**
   * The networks for connections from other services of the app: the internal ones, or all if there are none.
   */
  public get privateNetworks(): Network[] {
    const internal = this.networks.filter(network => network.internal);
    return internal.length > 0 ? internal : this.joinedNetworks;
  }

  /**
   * The ports that the host publishes.
   */
  public get publishedPorts(): PortMapping[] {
    return [...this.ports];
  }

  /**
   * The paths in the container at which something is mounted.
   */
  public get mountedPaths(): string[] {
    return this.mounted.map(mount => mount._path);
  }

  /**
   * The names of the volumes that the service mounts.
   *
   * @internal
   */
  public get _mountedVolumes(): string[] {
    return this.mounted
      .map(mount => mount.toDefinition())
      .filter(({ type }) => type === 'volume')
      .map(({ source }) => source);
  }

  /**
   * Whether dependants can wait until the service is healthy: it has a healthcheck after all overrides except those of
   * overlays, or its image has one.
   */
  public get hasHealthcheck(): boolean {
    const { source } = healthOf({ healthcheck: this._overridden('healthcheck', this.renderedHealthcheck()) });
    return source === HealthSource.IMAGE ? this.image.hasHealthcheck : source !== HealthSource.DISABLED;
  }

  /**
   * Hook: the keys that choose the image, `image` and `build`.
   */
  protected renderImage(): { [key: string]: any } {
    return this.image.toDefinition();
  }

  /**
   * Hook: the arguments of the command; none for the image's own.
   */
  protected renderCommand(): string[] {
    return [...(this.props.command ?? [])];
  }

  /**
   * Hook: the arguments of the entrypoint; none for the image's own.
   */
  protected renderEntrypoint(): string[] {
    return [...(this.props.entrypoint ?? [])];
  }

  /**
   * Hook: the environment.
   */
  protected renderEnvironment(): { [name: string]: IEnvValue } {
    return { ...this.ownEnvironment };
  }

  /**
   * Hook: the healthcheck, if any.
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    return this.props.healthcheck;
  }

  /**
   * Hook: the published ports.
   */
  protected renderPorts(): PortMapping[] {
    return this.publishedPorts;
  }

  /**
   * Hook: the mounts.
   */
  protected renderMounts(): Mount[] {
    return [...this.mounts];
  }

  /**
   * Hook: the networks.
   */
  protected renderNetworks(): Network[] {
    return this.joinedNetworks;
  }

  /**
   * Hook: the labels of the container.
   */
  protected renderLabels(): { [name: string]: IEnvValue } {
    return Object.fromEntries(
      Object.entries(this.props.labels ?? {}).map(([name, value]) => [name, EnvValue.of(value)]),
    );
  }

  /**
   * Hook: whether the container is restarted after it exits.
   */
  protected renderRestart(): RestartPolicy {
    return this.props.restart ?? RestartPolicy.UNLESS_STOPPED;
  }

  /**
   * Hook: the keys that restrict the container or limit its resources. The prop `spec` overrides them.
   */
  protected renderConfinement(): { [key: string]: any } {
    return {};
  }

  /**
   * Hook: the whole service, as a map with the keys of the compose specification. Text in it is literal.
   */
  protected renderDefinition(): { [key: string]: any } {
    const mounts = this.renderMounts();
    return mergeDefinitions(
      {
        ...this.renderImage(),
        container_name: this.props.containerName,
        profiles: unlessEmpty(this.props.profiles ?? []),
        entrypoint: unlessEmpty(this.renderEntrypoint()),
        command: unlessEmpty(this.renderCommand()),
        user: this.props.user,
        depends_on: unlessEmpty(this.renderDependencies()),
        environment: unlessEmpty(this.renderEnvironment()),
        ports: unlessEmpty(this.renderPorts().map(portDefinition)),
        networks: unlessEmpty(this.renderNetworks().map(nameOf)),
        volumes: unlessEmpty(mounts.filter(mount => mount.section === 'volumes').map(mount => mount.toDefinition())),
        configs: unlessEmpty(mounts.filter(mount => mount.section === 'configs').map(mount => mount.toDefinition())),
        secrets: unlessEmpty(mounts.filter(mount => mount.section === 'secrets').map(mount => mount.toDefinition())),
        labels: unlessEmpty({ ...configDigests(mounts), ...this.renderLabels() }),
        healthcheck: this.renderHealthcheck()?.toDefinition(),
        restart: this.renderRestart().toCompose(),
        stop_grace_period: this.props.stopGracePeriod?.toCompose(),
        ...this.renderConfinement(),
      },
      this.spec,
    );
  }

  /**
   * Hook: the services to wait for, by name, in the form of the key `depends_on`.
   */
  protected renderDependencies(): { [service: string]: any } {
    return this.waits.toDefinition(!this.asksForHealth);
  }

  private get mounted(): Mount[] {
    return callHook(this, 'Service.renderMounts()', () => this.renderMounts());
  }

  /**
   * The command that the hooks render, before mixins and overrides, in either form.
   *
   * @internal
   */
  protected get _renderedCommand(): any {
    const command = () => callHook(this, 'Service.renderCommand()', () => this.renderCommand());
    return this.rendersByKey
      ? mergeDefinitions(unlessEmpty(command()), this.spec.command, 'command')
      : this._render().command;
  }

  /** Whether the hook of a key renders it, as in most services, which is faster than rendering all keys. */
  private get rendersByKey(): boolean {
    return unguarded(this.renderDefinition) === Service.prototype.renderDefinition;
  }

  private renderedHealthcheck(): any {
    if (this.rendersByKey) {
      const healthcheck = callHook(this, 'Service.renderHealthcheck()', () => this.renderHealthcheck());
      return mergeDefinitions(healthcheck?.toDefinition(), this.spec.healthcheck);
    }
    if (this.asksForHealth) {
      return undefined; // the hook itself asks
    }
    this.asksForHealth = true; // otherwise services that wait for each other would ask each other forever
    try {
      const { healthcheck } = this._render();
      return typeof healthcheck?.toDefinition === 'function' ? healthcheck.toDefinition() : healthcheck;
    } finally {
      this.asksForHealth = false;
    }
  }
}

/** A list or map, or undefined if it is empty: an empty `command` would replace the image's. */
function unlessEmpty<T extends object>(entries: T): T | undefined {
  return Object.keys(entries).length > 0 ? entries : undefined;
}
