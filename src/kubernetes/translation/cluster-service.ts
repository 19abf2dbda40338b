import { ClusterInput, RouteDefinition } from './cluster-input';
import { isHostLabel, objectName } from './object-name';
import { Report } from './report';
import { type ClusterTraits, dependenciesOf, networksOf, profilesOf, replicasOf } from '../../compose/internal';
import { KubernetesServiceOptions } from '../service-options';

/** What a service becomes. */
export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'Job';

/**
 * A service of the app that runs in the cluster.
 */
export interface ClusterService {
  /** The name in the compose file. */
  readonly name: string;
  /** The name of its objects. */
  readonly object: string;
  readonly definition: { [key: string]: any };
  readonly settings: KubernetesServiceOptions;
  readonly traits: ClusterTraits;
  /** The networks that it shares with others. */
  readonly networks: readonly string[];
  readonly replicas: number;
  /** Whether there may be several pods. */
  readonly isReplicated: boolean;
  /** Whether it ends, and others wait for that. */
  readonly isJob: boolean;
  /** Whether its pods end: it is such a job, or runs at times of a schedule. */
  readonly isFinite: boolean;
}

/** The services that run in the cluster, by name. */
export type ClusterServices = ReadonlyMap<string, ClusterService>;

/** The labels that all objects of an app have. */
export function appLabels({ definition }: Pick<ClusterInput, 'definition'>): { [name: string]: string } {
  return { 'app.kubernetes.io/part-of': objectName(definition.name ?? 'app') };
}

/** The labels that all objects of an app have, as a selector: `name=value`. */
export function appSelector(input: Pick<ClusterInput, 'definition'>): string {
  return Object.entries(appLabels(input))
    .map(label => label.join('='))
    .join(',');
}

/** The hosts from outside that lead to a service. */
export function routesTo({ name, traits }: ClusterService, { entry }: ClusterInput): RouteDefinition[] {
  return (entry?.routes ?? []).filter(({ service }) =>
    service === undefined ? traits.entryPort !== undefined : service === name,
  );
}

/** The labels by which the pods of a service are found. */
export function selectorOf(input: ClusterInput, { object }: ClusterService): { [name: string]: string } {
  return { ...appLabels(input), 'app.kubernetes.io/name': object };
}

/**
 * The services of the app that have something to do in a cluster: not those in profiles that are not enabled, nor those
 * that are not needed in a cluster.
 */
export function clusterServices(input: ClusterInput, report: Report): ClusterServices {
  const all = Object.entries<any>(input.definition.services ?? {});
  const included = all.filter(([name, definition]) => {
    const profiles = profilesOf(definition);
    const omitted = input.traits.get(name)?.omitted;
    if (omitted) {
      report.notes.add(`${name}: left out; ${omitted}`);
    }
    return !omitted && (profiles.length === 0 || profiles.some(profile => input.profiles.includes(profile)));
  });
  const awaited = new Set(
    included.flatMap(([, definition]) =>
      [...dependenciesOf(definition)]
        .filter(([, { condition }]) => condition === 'service_completed_successfully')
        .map(([name]) => name),
    ),
  );
  const services = new Map<string, ClusterService>();
  for (const [name, definition] of included) {
    const settings = input.settings.get(name) ?? {};
    const replicas = settings.replicas ?? settings.autoscaling?.minReplicas ?? replicasOf(definition);
    services.set(name, {
      name,
      object: objectName(name),
      definition,
      settings,
      traits: input.traits.get(name) ?? {},
      networks: networksOf(definition),
      replicas,
      isReplicated: Math.max(replicas, settings.autoscaling?.maxReplicas ?? 0) > 1,
      isJob: awaited.has(name),
      isFinite: awaited.has(name) || input.traits.get(name)?.schedule !== undefined,
    });
  }
  checkNames([...services.values()], report);
  checkDependencies(services, input, report);
  return services;
}

function checkNames(services: ClusterService[], report: Report): void {
  for (const service of services) {
    const other = services.find(({ object, name }) => object === service.object && name !== service.name);
    if (service.object === '' || other) {
      report.error(
        service.name,
        `Kubernetes names its objects "${service.object}"${other ? `, and those of "${other.name}" as well` : ''}`,
        'give it an id of lower-case letters, digits and dashes',
      );
    } else if (!service.isFinite && !isHostLabel(service.name)) {
      report.error(
        service.name,
        `other pods cannot reach a service named "${service.name}": Kubernetes allows no such name`,
        `give it an id of lower-case letters, digits and dashes, such as "${service.object}"`,
      );
    }
  }
}

function checkDependencies(services: ClusterServices, input: ClusterInput, report: Report): void {
  for (const { name, definition } of services.values()) {
    for (const [needed, { required }] of dependenciesOf(definition)) {
      if (required && !services.has(needed) && !input.traits.get(needed)?.omitted) {
        report.error(
          name,
          `it waits for "${needed}", which is not in the cluster`,
          `name a profile of "${needed}" in \`profiles\` of the KubernetesApp`,
        );
      }
    }
  }
}
