import { SourcePath } from './compose-source';
import { Call, Expression, Name } from './expression';
import { durationCall, healthcheckCall } from './healthcheck-entry';
import { mountCall } from './mount-entry';
import { portMappings } from './port-entry';
import { Variables } from './variables';
import {
  entriesOf,
  escapeInterpolation,
  healthOf,
  HealthSource,
  splitArguments,
  withoutEscapes,
} from '../compose/internal';

/**
 * The constants that a service refers to.
 */
export interface ServiceReferences {
  /** The constant of another service, or `undefined` if it is not declared before this one. */
  service(name: string): Expression | undefined;
  /** The constant of a network. */
  network(name: string): Expression | undefined;
  /** The constant of a volume. */
  volume(name: string): Expression | undefined;
  /** Whether `dependsOn` waits for the health of another service. */
  waitsForHealth(name: string): boolean;
}

/**
 * A service of a compose file as props of `Service`, and method calls for keys without a prop.
 */
export class ServiceCode {
  /**
   * The props.
   */
  public readonly props: { [prop: string]: Expression } = {};

  /**
   * Method calls, without the name of the service.
   */
  public readonly calls: Call[] = [];

  /**
   * Whether other services wait for the health of this one by default, as `Service.hasHealthcheck`.
   */
  public readonly hasHealthcheck: boolean;

  /**
   * @param definition the service, with keys of the compose specification only
   * @param healthIsAwaited whether another service waits for the health of this one
   */
  constructor(
    private readonly definition: { [key: string]: any },
    private readonly path: SourcePath,
    private readonly variables: Variables,
    private readonly references: ServiceReferences,
    healthIsAwaited: boolean,
  ) {
    const {
      image,
      build,
      command,
      entrypoint,
      environment,
      ports,
      volumes,
      networks,
      depends_on: dependsOn,
      healthcheck,
      restart,
      user,
      labels,
      container_name: containerName,
      stop_grace_period: stopGracePeriod,
      ...others
    } = definition;
    this.addImage(image, build, healthIsAwaited && !healthcheck);
    this.add('containerName', 'container_name', containerName, this.literal('container_name'));
    this.add('entrypoint', 'entrypoint', entrypoint, this.arguments('entrypoint'));
    this.add('command', 'command', command, this.arguments('command'));
    this.add('user', 'user', user, this.literal('user'));
    this.addDependencies(dependsOn);
    this.addEnvironment(environment);
    this.add('ports', 'ports', ports, allOf<Expression[]>(ports, portMappings)?.flat());
    this.add('networks', 'networks', networks, this.networkList(networks));
    this.add(
      'mounts',
      'volumes',
      volumes,
      allOf(volumes, volume => mountCall(volume, name => this.references.volume(name))),
    );
    this.add('labels', 'labels', labels, this.labelMap(labels));
    this.addHealthcheck(healthcheck);
    const { source } = healthOf(definition);
    this.hasHealthcheck =
      source === HealthSource.IMAGE ? healthIsAwaited && !healthcheck : source !== HealthSource.DISABLED;
    this.add('restart', 'restart', restart, restartPolicy(restart));
    this.props.restart ??= new Name('RestartPolicy.UNSPECIFIED');
    this.add('stopGracePeriod', 'stop_grace_period', stopGracePeriod, durationCall(stopGracePeriod));
    Object.keys(others)
      .filter(key => others[key] !== null)
      .forEach(key => this.override(key));
  }

  /** Sets a prop, or overrides the key if the prop cannot hold the value. */
  private add(prop: string, key: string, value: any, expression: Expression | undefined): void {
    if (value === undefined || value === null) {
      return;
    }
    if (expression === undefined) {
      this.override(key);
    } else {
      this.props[prop] = expression;
    }
  }

  private override(
    key: string,
    value: Expression = this.variables.value(this.definition[key], [...this.path, key]),
  ): void {
    this.calls.push(new Call('addOverride', [key.replaceAll('.', '\\.'), value]));
  }

  private addImage(image: any, build: any, hasHealthcheck: boolean): void {
    const options = hasHealthcheck ? [{ hasHealthcheck }] : [];
    const reference = this.literal('image');
    this.props.image =
      reference !== undefined && (build === undefined || build === null)
        ? new Call('ContainerImage.fromRegistry', [reference, ...options])
        : new Call('ContainerImage.fromDefinition', [
            {
              image: this.variables.value(image, [...this.path, 'image']) ?? undefined,
              build: this.variables.value(build, [...this.path, 'build']) ?? undefined,
            },
            ...options,
          ]);
  }

