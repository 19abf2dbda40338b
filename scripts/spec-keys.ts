interface Schema {
  [keyword: string]: any;
}

/** The same shape as `SpecKeys` of the library. */
interface Keys {
  types?: string;
  keys?: { [name: string]: Keys };
  map?: Keys;
  items?: Keys;
  required?: string[];
  values?: string[];
  pattern?: string;
  names?: string;
  min?: number;
  max?: number;
  unique?: boolean;
  closed?: boolean;
}

/** The letters of types, as in `SpecKeys`. */
const TYPES: { [type: string]: string } = {
  string: 's',
  number: 'n',
  integer: 'i',
  boolean: 'b',
  null: 'z',
  array: 'l',
  object: 'm',
};

/**
 * Keys of lists whose entries Compose makes unique itself.
 *
 * @see https://github.com/compose-spec/compose-go/blob/main/override/uncity.go
 */
const MADE_UNIQUE = [
  'additional_contexts',
  'aliases',
  'annotations',
  'args',
  'cap_add',
  'cap_drop',
  'dns',
  'dns_opt',
  'dns_search',
  'environment',
  'expose',
  'labels',
  'link_local_ips',
  'links',
  'options',
  'ports',
  'profiles',
  'sysctls',
  'tags',
  'tmpfs',
  'volumes',
];

/** What forms that the specification has at many places are called. */
const WORDS: { [letter: string]: string } = {
  s: 'TEXT',
  n: 'NUMBER',
  i: 'INTEGER',
  b: 'FLAG',
  z: 'NULL',
  l: 'LIST',
  m: 'MAP',
};

/**
 * The text of src/compose/spec/keys.ts: the names of all keys, of all forms, and the types of their values. Overrides
 * are checked against it.
 */
export function printKeys(root: Schema): string {
  const printer = new Printer();
  const spec = printer.print(keysOf(root, root));
  return `/**
 * What the compose specification allows at one place: the union of all forms, which differ in their types.
 */
export interface SpecKeys {
  /**
   * The types: \`s\` text, \`n\` number, \`i\` integer, \`b\` true or false, \`z\` null, \`l\` list, \`m\` map. Without
   * it anything goes.
   */
  readonly types?: string;
  /** The keys with a name of their own. */
  readonly keys?: { readonly [name: string]: SpecKeys };
  /** What a key of any other name holds. */
  readonly map?: SpecKeys;
  /** What an entry of a list holds. */
  readonly items?: SpecKeys;
  /** The keys that a map must have. */
  readonly required?: readonly string[];
  /** All texts that there may be. */
  readonly values?: readonly string[];
  /** The regular expression that a text matches. */
  readonly pattern?: string;
  /** The regular expression that the other names of \`map\` match. */
  readonly names?: string;
  /** The smallest number. */
  readonly min?: number;
  /** The greatest number. */
  readonly max?: number;
  /** Whether a list has no entry twice. */
  readonly unique?: boolean;
  /** Whether there are no extensions, \`x-…\`, beside \`keys\`. */
  readonly closed?: boolean;
}

${printer.constants}export const COMPOSE_SPEC: SpecKeys = ${spec};
`;
}

/** All that any branch of a schema allows: the union, since an override may turn one branch into another. */
function keysOf(schema: Schema, root: Schema): Keys {
  const result: Keys = {};
  for (const branch of branches(schema, root)) {
    merge(result, keysOfBranch(branch, root));
  }
  const forms = (schema.oneOf ?? []).map((form: Schema) => keysOf(form, root).types ?? '');
  if (new Set(forms.join('')).size < forms.join('').length) {
    throw new Error(`two forms of one type, which SpecKeys cannot tell apart: ${JSON.stringify(schema).slice(0, 200)}`);
  }
  return result;
}

/** What a schema itself allows, without what it refers to. */
function keysOfBranch(schema: Schema, root: Schema): Keys {
  const { type, properties, patternProperties = {}, additionalProperties, items } = schema;
  const { required, enum: values, pattern, minimum, maximum, uniqueItems } = schema;
  const [[names, property] = []] = Object.entries<Schema>(patternProperties).filter(([name]) => name !== '^x-');
  const isOpen =
    additionalProperties === true || (type === 'object' && !properties && Object.keys(patternProperties).length === 0);
  const map = property ?? (typeof additionalProperties === 'object' ? additionalProperties : isOpen ? {} : undefined);
  return {
    ...(type && {
      types: [type]
        .flat()
        .map((name: string) => TYPES[name])
        .join(''),
    }),
    ...(properties && { keys: mapped(properties, (below, name) => withoutUnique(name, keysOf(below, root))) }),
    ...(map && { map: keysOf(map, root) }),
    ...(names && !/^\^?\.\+\$?$/.test(names) && additionalProperties === false && { names }),
    ...(items && { items: keysOf(items, root) }),
    ...(required && { required }),
    ...(values && { values }),
    ...(pattern && { pattern }),
    ...(minimum !== undefined && { min: minimum }),
    ...(maximum !== undefined && { max: maximum }),
    ...(uniqueItems && { unique: true }),
    ...(properties && additionalProperties === false && !('^x-' in patternProperties) && { closed: true }),
  };
}

