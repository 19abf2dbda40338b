/**
 * Writes src/compose/spec/keys.ts from the JSON schema of the compose specification.
 *
 * The schema's home is compose-go (https://github.com/compose-spec/compose-go, schema/compose-spec.json):
 *
 *   go mod download -json github.com/compose-spec/compose-go/v2@latest      # prints the folder
 *   npm run spec -- <folder>/schema/compose-spec.json 'compose-go v2.16.2'
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface Schema { [keyword: string]: any }

interface Keys {
  keys?: { [name: string]: Keys };
  map?: Keys;
  items?: Keys;
}

const [schemaPath, version] = process.argv.slice(2);
if (!schemaPath || !version) {
  throw new Error("usage: npm run spec -- <compose-spec.json> '<where it is from and its version>'");
}
const root: Schema = JSON.parse(readFileSync(schemaPath, 'utf8'));

/** All keys that any branch of a schema allows: the union, since an override may turn one branch into another. */
function keysOf(schema: Schema): Keys {
  const result: Keys = {};
  for (const branch of branches(schema)) {
    for (const [name, property] of Object.entries<Schema>(branch.properties ?? {})) {
      result.keys = { ...result.keys, [name]: merge(result.keys?.[name], keysOf(property)) };
    }
    for (const [pattern, property] of Object.entries<Schema>(branch.patternProperties ?? {})) {
      if (pattern !== '^x-') {
        result.map = merge(result.map, keysOf(property));
      }
    }
    if (typeof branch.additionalProperties === 'object') {
      result.map = merge(result.map, keysOf(branch.additionalProperties));
    } else if (branch.additionalProperties === true || (branch.type === 'object' && !branch.properties && !branch.patternProperties)) {
      result.map = merge(result.map, {});
    }
    if (branch.items) {
      result.items = merge(result.items, keysOf(branch.items));
    }
  }
  return result;
}

function branches(schema: Schema): Schema[] {
  const nested = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  const referred = schema.$ref ? [resolve(schema.$ref)] : [];
  return [schema, ...[...nested, ...referred].flatMap(branches)];
}

function resolve(reference: string): Schema {
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

writeFileSync('src/compose/spec/keys.ts', `// Made by scripts/generate-spec.ts from the schema of ${version}; do not edit.

/**
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

export const COMPOSE_SPEC: SpecKeys = ${print(keysOf(root), '')};
`);
