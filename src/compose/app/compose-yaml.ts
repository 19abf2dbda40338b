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
  return toQuotedYaml(model, FILE);
}

/**
 * Writes a map or list as YAML in which each text is quoted, with its keys in the order in which they are.
 */
export function toQuotedYaml(value: any, layout?: Layout): string {
  return isBlock(value) ? escapeSpecial(block(value, '', layout)) : `${scalar(value)}\n`;
}

/** A map or list, each line after `indent`. */
function block(value: any, indent: string, layout?: Layout): string {
  let lines = '';
  if (Array.isArray(value)) {
    for (const item of value) {
      // The first line of a map or list in a list stands after the dash, in the place of its indentation.
      const text = isBlock(item) ? ` ${block(item, `${indent}  `).slice(indent.length + 2)}` : entry(item, indent);
      lines += `${indent}-${text}`;
    }
    return lines;
  }
  const keys = Object.keys(value);
  for (const key of layout ? layout.order(keys) : keys) {
    const text = isPlainKey(key) ? key : JSON.stringify(key);
    const start = text.length > MAX_IMPLICIT_KEY ? `? ${text}\n${indent}` : text;
    lines += `${indent}${start}:${entry(value[key], indent, layout?.below?.(key))}`;
  }
  return lines;
}

/** What stands after a key, or a dash. */
function entry(value: any, indent: string, layout?: Layout): string {
  if (value instanceof ComposeTag) {
    return ` ${value.tag}${entry(value.value, indent)}`;
  }
  return isBlock(value) ? `\n${block(value, `${indent}  `, layout)}` : ` ${scalar(value)}\n`;
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

/** How a map is written that has an order of its own. A map without one keeps the order of its keys. */
interface Layout {
  readonly order: (keys: string[]) => string[];
  /** The layout of the map at a key. */
  readonly below?: (key: string) => Layout | undefined;
}

const BY_NAME: Layout = { order: sorted };
const SERVICE: Layout = {
  order: keys => [...SERVICE_KEYS.filter(key => keys.includes(key)), ...sorted(without(keys, SERVICE_KEYS))],
  below: key => (key === 'depends_on' ? BY_NAME : undefined),
};
const SERVICES: Layout = { order: sorted, below: () => SERVICE };

/**
 * The order that dclint wants: services and dependencies by name, the keys of a service by what they are about.
 *
 * @see https://github.com/zavoloklom/docker-compose-linter/blob/main/docs/rules/service-keys-order-rule.md
 */
const FILE: Layout = {
  order: keys => [...TOP_LEVEL_KEYS.filter(key => keys.includes(key)), ...without(keys, TOP_LEVEL_KEYS)],
  below: key => (key === 'services' ? SERVICES : undefined),
};

function without(keys: string[], others: string[]): string[] {
  return keys.filter(key => !others.includes(key));
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
  return name.toLowerCase().replaceAll('_', '\x01').replaceAll('-', '\x02').replaceAll('.', '\x03');
}
