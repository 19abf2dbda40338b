/** Longer keys need a `?` before them. @see https://yaml.org/spec/1.2.2/#chapter-7-flow-style-productions */
const MAX_IMPLICIT_KEY = 1024;

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
 * A value with one of Compose's YAML tags, which say how a file changes the one before it.
 *
 * @see https://docs.docker.com/reference/compose-file/merge/#reset-value
 */
export class ComposeTag {
  /** Takes a key away that the earlier file has. */
  public static reset(): ComposeTag {
    return new ComposeTag('!reset', null);
  }

  /** Takes the place of what the earlier file has, where Compose would merge. */
  public static override(value: any): ComposeTag {
    return new ComposeTag('!override', value);
  }

  private constructor(
    public readonly tag: string,
    public readonly value: any,
  ) {}
}

/**
 * Writes a compose file's model as YAML that every reader understands alike: each text is quoted, since Compose reads
 * YAML 1.1 and 1.2 at once (`1_000` and `2020-01-01` would change), nothing is folded.
 *
 * So little of YAML is written that a library, which must be ready for all of it, takes several times as long.
 */
export function toComposeYaml(model: { [key: string]: any }): string {
  return toQuotedYaml(inConventionalOrder(model));
}

/**
 * Writes a map or list as YAML in which each text is quoted, with its keys in the order in which they are.
 */
export function toQuotedYaml(value: any): string {
  return isBlock(value) ? escapeSpecial(block(value, '')) : `${scalar(value)}\n`;
}

/** A map or list, each line after `indent`. */
function block(value: any, indent: string): string {
  if (Array.isArray(value)) {
    // The first line of a map or list in a list stands after the dash, in the place of its indentation.
    return value
      .map(
        item =>
          `${indent}-${isBlock(item) ? ` ${block(item, `${indent}  `).slice(indent.length + 2)}` : entry(item, indent)}`,
      )
      .join('');
  }
  return Object.entries(value)
    .map(([key, item]) => {
      const text = isPlainKey(key) ? key : JSON.stringify(key);
      return `${indent}${text.length > MAX_IMPLICIT_KEY ? `? ${text}\n${indent}` : text}:${entry(item, indent)}`;
    })
    .join('');
}

/** What stands after a key, or a dash. */
function entry(value: any, indent: string): string {
  if (value instanceof ComposeTag) {
    return ` ${value.tag}${entry(value.value, indent)}`;
  }
  return isBlock(value) ? `\n${block(value, `${indent}  `)}` : ` ${scalar(value)}\n`;
}

/** Whether a value takes lines of its own. */
function isBlock(value: any): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof ComposeTag) && Object.keys(value).length > 0;
}

/** A value on one line. JSON's escapes are YAML's too, but it has no numbers that are none. */
function scalar(value: any): string {
  return typeof value === 'number' && !Number.isFinite(value) ? '.nan' : JSON.stringify(value);
}

/**
 * Escapes what YAML 1.1 refuses (control characters) or takes for a line break inside of quotes (NEL, LS, PS). Such
 * characters stand in quoted texts only.
 *
 * @see https://yaml.org/spec/1.1/#id868518
 */
function escapeSpecial(yaml: string): string {
  return yaml.replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whether every YAML version reads the key as text: no `yes`, `null`, number or date. */
function isPlainKey(key: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_.\/-]*$/.test(key) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(key);
}

/**
 * The model of a compose file with its keys in the order that dclint wants: services and dependencies by name, the keys
 * of a service by what they are about. All else keeps its order.
 *
 * @see https://github.com/zavoloklom/docker-compose-linter/blob/main/docs/rules/service-keys-order-rule.md
 */
function inConventionalOrder(model: { [key: string]: any }): { [key: string]: any } {
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
