import { ComposeTag } from './compose-tag';

const TOP_LEVEL_KEYS = ['name', 'include', 'services', 'networks', 'volumes', 'secrets', 'configs'];

const SERVICE_KEYS = [
  'image',
  'build',
  'container_name',
  'depends_on',
  'volumes',
  'volumes_from',
  'configs',
  'secrets',
  'environment',
  'env_file',
  'ports',
  'networks',
  'network_mode',
  'extra_hosts',
  'command',
  'entrypoint',
  'working_dir',
  'restart',
  'healthcheck',
  'logging',
  'labels',
  'user',
  'isolation',
];

/**
 * The model of a compose file with its keys in the order that dclint wants: services and dependencies by name, the keys
 * of a service by what they are about. All else keeps its order.
 *
 * @see https://github.com/zavoloklom/docker-compose-linter/blob/main/docs/rules/service-keys-order-rule.md
 */
export function inConventionalOrder(model: { [key: string]: any }): { [key: string]: any } {
  return withEntries(first(TOP_LEVEL_KEYS, model), 'services', services =>
    mapValues(byName(services), service => (isMap(service) ? orderedService(service) : service)),
  );
}

function orderedService(service: { [key: string]: any }): { [key: string]: any } {
  return withEntries(first(SERVICE_KEYS, service, sorted), 'depends_on', byName);
}

/** A map with other entries at a key where it has a map. */
function withEntries(
  map: { [key: string]: any },
  key: string,
  change: (entries: { [key: string]: any }) => any,
): { [key: string]: any } {
  return isMap(map[key]) ? { ...map, [key]: change(map[key]) } : map;
}

/** A map with certain keys before all others, which may be put in order too. */
function first(
  keys: string[],
  map: { [key: string]: any },
  inOrder = (names: string[]) => names,
): { [key: string]: any } {
  const others = Object.keys(map).filter(key => !keys.includes(key));
  return withKeys([...keys.filter(key => Object.hasOwn(map, key)), ...inOrder(others)], map);
}

function byName(map: { [key: string]: any }): { [key: string]: any } {
  return withKeys(sorted(Object.keys(map)), map);
}

function withKeys(keys: string[], map: { [key: string]: any }): { [key: string]: any } {
  return Object.fromEntries(keys.map(key => [key, map[key]]));
}

function sorted(names: string[]): string[] {
  const places = names.map(name => ({ name, place: placeOf(name) }));
  // Of names that differ in case alone, the one in lower case is first.
  places.sort((one, other) =>
    one.place === other.place ? (one.name > other.name ? -1 : 1) : one.place < other.place ? -1 : 1,
  );
  return places.map(({ name }) => name);
}

/**
 * What sorts a name as `localeCompare` does in English: `_`, `-`, `.`, digits, letters. That itself takes 6 ms to load
 * what it knows of languages.
 */
function placeOf(name: string): string {
  return name.toLowerCase().replace(/[_.-]/g, character => ({ _: '\x01', '-': '\x02' })[character] ?? '\x03');
}

function mapValues(map: { [key: string]: any }, change: (value: any) => any): { [key: string]: any } {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

function isMap(value: any): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ComposeTag);
}
