import { ComposeTag } from './compose-tag';

const TOP_LEVEL_KEYS = ['name', 'include', 'services', 'networks', 'volumes', 'secrets', 'configs'];

const SERVICE_KEYS = [
  'image', 'build', 'container_name', 'depends_on', 'volumes', 'volumes_from', 'configs', 'secrets', 'environment', 'env_file',
  'ports', 'networks', 'network_mode', 'extra_hosts', 'command', 'entrypoint', 'working_dir', 'restart', 'healthcheck', 'logging', 'labels',
  'user', 'isolation',
];

/** Of names in every language alike; making one takes longer than most apps are sorted in. */
const { compare } = new Intl.Collator('en');

/**
 * The model of a compose file with its keys in the order that dclint wants: services and dependencies by name, the keys of a service by what they
 * are about. All else keeps its order.
 *
 * @see https://github.com/zavoloklom/docker-compose-linter/blob/main/docs/rules/service-keys-order-rule.md
 */
export function inConventionalOrder(model: { [key: string]: any }): { [key: string]: any } {
  return withEntries(first(model, TOP_LEVEL_KEYS), 'services', services => mapValues(byName(services), service => isMap(service) ? orderedService(service) : service));
}

function orderedService(service: { [key: string]: any }): { [key: string]: any } {
  return withEntries(first(byName(service), SERVICE_KEYS), 'depends_on', byName);
}

/** A map with other entries at a key where it has a map. */
function withEntries(map: { [key: string]: any }, key: string, change: (entries: { [key: string]: any }) => any): { [key: string]: any } {
  return isMap(map[key]) ? { ...map, [key]: change(map[key]) } : map;
}

/** A map with certain keys before all others. */
function first(map: { [key: string]: any }, keys: string[]): { [key: string]: any } {
  return { ...Object.fromEntries(keys.filter(key => key in map).map(key => [key, map[key]])), ...map };
}

function byName(map: { [key: string]: any }): { [key: string]: any } {
  return Object.fromEntries(Object.entries(map).sort(([one], [other]) => compare(one, other)));
}

function mapValues(map: { [key: string]: any }, change: (value: any) => any): { [key: string]: any } {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

function isMap(value: any): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ComposeTag);
}
