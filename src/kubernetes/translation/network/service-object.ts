import { hasReference, mountsOf, portEntriesOf, portNumbers } from '../../../compose/internal';
import { ClusterInput, KubernetesObject } from '../cluster-input';
import { appLabels, ClusterService, selectorOf } from '../cluster-service';
import { isHostLabel } from '../object-name';
import { Report } from '../report';
import { Values } from '../values';

/**
 * A port in a container.
 */
export interface ContainerPort {
  readonly port: number;
  readonly protocol: string;
}

/**
 * The ports of a service that the compose file names: those that it publishes or exposes.
 */
export function portsOf({ name, definition }: ClusterService, values?: Values, report?: Report): ContainerPort[] {
  const entries = [
    ...portEntriesOf(definition),
    ...(definition.expose ?? []).map((each: any) => {
      const [target, protocol = 'tcp'] = String(each).split('/');
      return { target, protocol };
    }),
  ];
  const ports = new Map<string, ContainerPort>();
  for (const { target, protocol } of entries) {
    if ((hasReference(target) || hasReference(protocol)) && !values) {
      continue;
    }
    for (const port of portNumbers(values ? values.resolve(name, target) : target)) {
      if (!Number.isInteger(port) || port < 1 || port > 65535) {
        report?.error(name, `the port "${target}" is not a number`, 'write it out');
      } else {
        ports.set(`${port}/${protocol}`, { port, protocol: protocol.toUpperCase() });
      }
    }
  }
  return [...ports.values()];
}

/** Whether anything can reach a service. */
export function isReachable({ definition, isFinite }: ClusterService): boolean {
  return !isFinite && definition.network_mode !== 'none';
}

/**
 * Whether one pod keeps the data of a service. Its name then resolves even while the pod is not ready, as in Compose:
 * clients that retry connect as soon as it is ready, and no name server caches that the name did not exist.
 */
export function hasOnePod(service: ClusterService): boolean {
  const keepsData = mountsOf(service.definition).some(
    ({ type, source, target }) =>
      type === 'volume' && source !== undefined && !service.traits.scratchMounts?.includes(target!),
  );
  return keepsData && !service.isReplicated;
}

/**
 * Whether the name of a service resolves to its pods instead of a virtual address. All of their ports are reachable
 * then: for the one pod that keeps data, and for a service whose ports are not known.
 */
export function isHeadless(service: ClusterService): boolean {
  return hasOnePod(service) || portsOf(service).length === 0;
}

/**
 * The Service objects by which others reach a service: one of its name, and one of each alias that it has in a network.
 */
export function serviceObjects(
  service: ClusterService,
  input: ClusterInput,
  values: Values,
  report: Report,
): KubernetesObject[] {
  if (!isReachable(service)) {
    return [];
  }
  const ports = portsOf(service, values, report);
  const spec = {
    ...(isHeadless(service) && { clusterIP: 'None' }),
    ...(hasOnePod(service) && { publishNotReadyAddresses: true }),
    selector: selectorOf(input, service),
    ...(ports.length > 0 && {
      ports: ports.map(({ port, protocol }) => ({
        name: `${protocol.toLowerCase()}-${port}`,
        port,
        targetPort: port,
        ...(protocol !== 'TCP' && { protocol }),
      })),
    }),
  };
  const aliases = aliasesOf(service, report).filter(alias => alias !== service.object);
  for (const alias of aliases.filter(each => !isHostLabel(each))) {
    report.error(
      service.name,
      `its alias "${alias}" is not a valid name in Kubernetes`,
      'give it another one, of lower-case letters, digits and dashes',
    );
  }
  return [service.object, ...aliases].map(name => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: appLabels(input) },
    spec,
  }));
}

/** The other names of a service in its networks; other keys of an attachment have no counterpart. */
function aliasesOf({ name, definition }: ClusterService, report: Report): string[] {
  const attachments = Array.isArray(definition.networks) ? [] : Object.entries<any>(definition.networks ?? {});
  const aliases = new Set<string>();
  for (const [network, attachment] of attachments) {
    for (const [key, value] of Object.entries<any>(attachment ?? {})) {
      if (key === 'aliases') {
        value.forEach((alias: string) => aliases.add(alias));
      } else if (key !== 'priority' && key !== 'gw_priority' && !key.startsWith('x-')) {
        report.error(
          name,
          `\`networks.${network}.${key}\` has no counterpart`,
          'leave it out: pods get their addresses from the cluster',
        );
      }
    }
  }
  for (const link of (definition.links ?? []).map(String).filter((each: string) => each.includes(':'))) {
    report.error(
      name,
      `\`links\` gives a name of its own in "${link}", which is not translated`,
      'use the name of the service',
    );
  }
  return [...aliases];
}
