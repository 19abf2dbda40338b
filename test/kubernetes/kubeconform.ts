import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS, KUBERNETES_VERSION } from '../../src/kubernetes/spec/keys';
import { KubernetesObject } from '../../src/kubernetes/translation/cluster-input';

const PROGRAM = 'github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0';

/** Has the OpenAPI schema, which the keys in src/ are made of too (scripts/generate-kubernetes-keys.ts). */
const KUBERNETES = `k8s.io/kubernetes@v${KUBERNETES_VERSION}.2`;

/** Objects of other projects, whose schemas Kubernetes does not have. */
const FOREIGN = ['HTTPRoute', 'ExternalSecret'];

/** The program and a schema for each kind; others when either changes. */
const VERSION = createHash('sha256')
  .update(JSON.stringify([PROGRAM, KUBERNETES, KINDS]))
  .digest('hex')
  .slice(0, 12);
const CACHE = join(__dirname, '..', '..', 'node_modules', '.cache', 'kubeconform', VERSION);
const BINARY = join(CACHE, 'kubeconform');

/**
 * Builds kubeconform and its schemas, once per working copy.
 *
 * @returns why that cannot be; nothing if they are there
 */
export function missingKubeconform(): string | undefined {
  if (existsSync(BINARY)) {
    return undefined;
  }
  if (go(['version']).status !== 0) {
    return 'Go, which builds it, is not installed (https://go.dev/doc/install)';
  }
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  const source = go(['mod', 'download', '-json', KUBERNETES]);
  if (source.status !== 0) {
    return `Go cannot download ${KUBERNETES}`;
  }
  writeSchemas(join(JSON.parse(source.stdout).Dir, 'api', 'openapi-spec', 'swagger.json'));
  const folder = join(CACHE, 'bin');
  if (go(['install', PROGRAM], { GOBIN: folder }).status !== 0) {
    return `Go cannot install ${PROGRAM}`;
  }
  renameSync(join(folder, 'kubeconform'), BINARY);
  return undefined;
}

/**
 * What `kubeconform -strict` says of objects.
 *
 * @returns a message for each object that is not valid
 */
export function faultsOf(objects: readonly KubernetesObject[]): string[] {
  const { stdout, stderr } = spawnSync(
    BINARY,
    [
      '-strict',
      ...['-output', 'json', '-verbose'],
      ...['-schema-location', join(CACHE, '{{.ResourceKind}}{{.KindSuffix}}.json')],
      ...['-skip', FOREIGN.join(',')],
    ],
    { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }), encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  const resources: { kind: string; name: string; status: string; msg: string }[] = stdout
    ? JSON.parse(stdout).resources
    : [];
  if (resources.length !== objects.length) {
    throw new Error(`kubeconform checked ${resources.length} of ${objects.length} objects: ${stderr}`);
  }
  return resources
    .filter(({ status }) => !['statusValid', 'statusSkipped'].includes(status))
    .map(({ kind, name, msg }) => `${kind}/${name}: ${msg}`);
}

function go(words: string[], env: { [name: string]: string } = {}) {
  return spawnSync('go', words, { encoding: 'utf8', env: { ...process.env, ...env } });
}

/** Writes a file for each kind, in the form in which kubeconform wants the types of OpenAPI. */
function writeSchemas(openApi: string): void {
  const { definitions } = JSON.parse(readFileSync(openApi, 'utf8'));
  const quantity = Object.keys(definitions).find(name => name.endsWith('.Quantity'))!;
  Object.values(definitions).forEach(strict);
  definitions[quantity] = { oneOf: [{ type: 'string' }, { type: 'number' }] };
  for (const [kind, apiVersion] of Object.entries(KINDS)) {
    const [version, group = ''] = apiVersion.split('/').reverse();
    const [name] = Object.entries<any>(definitions).find(([, schema]) =>
      schema['x-kubernetes-group-version-kind']?.some(
        (each: any) => each.kind === kind && each.version === version && each.group === group,
      ),
    )!;
    const file = [kind.toLowerCase(), ...(group === '' ? [] : [group.split('.')[0]]), version].join('-');
    writeFileSync(join(CACHE, `${file}.json`), JSON.stringify({ $ref: `#/definitions/${name}`, definitions }));
  }
}

/** Unknown keys are an error, and what may be a number or text is said in the words of JSON Schema. */
function strict(schema: any): void {
  if (typeof schema !== 'object' || schema === null) {
    return;
  }
  if (schema.format === 'int-or-string') {
    delete schema.type;
    schema.oneOf = [{ type: 'string' }, { type: 'integer' }];
  }
  if (schema.type === 'object' && schema.properties && schema.additionalProperties === undefined) {
    schema.additionalProperties = false;
  }
  const below = [schema.items, schema.additionalProperties, ...Object.values(schema.properties ?? {})];
  below.forEach(strict);
}
