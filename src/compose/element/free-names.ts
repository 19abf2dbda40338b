import { Construct, IConstruct } from 'constructs';
import { appAbove } from '../app/app-directory';
import { EarlierFile } from '../app/earlier-file';
import { shareAddress } from '../reading/ports';
import { LOOPBACK } from '../service/port-mapping';
import { Service } from '../service/service';

/**
 * The construct of an app that has each default name. Cached, since searching all constructs takes longer with each
 * service.
 */
const owners = new WeakMap<IConstruct, Map<string, Construct>>();

/** A name that a construct was given, and the one that it would have before or after others of its kind. */
interface GivenName {
  readonly given: string;
  readonly other: string;
}

/** The names that were given to a construct. */
const givenNames = new WeakMap<Construct, GivenName[]>();

/**
 * The id of a secret, variable or volume that a service or store creates itself: the default name, or, if another
 * construct has it, one that begins with its own id: `DB2_MYSQL_PASSWORD`, `db2_db_volume`. So several of one kind work
 * in one app, and the first one has the default names. A construct of the team with a default name is an error, as are
 * any two with one name.
 *
 * The names depend on the order in which constructs are created, so it is an error if a construct has other names than
 * in the existing compose file.
 */
export function freeName(construct: Construct, name: string): string {
  const app = appAbove(construct) ?? construct.node.root;
  const names = owners.get(app) ?? new Map<string, Construct>();
  owners.set(app, names);
  if (!names.has(name)) {
    names.set(name, construct);
  }
  const long = longName(construct, name);
  const isFirst = names.get(name) === construct;
  keepName(construct, isFirst ? { given: name, other: long } : { given: long, other: name });
  return isFirst ? name : long;
}

function longName({ node: { id } }: Construct, name: string): string {
  return name === name.toUpperCase()
    ? `${id
        .toUpperCase()
        .replace(/[^A-Z0-9]+/g, '_')
        .replace(/^(?=\d)/, '_')}_${name}`
    : `${id}_${name}`;
}

function keepName(construct: Construct, name: GivenName): void {
  const names = givenNames.get(construct);
  if (names) {
    names.push(name);
    return;
  }
  givenNames.set(construct, [name]);
  construct.node.addValidation({ validate: () => validateNames(construct) });
}

function validateNames(construct: Construct): string[] {
  const earlier = EarlierFile.of(construct);
  const moved = givenNames
    .get(construct)!
    .filter(({ given, other }) => earlier.mentions(other) && isMoved(construct, earlier, given, other));
  if (moved.length === 0) {
    return [];
  }
  const quoted = (key: keyof GivenName) => [...new Set(moved.map(name => `"${name[key]}"`))].join(', ');
  const owner = owners.get(appAbove(construct)!)!.get(moved[0].other);
  const remedy = owner
    ? `make "${construct.node.id}" before "${owner.node.id}" in the program`
    : "give it constructs of the earlier names by its props, such as new Volume(app, 'name') as `volume`";
  return [
    `the earlier ${earlier.name} gives it ${quoted('other')}, but now it would have ${quoted('given')}, and its data and passwords seem to be lost; ${
      remedy
    }, or remove ${earlier.name} first if that is meant`,
  ];
}

/** Whether a service used the other name before. A store is no service: there those count that use it now. */
function isMoved(construct: Construct, earlier: EarlierFile, given: string, other: string): boolean {
  if (construct instanceof Service) {
    return earlier.uses(construct.name, other) && !earlier.uses(construct.name, given);
  }
  const services = (appAbove(construct) ?? construct).node
    .findAll()
    .filter((one): one is Service => one instanceof Service);
  return services.some(service => {
    const sources = service._mountedVolumes;
    return (
      earlier.uses(service.name, other) &&
      !earlier.uses(service.name, given) &&
      sources.includes(given) &&
      !sources.includes(other)
    );
  });
}

/**
 * The first ports of the host, from a given one, that no service of the app publishes yet.
 *
 * @param scope the scope of the service that will publish them
 * @param count how many in a row
 * @param hostIp the address that they listen on
 */
export function freePorts(scope: Construct, first: number, count: number, hostIp: string = LOOPBACK): number[] {
  const taken = new Set(
    (appAbove(scope)?.node.findAll() ?? [])
      .flatMap(construct => (construct instanceof Service ? construct.publishedPorts : []))
      .filter(port => shareAddress({ hostIp: port.hostIp ?? LOOPBACK }, { hostIp }))
      .map(({ published }) => published),
  );
  let ports: number[];
  do {
    ports = Array.from({ length: count }, (_, index) => first + index);
    first += count;
  } while (ports.some(port => taken.has(port)));
  return ports;
}

/**
 * A path in the container of a service at which nothing is mounted yet: the usual one, or one that ends with an id.
 */
export function freePath(service: Service, path: string, id: string): string {
  return service.mountedPaths.includes(path) ? `${path}-${id.replace(/[^\w.-]+/g, '-')}` : path;
}
