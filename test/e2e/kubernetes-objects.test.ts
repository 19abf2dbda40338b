import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { cluster } from './cluster';
import { uniqueName, UserProject } from './user-project';
import { REPOSITORY } from './workspace';
import { anyApp, appOf } from '../kubernetes/any-app';

// The API server and its Pod Security admission check the objects of the examples and of generated apps, none of which
// is created.

const namespace = uniqueName('objects');

(cluster.isNamed ? describe : describe.skip)('an API server', () => {
  beforeAll(() => {
    cluster.waitUntilReady();
    cluster.kubectl(['create', 'namespace', namespace]);
    // the standard is enforced for pods; for the templates of workloads there are warnings
    const modes = ['enforce', 'warn'].map(mode => `pod-security.kubernetes.io/${mode}=restricted`);
    cluster.kubectl(['label', 'namespace', namespace, ...modes]);
  });

  afterAll(() => {
    cluster.tryKubectl(['delete', 'namespace', namespace, '--wait=false']);
  });

  test.each(examplesInClusters())('accepts all objects of the example %s', example => {
    const project = new UserProject(readFileSync(join(REPOSITORY, 'examples', example, '.projenrc.ts'), 'utf8'));
    try {
      project.projen();
      const objects = parseAllDocuments(cluster.kubectl(['kustomize', '.'], { cwd: project.directory }));

      accepts(objects.map(each => each.toJS()));
    } finally {
      project.remove();
    }
  });

  test('accepts all objects of generated apps, and admits their pods', () => {
    // the same apps at each run: what can be generated is the business of the unit tests
    const apps = fc.sample(anyApp, { numRuns: 60, seed: 1 }).map(services => appOf(services));
    const valid = apps.filter(({ errors }) => errors.length === 0);

    expect(valid.length).toBeGreaterThan(10);
    accepts(valid.flatMap(({ objects }, index) => objects.map(each => renamed(each, index))));
  });
});

/** The examples that have a Kubernetes app. */
function examplesInClusters(): string[] {
  const examples = join(REPOSITORY, 'examples');
  return readdirSync(examples).filter(example =>
    readFileSync(join(examples, example, '.projenrc.ts'), 'utf8').includes('KubernetesApp('),
  );
}

/** Lets the API server look at objects of kinds that it knows, in the namespace of this file. */
function accepts(objects: any[]): void {
  const known = new Set(cluster.kubectl(['api-resources', '--no-headers']).split('\n').map(kindOf));
  const items = objects
    .filter(({ kind }) => kind !== 'Namespace' && known.has(kind))
    .map(each => ({ ...each, metadata: { ...each.metadata, namespace } }));
  const { status, stderr } = cluster.tryKubectl(['apply', '--dry-run=server', '--validate=strict', '--filename', '-'], {
    input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
}

/** The last column of a line of a table. */
function kindOf(line: string): string {
  return line.trim().split(/\s+/).at(-1)!;
}

function renamed(object: any, index: number): any {
  return { ...object, metadata: { ...object.metadata, name: `${object.metadata.name}-${index}` } };
}
