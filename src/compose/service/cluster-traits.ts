import { IConstruct } from 'constructs';

/**
 * A request that a server answers with 200 when it is healthy.
 */
export interface HealthRequest {
  /** The command of the healthcheck that tells the same. */
  readonly command: string[];
  readonly path: string;
  /** The environment variable with what stands before the path. */
  readonly prefixVariable?: string;
  readonly port: number;
}

/**
 * What a service says of itself for a platform that runs it in pods of a cluster rather than in containers of one
 * machine.
 */
export interface ClusterTraits {
  /** Why the service has nothing to do there, if it has not. */
  readonly omitted?: string;
  /** Paths in the container at which volumes are mounted whose content is of no use after the container has ended. */
  readonly scratchMounts?: string[];
  /** Paths in the container at which nothing is mounted there. */
  readonly omittedMounts?: string[];
  /** What to do if several pods are to mount a volume, by its path in the container. */
  readonly sharingRemedies?: { readonly [path: string]: string };
  /** Environment variables that are not set there. */
  readonly omittedEnvironment?: string[];
  /** Keys that are an optimization only: `sysctls.net.ipv4.tcp_retries2`. They may be left out without a warning. */
  readonly optionalKeys?: string[];
  /** The port in the container that users and their browsers reach. */
  readonly entryPort?: number;
  /** A request by HTTP that tells the same as a healthcheck, without a process in the container for each. */
  readonly healthRequest?: HealthRequest;
  /** The times at which it runs there, in place of a container that waits for them. */
  readonly schedule?: ClusterSchedule;
  /** Environment variables that are set there, unless the service has others of these names. */
  readonly environment?: { readonly [name: string]: string };
  /** Environment variables that are set where requests come from outside, by way of a proxy that speaks TLS. */
  readonly entryEnvironment?: { readonly [name: string]: string };
  /**
   * The environment variable that tells an init job how to stop pods of earlier versions of the services that wait for
   * it. It must stop them before it does what they must not see.
   */
  readonly oldPodsVariable?: string;
  /** The environment variable that lists the Host headers that are answered: hosts or patterns, by commas. */
  readonly hostsVariable?: string;
  /** The environment variable that lists the origins whose pages may call it, separated by commas. */
  readonly originsVariable?: string;
}

/**
 * The times at which a service runs, as a pod that ends.
 */
export interface ClusterSchedule {
  /** A cron expression of five fields. */
  readonly expression: string;
  readonly timeZone: string;
  /** The arguments of its command there. */
  readonly arguments: string[];
}

const traitsOf = new WeakMap<IConstruct, ClusterTraits>();

/**
 * Says what is different about a service in a cluster. What several calls say is put together.
 */
export function describeForCluster(service: IConstruct, traits: ClusterTraits): void {
  const known = traitsOf.get(service) ?? {};
  const lists = Object.entries(traits).map(([key, value]) => [
    key,
    Array.isArray(value) ? [...((known as { [key: string]: any })[key] ?? []), ...value] : value,
  ]);
  traitsOf.set(service, { ...known, ...Object.fromEntries(lists) });
}

/**
 * What a service said of itself.
 */
export function clusterTraitsOf(service: IConstruct): ClusterTraits {
  return traitsOf.get(service) ?? {};
}
