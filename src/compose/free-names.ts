import { Construct, IConstruct } from 'constructs';
import { appAbove } from './app-directory';
import { LOOPBACK } from './port-definition';
import { Service } from './service';

/** Which service of an app has each usual name. Kept, since to look for it among all constructs takes longer with each service. */
const owners = new WeakMap<IConstruct, Map<string, Service>>();

/**
 * The id of a secret, variable or volume that a service makes itself: the usual one, or, where another service has it, one that begins with the
 * id of the service: `DB2_MYSQL_PASSWORD`, `db2_db_volume`. So several services of one kind work in one app, and the first one has the usual
 * names. A construct that a team makes by a usual name is an error, as any two of one name are.
 */
export function freeName(service: Service, name: string): string {
  const app = appAbove(service) ?? service.node.root;
  const names = owners.get(app) ?? new Map<string, Service>();
  owners.set(app, names);
  if (!names.has(name)) {
    names.set(name, service);
  }
  if (names.get(name) === service) {
    return name;
  }
  const { id } = service.node;
  return name === name.toUpperCase() ? `${id.toUpperCase().replace(/[^A-Z0-9]+/g, '_').replace(/^(?=\d)/, '_')}_${name}` : `${id}_${name}`;
}

/**
 * The first ports of this machine, from a given one, that no service of the app publishes yet.
 *
 * @param scope the scope of the service that will publish them
 * @param count how many in a row
 */
export function freePorts(scope: Construct, first: number, count: number): number[] {
  const taken = new Set((appAbove(scope)?.node.findAll() ?? []).flatMap(construct => (construct instanceof Service ? construct.publishedPorts : []))
    .filter(({ hostIp }) => (hostIp ?? LOOPBACK) === LOOPBACK).map(({ published }) => published));
  let ports: number[];
  do {
    ports = Array.from({ length: count }, (_, index) => first + index);
    first += count;
  } while (ports.some(port => taken.has(port)));
  return ports;
}
