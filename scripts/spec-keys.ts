interface Schema { [keyword: string]: any }

/** The same shape as `SpecKeys` of the library. */
interface Keys {
  keys?: { [name: string]: Keys };
  map?: Keys;
  items?: Keys;
}

/**
 * The text of src/compose/spec/keys.ts: the names of all keys, of whichever form, by which overrides are checked.
 */
export function printKeys(root: Schema): string {
  return `/**
 * The keys that the compose specification allows at one place.
 */
export interface SpecKeys {
  /** The keys with a name of their own. */
  readonly keys?: { readonly [name: string]: SpecKeys };
  /** What a key of any other name holds. */
  readonly map?: SpecKeys;
  /** What an entry of a list holds. */
  readonly items?: SpecKeys;
}

export const COMPOSE_SPEC: SpecKeys = ${print(keysOf(root, root), '')};
`;
}

/** All keys that any branch of a schema allows: the union, since an override may turn one branch into another. */
function keysOf(schema: Schema, root: Schema): Keys {
  const result: Keys = {};
  for (const branch of branches(schema, root)) {
    for (const [name, property] of Object.entries<Schema>(branch.properties ?? {})) {
      result.keys = { ...result.keys, [name]: merge(result.keys?.[name], keysOf(property, root)) };
    }
    for (const [pattern, property] of Object.entries<Schema>(branch.patternProperties ?? {})) {
      if (pattern !== '^x-') {
        result.map = merge(result.map, keysOf(property, root));
      }
    }
    if (typeof branch.additionalProperties === 'object') {
      result.map = merge(result.map, keysOf(branch.additionalProperties, root));
    } else if (branch.additionalProperties === true || (branch.type === 'object' && !branch.properties && !branch.patternProperties)) {
      result.map = merge(result.map, {});
    }
    if (branch.items) {
      result.items = merge(result.items, keysOf(branch.items, root));
    }
  }
  return result;
}

function branches(schema: Schema, root: Schema): Schema[] {
  const nested = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  const referred = schema.$ref ? [resolve(schema.$ref, root)] : [];
  return [schema, ...[...nested, ...referred].flatMap(branch => branches(branch, root))];
}

function resolve(reference: string, root: Schema): Schema {
  return reference.replace('#/', '').split('/').reduce<Schema>((node, key) => node[key], root);
}

function merge(one: Keys | undefined, other: Keys): Keys {
  if (!one) {
    return other;
  }
  const keys = { ...one.keys };
  for (const [name, node] of Object.entries(other.keys ?? {})) {
    keys[name] = merge(keys[name], node);
  }
  return {
    ...(Object.keys(keys).length > 0 && { keys }),
    ...((one.map ?? other.map) && { map: merge(one.map, other.map ?? {}) }),
    ...((one.items ?? other.items) && { items: merge(one.items, other.items ?? {}) }),
  };
}

/** One line a key with children, scalars side by side: a diff of two versions stays readable. */
function print(node: Keys, indent: string): string {
  const parts: string[] = [];
  const deeper = `${indent}  `;
  if (node.keys) {
    const entries = Object.entries(node.keys).sort(([a], [b]) => (a < b ? -1 : 1));
    parts.push(`keys: {\n${entries.map(([name, child]) => `${deeper}  ${quote(name)}: ${print(child, `${deeper}  `)},\n`).join('')}${deeper}}`);
  }
  if (node.map) {
    parts.push(`map: ${print(node.map, deeper)}`);
  }
  if (node.items) {
    parts.push(`items: ${print(node.items, deeper)}`);
  }
  if (parts.length === 0) {
    return '{}';
  }
  return `{\n${parts.map(part => `${deeper}${part},\n`).join('')}${indent}}`;
}

function quote(name: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(name) ? name : `'${name}'`;
}
