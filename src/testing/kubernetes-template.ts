import { differencesBetween, hint } from './differences';
import { toQuotedYaml } from '../compose/internal';
import { KubernetesApp } from '../kubernetes';

/**
 * The manifests of an app, for assertions in tests. It fails by throwing, so it serves every test framework.
 */
export class KubernetesTemplate {
  /**
   * Renders and checks the manifests of an app. Nothing is written.
   *
   * @throws when the app breaks a rule, or something in it cannot be translated
   */
  public static fromApp(cluster: KubernetesApp): KubernetesTemplate {
    return new KubernetesTemplate(cluster.toObjects(), cluster.toKustomization());
  }

  private constructor(
    private readonly objects: any[],
    private readonly kustomization: { [key: string]: any },
  ) {}

  /**
   * The objects, as maps.
   */
  public toJson(): any[] {
    return structuredClone(this.objects);
  }

  /**
   * The kustomization and the objects, as YAML: for snapshots.
   */
  public toYaml(): string {
    return [this.kustomization, ...this.objects].map(each => toQuotedYaml(each)).join('---\n');
  }

  /**
   * Asserts that there is an object that holds at least what is expected. Maps are compared key by key, lists whole.
   *
   * @param kind the kind: `Deployment`
   * @param name the name; that of a job without its digest
   * @param expected what it must hold, with the keys of Kubernetes
   * @throws when it does not, with what differs
   */
  public hasObject(kind: string, name: string, expected: { [key: string]: any } = {}): void {
    const found = this.objects.find(object => object.kind === kind && nameOf(object) === name);
    if (!found) {
      const names = this.objects.map(object => `${object.kind}/${nameOf(object)}`);
      throw new Error(
        `expected ${kind}/${name} among the objects, there are: ${names.join(', ')}${hint(`${kind}/${name}`, names)}`,
      );
    }
    const differences = [...differencesBetween(`${kind}/${name}`, expected, found)];
    if (differences.length > 0) {
      throw new Error(`${kind}/${name} is not as expected:\n${differences.join('\n')}`);
    }
  }
}

/** The name of a Job object ends with a digest of what it runs. */
function nameOf({ kind, metadata }: any): string {
  return kind === 'Job' ? metadata.labels['app.kubernetes.io/name'] : metadata.name;
}
