import { ClusterInput, ClusterOutput, KubernetesObject } from '../../src/kubernetes/translation/cluster-input';
import { translate } from '../../src/kubernetes/translation/translate';

const base: ClusterInput = {
  definition: {},
  path: 'app/kubernetes',
  paths: new Map(),
  traits: new Map(),
  settings: new Map(),
  variables: new Map(),
  namespace: 'team',
  createNamespace: true,
  profiles: [],
  secrets: { kind: 'files' },
  overrides: [],
  waitImage: 'alpine:3.22',
  kubectlImage: 'kubectl:1',
  digestOfContext: path => `digest of ${path}`,
  readFile: () => undefined,
};

/** A service that is there to stay. */
export const service = (definition: { [key: string]: any } = {}) => ({
  image: 'nginx:1',
  restart: 'always',
  ...definition,
});

/** What becomes of a compose file, as the app checked it. */
export function translated(definition: { [key: string]: any }, input: Partial<ClusterInput> = {}): ClusterOutput {
  return translate({ ...base, ...input, definition: { name: 'app', ...definition } });
}

/** What becomes of one service, named `web`. */
export function translatedService(
  definition: { [key: string]: any },
  input: Partial<ClusterInput> = {},
): ClusterOutput {
  return translated({ services: { web: service(definition) } }, input);
}

/** An object of an output; that of a job is named without its digest. */
export function objectOf({ objects, errors }: ClusterOutput, kind: string, name: string): KubernetesObject {
  expect(errors).toEqual([]);
  const found = objects.find(
    ({ kind: other, metadata }) =>
      other === kind && (metadata.name === name || (kind === 'Job' && metadata.name.startsWith(`${name}-`))),
  );
  expect(found?.kind).toBe(kind);
  return found!;
}

/** The specification of the pods of a workload. */
export function podSpec(output: ClusterOutput, kind = 'Deployment', name = 'web'): { [key: string]: any } {
  return objectOf(output, kind, name).spec.template.spec;
}

/** The container of a workload. */
export function container(output: ClusterOutput, kind?: string, name?: string): { [key: string]: any } {
  return podSpec(output, kind, name).containers[0];
}