  private addDependencies(dependsOn: any): void {
    const conditions: [string, any][] = Array.isArray(dependsOn)
      ? dependsOn.map(name => [name, { condition: 'service_started' }])
      : Object.entries<any>(dependsOn ?? {});
    const isPlain = ([name, { condition, required = true, restart = false, ...more }]: [string, any]) =>
      this.references.service(name) !== undefined &&
      condition in CONDITIONS &&
      required === true &&
      restart === false &&
      Object.keys(more).length === 0;
    if (!conditions.every(isPlain)) {
      this.override('depends_on');
      return;
    }
    const isDefault = ([name, { condition }]: [string, any]) =>
      condition === (this.references.waitsForHealth(name) ? 'service_healthy' : 'service_started');
    const byDefault = conditions.filter(isDefault);
    if (byDefault.length > 0) {
      this.props.dependsOn = byDefault.map(([name]) => this.references.service(name)!);
    }
    for (const [name, { condition }] of conditions.filter(entry => !isDefault(entry))) {
      this.calls.push(
        new Call('addDependency', [
          this.references.service(name)!,
          new Name(`DependencyCondition.${CONDITIONS[condition]}`),
        ]),
      );
    }
  }

  private addEnvironment(environment: any): void {
    const entries = entriesIn(environment);
    if (!entries || entries.some(([name]) => name.includes('$'))) {
      this.override('environment');
      return;
    }
    const path = [...this.path, 'environment'];
    const at = (name: string, index: number) => [...path, Array.isArray(environment) ? index : name];
    const values = entries.flatMap(([name, value], index): [string, Expression][] =>
      value === null ? [] : [[name, this.variables.envValue(String(value), at(name, index))]],
    );
    if (values.length > 0) {
      this.props.environment = Object.fromEntries(values);
    }
    for (const [name] of entries.filter(([, value]) => value === null)) {
      this.calls.push(new Call('addOverride', [`environment.${name.replaceAll('.', '\\.')}`, null]));
    }
  }

  private addHealthcheck(healthcheck: any): void {
    const found = healthcheck
      ? healthcheckCall({
          ...healthcheck,
          test: this.variables.value(healthcheck.test, [...this.path, 'healthcheck', 'test']),
        })
      : undefined;
    this.add('healthcheck', 'healthcheck', healthcheck, found?.call);
    found?.unset.forEach((key: string) => this.calls.push(new Call('addDeletionOverride', [`healthcheck.${key}`])));
  }

  /** The arguments of a command, or `undefined` if they depend on a variable. */
  private arguments(key: string): string[] | undefined {
    const value = this.variables.value(this.definition[key], [...this.path, key]);
    const args = typeof value === 'string' ? splitArguments(escapeInterpolation(value))?.map(withoutEscapes) : value;
    return Array.isArray(args) && args.length > 0 && args.every(arg => typeof arg === 'string')
      ? (args as string[])
      : undefined;
  }

  private literal(key: string): string | undefined {
    const value = this.variables.value(this.definition[key], [...this.path, key]);
    return typeof value === 'string' ? value : undefined;
  }

  /** The networks, if they have no settings. */
  private networkList(networks: any): Expression[] | undefined {
    const isPlain = Array.isArray(networks) || Object.values(networks ?? {}).every(options => options === null);
    const names: string[] = Array.isArray(networks) ? networks : isPlain ? Object.keys(networks ?? {}) : [];
    const list = names.map(name => this.references.network(name));
    return list.length > 0 && list.every(network => network !== undefined) ? (list as Expression[]) : undefined;
  }

  private labelMap(labels: any): { [name: string]: Expression } | undefined {
    const path = [...this.path, 'labels'];
    const entries = entriesIn(labels)?.map(([name, value]): [string, Expression] => [
      name,
      this.variables.text(String(value ?? ''), path),
    ]);
    return entries?.every(([name, value]) => !name.includes('$') && typeof value === 'string')
      ? Object.fromEntries(entries)
      : undefined;
  }
}

const CONDITIONS: { [condition: string]: string } = {
  service_started: 'STARTED',
  service_healthy: 'HEALTHY',
  service_completed_successfully: 'COMPLETED_SUCCESSFULLY',
};

/**
 * The entries of a map, or of a list of `NAME=value`, in which a name alone has no value; `undefined` if an entry is
 * not text.
 */
function entriesIn(value: any): [string, string | null][] | undefined {
  return Array.isArray(value) && value.some(entry => typeof entry !== 'string') ? undefined : [...entriesOf(value)];
}

/** Maps the entries of a list; `undefined` if one of the results is `undefined`, or it is not a list. */
function allOf<T>(list: any, map: (entry: any) => T | undefined): T[] | undefined {
  const results = Array.isArray(list) ? list.map(map) : [undefined];
  return results.length > 0 && results.every(result => result !== undefined) ? (results as T[]) : undefined;
}

function restartPolicy(restart: any): Expression | undefined {
  const [, condition, retries] = /^(no|always|unless-stopped|on-failure)(?::(\d+))?$/.exec(String(restart)) ?? [];
  switch (condition) {
    case undefined:
      return undefined;
    case 'on-failure':
      return new Call('RestartPolicy.onFailure', retries === undefined ? [] : [Number(retries)]);
    default:
      return new Name(`RestartPolicy.${condition.toUpperCase().replace('-', '_')}`);
  }
}