function mapped<T>(
  properties: { [name: string]: Schema },
  convert: (below: Schema, name: string) => T,
): { [name: string]: T } {
  return Object.fromEntries(Object.entries(properties).map(([name, below]) => [name, convert(below, name)]));
}

/** A list whose entries Compose makes unique itself, before it checks the file, may have one twice. */
function withoutUnique(key: string, { unique, ...keys }: Keys): Keys {
  return { ...keys, ...(unique && !MADE_UNIQUE.includes(key) && { unique }) };
}

function branches(schema: Schema, root: Schema): Schema[] {
  const { oneOf = [], anyOf = [], allOf = [], $ref } = schema;
  if (anyOf.some((form: Schema) => Object.keys(form).join() !== 'required')) {
    // one of several required keys is for nothing but jobs
    throw new Error(`anyOf has more than required keys: ${JSON.stringify(anyOf)}`);
  }
  const referred = $ref ? [resolve($ref, root)] : [];
  return [schema, ...[...oneOf, ...allOf, ...referred].flatMap(branch => branches(branch, root))];
}

function resolve(reference: string, root: Schema): Schema {
  return reference
    .replace('#/', '')
    .split('/')
    .reduce<Schema>((node, key) => node[key], root);
}

/** Adds to `one` what the other has. */
function merge(one: Keys, other: Keys): void {
  const { types = '', keys, map, items, required, ...others } = other;
  if (types) {
    one.types = Object.values(TYPES)
      .filter(letter => `${one.types ?? ''}${types}`.includes(letter))
      .join('');
  }
  for (const [name, node] of Object.entries(keys ?? {})) {
    one.keys ??= {};
    one.keys[name] = structuredClone(one.keys[name] ?? {});
    merge(one.keys[name], node);
  }
  for (const [place, node] of Object.entries({ map, items }).filter(([, below]) => below) as [
    'map' | 'items',
    Keys,
  ][]) {
    one[place] = structuredClone(one[place] ?? {});
    merge(one[place], node);
  }
  if (required) {
    one.required = [...new Set([...(one.required ?? []), ...required])];
  }
  Object.assign(one, others);
}

/**
 * Writes forms that the specification has at several places once, as a constant: this loads faster, and a diff of two
 * versions is readable.
 */
class Printer {
  /** The constants. */
  public constants = '';
  private readonly count = new Map<string, number>();
  private readonly names = new Map<string, string>();

  /** The text of the whole specification; its constants are then in `constants`. */
  public print(spec: Keys): string {
    this.countForms(spec);
    return this.text(spec, '');
  }

  private countForms(node: Keys): void {
    const form = JSON.stringify(node);
    this.count.set(form, (this.count.get(form) ?? 0) + 1);
    if (this.count.get(form) === 1) {
      Object.values({ ...node.keys, '<map>': node.map, '<items>': node.items }).forEach(
        below => below && this.countForms(below),
      );
    }
  }

  private named(node: Keys, key: string): string {
    const form = JSON.stringify(node);
    if (this.count.get(form) === 1 || form === '{}') {
      return this.text(node, '');
    }
    if (!this.names.has(form)) {
      const text = this.text(node, '');
      const name = this.freeName(node, key);
      this.names.set(form, name);
      this.constants += `const ${name}: SpecKeys = ${text};\n\n`;
    }
    return this.names.get(form)!;
  }

  private freeName(node: Keys, key: string): string {
    const isPlain =
      Object.keys(node).every(member => ['types', 'items', 'unique'].includes(member)) &&
      (!node.items || node.items.types === 's');
    const name = isPlain
      ? `${node.unique ? 'UNIQUE_' : ''}${[...node.types!].map(letter => WORDS[letter]).join('_OR_')}${node.items ? '_OF_TEXTS' : ''}`
      : key.replace(/[^a-z0-9]+/gi, '_').toUpperCase();
    const taken = [...this.names.values()];
    return [name, ...Array.from({ length: 9 }, (_, index) => `${name}_${index + 2}`)].find(
      candidate => !taken.includes(candidate),
    )!;
  }

  private text(node: Keys, key: string): string {
    const { keys, map, items, ...plain } = node;
    const parts = Object.entries(plain).map(([name, value]) => `${name}: ${literal(value)}`);
    if (keys) {
      const entries = Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1));
      parts.push(
        `keys: {\n${entries.map(([name, child]) => `  ${quote(name)}: ${indented(this.named(child, name))},\n`).join('')}}`,
      );
    }
    if (map) {
      parts.push(`map: ${this.named(map, `${key}_entry`)}`);
    }
    if (items) {
      parts.push(`items: ${this.named(items, `${key}_item`)}`);
    }
    return parts.some(part => part.includes('\n'))
      ? `{\n${parts.map(part => `  ${indented(part)},\n`).join('')}}`
      : `{ ${parts.join(', ')} }`.replace('{  }', '{}');
  }
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}

function literal(value: unknown): string {
  return Array.isArray(value)
    ? `[${value.map(literal).join(', ')}]`
    : typeof value === 'string'
      ? `'${value.replaceAll('\\', '\\\\')}'`
      : JSON.stringify(value);
}

function quote(name: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(name) ? name : `'${name}'`;
}
