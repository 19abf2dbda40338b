/**
 * Writes src/kubernetes/spec/keys.ts from the OpenAPI schema of Kubernetes: the keys of the kinds that are written, by
 * which overrides are checked.
 *
 * The schema's home is Kubernetes itself (https://github.com/kubernetes/kubernetes, api/openapi-spec/swagger.json):
 *
 *   go mod download -json k8s.io/kubernetes@v1.37.2      # prints the folder
 *   npm run kubernetes-keys -- <folder>/api/openapi-spec/swagger.json 1.37
 */
import { readFileSync, writeFileSync } from 'node:fs';

/** The kinds that are written, by their API version. */
const KINDS: { [apiVersion: string]: string[] } = {
  v1: ['ConfigMap', 'Namespace', 'PersistentVolumeClaim', 'Secret', 'Service', 'ServiceAccount'],
  'apps/v1': ['Deployment', 'StatefulSet'],
  'batch/v1': ['CronJob', 'Job'],
  'autoscaling/v2': ['HorizontalPodAutoscaler'],
  'networking.k8s.io/v1': ['Ingress', 'NetworkPolicy'],
  'policy/v1': ['PodDisruptionBudget'],
  'rbac.authorization.k8s.io/v1': ['Role', 'RoleBinding'],
};

/** What nobody writes into a manifest. */
const LEFT_OUT = ['managedFields', 'status'];

interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly properties?: { readonly [name: string]: Schema };
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly 'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[];
}

const [schemaPath, version] = process.argv.slice(2);
if (!schemaPath || !version) {
  throw new Error('usage: npm run kubernetes-keys -- <swagger.json> <minor version of Kubernetes>');
}
const definitions: { [name: string]: Schema } = JSON.parse(readFileSync(schemaPath, 'utf8')).definitions;
const types = new Map<string, { readonly definition: string; readonly keys: string }>();

/** The code of a type, as `KubernetesKeys` documents it. */
function codeOf({ type, format, $ref, items, additionalProperties }: Schema): string {
  if ($ref) {
    return codeOfDefinition($ref.replace('#/definitions/', ''));
  }
  switch (type) {
    case 'string':
      return format === 'int-or-string' ? 'q' : 's';
    case 'integer':
      return 'i';
    case 'number':
      return 'n';
    case 'boolean':
      return 'b';
    case 'array':
      return `L${codeOf(items!)}`;
    default:
      return additionalProperties ? `M${codeOf(additionalProperties)}` : '*';
  }
}

function codeOfDefinition(definition: string): string {
  const name = definition.split('.').at(-1)!;
  const schema = definitions[definition];
  if (name === 'Quantity' || name === 'IntOrString') {
    return 'q';
  }
  if (!schema.properties) {
    return codeOf(schema); // a time, or a map of anything
  }
  const known = types.get(name);
  if (known && known.definition !== definition) {
    throw new Error(`two types are called ${name}: ${known.definition} and ${definition}`);
  }
  if (!known) {
    types.set(name, { definition, keys: '' }); // a type may hold itself
    const keys = Object.entries(schema.properties)
      .filter(([key]) => !LEFT_OUT.includes(key))
      .map(([key, property]) => `${key}:${codeOf(property)}`);
    types.set(name, { definition, keys: keys.join(' ') });
  }
  return `T${name}`;
}

const kinds = Object.entries(KINDS).flatMap(([apiVersion, names]) =>
  names.map(kind => {
    const [groupVersion, group] = apiVersion.split('/').reverse();
    const found = Object.entries(definitions).find(([, schema]) =>
      schema['x-kubernetes-group-version-kind']?.some(
        each => each.kind === kind && each.version === groupVersion && each.group === (group ?? ''),
      ),
    );
    if (!found) {
      throw new Error(`Kubernetes ${version} has no ${apiVersion} ${kind}`);
    }
    codeOfDefinition(found[0]);
    return [kind, apiVersion];
  }),
);

const table = (entries: Iterable<readonly string[]>) =>
  [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `  ${name}: '${text}',\n`)
    .join('');

writeFileSync(
  'src/kubernetes/spec/keys.ts',
  `// Made by scripts/generate-kubernetes-keys.ts from the OpenAPI schema of Kubernetes ${version}; do not edit.

/** The version of Kubernetes that the keys are of. */
export const KUBERNETES_VERSION = '${version}';

/** The kinds of objects that are written, with their API versions. */
export const KINDS: { readonly [kind: string]: string } = {
${table(kinds)}};

/**
 * The keys of each type: \`name:code\`. A code is \`s\` text, \`i\` integer, \`n\` number, \`b\` true or false, \`q\` text or
 * number, \`*\` anything, \`L\` a list and \`M\` a map of what follows, \`T\` another type.
 */
export const KUBERNETES_KEYS: { readonly [type: string]: string } = {
${table([...types].map(([name, { keys }]) => [name, keys]))}};
`,
);
