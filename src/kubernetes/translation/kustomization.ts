import { ClusterInput, KubernetesObject } from './cluster-input';
import { appLabels } from './cluster-service';
import { ClusterFiles } from './files';
import { toQuotedYaml } from '../../compose/internal';

/** The folder of the objects, beside the kustomization. */
export const FOLDER = 'kubernetes';

/**
 * The kustomization, which names the files of the objects and generates the ConfigMap and Secret objects.
 */
export function kustomizationOf(
  input: ClusterInput,
  groups: Iterable<string>,
  files: ClusterFiles,
): { [key: string]: any } {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: input.namespace,
    resources: [...groups].map(group => `${FOLDER}/${group}.yaml`),
    generatorOptions: { labels: appLabels(input) },
    ...files.generators(),
  };
}

/** The text of a file with several objects, and before them what Kubernetes has no key for. */
export function objectsText(objects: readonly KubernetesObject[], notes: readonly string[]): string {
  return [
    ...notes.map(note => `# ${note.replace(/\s+/g, ' ')}\n`),
    objects.map(object => toQuotedYaml(object)).join('---\n'),
  ].join('');
}
