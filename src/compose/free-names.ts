import { Construct } from 'constructs';
import { constructsOfApp } from './app-directory';
import { ComposeElement } from './compose-element';
import { EnvVariable } from './env-variable';
import { LOOPBACK } from './port-definition';
import { Service } from './service';

/**
 * The id of a secret, variable or volume that a service makes itself: the usual one, or, where another service has made it for itself already, one that
 * begins with the id of the service: `DB2_MYSQL_PASSWORD`, `db2_db_volume`. So several services of one kind work in one app, and the first one
 * has the usual names. A team's own construct of that name is none of these: it is an error that both have one name.
 */
export function freeName(service: Service, name: string): string {
  const isTaken = constructsOfApp(service).some(construct => construct.node.id === name
    && (construct instanceof ComposeElement || construct instanceof EnvVariable)
    && construct.node.scope instanceof Service && construct.node.scope !== service);
  if (!isTaken) {
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
  const taken = new Set(constructsOfApp(scope).flatMap(construct => (construct instanceof Service ? construct.publishedPorts : []))
    .filter(({ hostIp }) => (hostIp ?? LOOPBACK) === LOOPBACK).map(({ published }) => published));
  let ports: number[];
  do {
    ports = Array.from({ length: count }, (_, index) => first + index);
    first += count;
  } while (ports.some(port => taken.has(port)));
  return ports;
}
