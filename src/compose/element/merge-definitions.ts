import { posix } from 'node:path';
import { volumeEntry } from '../reading/mounts';
import { portEntry } from '../reading/ports';
import { DependencyCondition } from '../service/dependency';

/**
 * One definition over another, by the rules by which Compose merges files. Maps are merged key by key, also where one
 * side has the form of a list. Entries of a list are added; one with the identity of an entry of the other list, such
 * as the same mount target, replaces it. All else, such as a text or the arguments of a command, replaces what was
 * there.
 *
 * @param key what holds the definitions, whose forms depend on it
 * @see https://docs.docker.com/reference/compose-file/merge/
 */
export function mergeDefinitions(base: any, over: any, key: string = ''): any {
  if (over === undefined) {
    return base;
  }
  const [below, above] = [asMap(key, base, over), asMap(key, over, base)];
  if (isMap(below) && isMap(above)) {
    const merged = { ...below };
    for (const [name, value] of Object.entries(above)) {
      merged[name] = mergeDefinitions(merged[name], value, name);
    }
    return merged;
  }
  if (Array.isArray(base) && !ARGUMENTS.has(key) && (Array.isArray(over) || SINGLE_ENTRIES.has(key))) {
    return mergeLists(key, base, over === null ? [] : [over].flat());
  }
  return over;
}

/** Lists whose entries belong together in their order, so that one list replaces the other. */
const ARGUMENTS = new Set(['command', 'entrypoint', 'test']);

/** Lists of which Compose also accepts one entry without a list around it. */
const SINGLE_ENTRIES = new Set(['tmpfs', 'env_file', 'label_file', 'dns', 'dns_search']);

function mergeLists(key: string, base: any[], over: any[]): any[] {
  const replaced = new Set(over.flatMap(entry => identitiesOf(key, entry)));
  return [...base.filter(entry => !identitiesOf(key, entry).some(identity => replaced.has(identity))), ...over];
}

/** The folders of files whose paths are not absolute. */
const GRANT_FOLDERS: { [key: string]: string } = { configs: '/', secrets: '/run/secrets' };

/** What tells an entry of a list apart: two entries of one list cannot have it. */
function identitiesOf(key: string, entry: any): string[] {
  switch (key) {
    case 'configs':
    case 'secrets': {
      const { source, target = source } = isMap(entry) ? entry : { source: entry };
      return typeof target === 'string' ? [posix.resolve(GRANT_FOLDERS[key], target)] : [];
    }
    case 'ports':
      return isPlain(entry) || isMap(entry) ? portIdentities(entry) : [];
    case 'volumes':
      return targetOf(isPlain(entry) ? volumeEntry(String(entry)) : entry);
    case 'devices':
      return targetOf(isPlain(entry) ? deviceEntry(String(entry)) : entry);
    case 'env_file':
      return isPlain(entry) ? [String(entry)] : isMap(entry) && isPlain(entry.path) ? [String(entry.path)] : [];
    // Lists that confine a container, or let it work in spite of that: `no-new-privileges:false` and
    // `no-new-privileges:true` are of one setting, `/tmp:size=1m` and `/tmp` of one path.
    case 'security_opt':
    case 'cap_drop':
    case 'cap_add':
    case 'tmpfs':
      return [String(entry).split(/[:=]/, 1)[0].toUpperCase().replace(/^CAP_/, '')];
    default:
      return isPlain(entry) ? [isPairs(key) ? pairOf(key, String(entry))[0] : String(entry)] : targetOf(entry);
  }
}

/** The port in the container, with its protocol, as one number may be open by both; and what the host publishes. */
function portIdentities(entry: any): string[] {
  const { target, protocol, published, hostIp = '' } = portEntry(entry);
  return [
    ...(target === '' ? [] : [`${target}/${protocol}`]),
    ...(published === undefined ? [] : [`${hostIp}:${published}/${protocol} of the host`]),
  ];
}

/** The short form `source[:target[:permissions]]`. */
function deviceEntry(text: string): { target: string } {
  const [source, target = source] = text.split(':');
  return { target };
}

function targetOf(entry: any): string[] {
  return isPlain(entry?.target) ? [String(entry.target)] : [];
}

/** Keys whose lists are names alone, with what a name stands for in the form of a map. */
const NAMES: { [key: string]: any } = {
  networks: {},
  models: {},
  depends_on: { condition: DependencyCondition.STARTED },
};

/** A short form as a map, where the other side is a map or holds names. */
function asMap(key: string, value: any, other: any): any {
  if (Array.isArray(value) && value.every(entry => typeof entry === 'string')) {
    const entries =
      key in NAMES
        ? value.map(name => [name, NAMES[key]])
        : isMap(other)
          ? value.map(entry => pairOf(key, entry))
          : undefined;
    return entries ? Object.fromEntries(entries) : value;
  }
  return key === 'build' && typeof value === 'string' ? { context: value } : value;
}

/** Keys whose lists hold entries `NAME=value`. */
function isPairs(key: string): boolean {
  return ['environment', 'labels', 'annotations', 'extra_hosts', 'sysctls', 'args', 'additional_contexts'].includes(
    key,
  );
}

/** An entry `NAME=value`; a name alone has no value of its own. */
function pairOf(key: string, entry: string): [string, string | null] {
  const end = entry.search(key === 'extra_hosts' ? /[=:]/ : /=/);
  return end < 0 ? [entry, null] : [entry.slice(0, end), entry.slice(end + 1)];
}

function isPlain(value: any): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** A map to look into: references (`IEnvValue`) and things that render themselves are values. */
export function isMap(value: any): value is { [key: string]: any } {
  return (
    Object.prototype.toString.call(value) === '[object Object]' &&
    typeof value.toCompose !== 'function' &&
    typeof value.toDefinition !== 'function'
  );
}
