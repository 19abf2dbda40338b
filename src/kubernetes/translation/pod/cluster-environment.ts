import { ClusterInput } from '../cluster-input';
import { ClusterService, routesTo } from '../cluster-service';
import { portsOf } from '../network/service-object';

/** Requests by way of `kubectl port-forward`, whatever the port of the machine. */
const FORWARDED = ['localhost:*', '127.0.0.1:*'];

/**
 * The environment of a service with what it has only in a cluster, and with its names in the cluster and those of the
 * entry in the lists of hosts that it accepts.
 */
export function clusterEnvironment(
  service: ClusterService,
  input: ClusterInput,
  environment: { [key: string]: any }[],
): { [key: string]: any }[] {
  const { hostsVariable, originsVariable, environment: ownEnvironment, entryEnvironment } = service.traits;
  const names = [input.namespace, `${input.namespace}.svc`, `${input.namespace}.svc.cluster.local`].map(
    domain => `${service.object}.${domain}`,
  );
  const hosts = [...names, ...portsOf(service).flatMap(({ port }) => names.map(name => `${name}:${port}`))];
  const outside = routesTo(service, input).map(({ host }) => host);
  const origins = [...hosts.map(host => `http://${host}`), ...outside.map(host => `https://${host}`)];
  const added = Object.entries({ ...ownEnvironment, ...(outside.length > 0 && entryEnvironment) })
    .filter(([name]) => !environment.some(entry => entry.name === name))
    .map(([name, value]) => ({ name, value }));
  return [...environment, ...added].map((entry: { [key: string]: any }) =>
    entry.name === hostsVariable
      ? { ...entry, value: joined(entry.value, [...hosts, ...FORWARDED, ...outside]) }
      : entry.name === originsVariable
        ? { ...entry, value: joined(entry.value, origins) }
        : entry,
  );
}

/** A list with more entries; one that has all of them already stays as it is. */
function joined(list: string | undefined, added: string[]): string | undefined {
  const entries = list?.split(',') ?? [];
  return list === undefined || entries.includes('*') ? list : [...new Set([...entries, ...added])].join(',');
}
