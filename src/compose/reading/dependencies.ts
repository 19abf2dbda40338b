import { DependencyCondition } from '../service/dependency';
import { hasReference } from '../value/interpolation';

/**
 * A dependency of a service on another one.
 */
export interface Dependency {
  /** `service_started`, `service_healthy`, `service_completed_successfully`, or any other text of the file. */
  readonly condition: string;
  /** Whether it is an error if the other service does not exist. */
  readonly required: boolean;
}

/** Keys that share something with another service, `service:<name>`, which Compose then starts first. */
const SHARING_KEYS = ['network_mode', 'ipc', 'pid', 'uts', 'cgroup'];

/** Several rules need the dependencies of one service. */
const found = new WeakMap<object, Map<string, Dependency>>();

/**
 * The dependencies of a service, by name: those of `depends_on`, in either form, and services that Compose starts first
 * because the service shares something with them (`links`, `volumes_from`, `network_mode: service:db`).
 *
 * @param definition the service, as the compose file holds it
 */
export function dependenciesOf(definition: { [key: string]: any }): ReadonlyMap<string, Dependency> {
  const dependencies = found.get(definition) ?? findDependencies(definition);
  found.set(definition, dependencies);
  return dependencies;
}

function findDependencies(definition: { [key: string]: any }): Map<string, Dependency> {
  const dependencies = new Map<string, Dependency>(declaredIn(definition.depends_on));
  for (const name of impliedBy(definition).filter(other => !dependencies.has(other))) {
    dependencies.set(name, { condition: DependencyCondition.STARTED, required: true });
  }
  return dependencies;
}

function declaredIn(dependsOn: any): [string, Dependency][] {
  const entries: [string, any][] = Array.isArray(dependsOn)
    ? dependsOn.filter(name => typeof name === 'string').map(name => [name, {}])
    : Object.entries(dependsOn ?? {});
  return entries.map(([name, dependency]) => [
    name,
    {
      condition: dependency?.condition ?? DependencyCondition.STARTED,
      required: dependency?.required ?? true,
    },
  ]);
}

/** `service` or `service:alias`. Compose takes a link with more colons for the name of a service. */
function linkedService(link: string): string {
  const [service, , ...more] = link.split(':');
  return more.length === 0 ? service : link;
}

function impliedBy(definition: { [key: string]: any }): string[] {
  return [
    ...SHARING_KEYS.flatMap(key => /^service:(.*)$/.exec(definition[key] ?? '')?.[1] ?? []),
    ...(definition.links ?? []).map((link: any) => String(link)).map(linkedService),
    ...(definition.volumes_from ?? [])
      .map(String)
      .filter((source: string) => !source.startsWith('container:'))
      .map((source: string) => source.split(':')[0]),
  ].filter(name => !hasReference(name));
}
