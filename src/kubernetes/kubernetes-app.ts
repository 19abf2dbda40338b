import { join } from 'node:path/posix';
import { Construct } from 'constructs';
import { Component } from 'projen';
import { digestOfContext } from './build-context';
import { KubernetesEntry } from './kubernetes-entry';
import { KubernetesSecrets } from './kubernetes-secrets';
import { KubernetesTasks } from './kubernetes-tasks';
import { KubernetesServiceOptions } from './service-options';
import { ComposeApp, ComposeOverlay, Service } from '../compose';
import { ClusterInput, ClusterOutput, ObjectOverride, VariableInput } from './translation/cluster-input';
import { checkProps, clusterTraitsOf, composeError, GeneratedFile, pathOf, ProjectFiles } from '../compose/internal';
import { KUBECTL_IMAGE, WAIT_IMAGE } from '../default-images';

/**
 * Properties of a `KubernetesApp`.
 */
export interface KubernetesAppProps {
  /**
   * The namespace of the app, for it alone.
   *
   * @default - the name of the app
   */
  readonly namespace?: string;

  /**
   * Whether the namespace is one of the objects, with the Pod Security standard "restricted". Else it must exist.
   *
   * @default true
   */
  readonly createNamespace?: boolean;

  /**
   * The registry and folder where images that the app builds are pushed, without a scheme: `registry.example.com/ml`.
   *
   * @default - none: an app that builds images needs one
   */
  readonly imageRepository?: string;

  /**
   * How requests from outside reach the app.
   *
   * @default - not at all: `kubectl port-forward` does for a person
   */
  readonly entry?: KubernetesEntry;

  /**
   * Where secrets come from.
   *
   * @default KubernetesSecrets.files()
   */
  readonly secrets?: KubernetesSecrets;

  /**
   * The values of variables in the cluster, by name. They are committed, so none may be a secret.
   *
   * @default - the default values of the variables; those of `.env` are of this machine
   */
  readonly variables?: { [name: string]: string };

  /**
   * The profiles whose services are in the cluster too.
   *
   * @default - none: services without a profile alone
   */
  readonly profiles?: string[];

  /**
   * The image of the init containers that wait for other pods: with a shell, `getent`, `wget` and `grep`.
   *
   * @default - Alpine Linux
   */
  readonly waitImage?: string;

  /**
   * The image of the pod that says which init jobs have ended: with `kubectl`.
   *
   * @default - that of Kubernetes itself
   */
  readonly kubectlImage?: string;
}

/**
 * An app in a Kubernetes cluster: its checked compose file becomes manifests, `kustomization.yaml` beside it and the
 * folder `kubernetes`, which `kubectl apply -k` deploys.
 *
 * Each key of the compose file is translated, or an error or warning says what to do instead.
 */
export class KubernetesApp extends Component {
  /**
   * The namespace of the app.
   */
  public readonly namespace: string;

  private readonly app: ComposeApp;
  private readonly base: ComposeApp | ComposeOverlay;
  private readonly props: KubernetesAppProps;
  private readonly settings = new Map<Service, KubernetesServiceOptions>();
  private readonly overrides: ObjectOverride[] = [];
  private readonly tasks?: KubernetesTasks;
  private readonly files = new Set<string>();
  private output?: ClusterOutput;

  /**
   * @param scope the app, or an overlay whose changes are those of the cluster
   * @throws when there is no app above it, or the project has a `kustomization.yaml` in the app's directory already
   */
  constructor(scope: Construct, id: string, props: KubernetesAppProps = {}) {
    checkProps(new.target, KubernetesApp, scope, id, 'KubernetesAppProps', props);
    super(scope, id);
    this.app = ComposeApp.of(this);
    this.base =
      this.node.scopes.reverse().find((each): each is ComposeOverlay => each instanceof ComposeOverlay) ?? this.app;
    this.props = props;
    this.namespace = props.namespace ?? this.app.appName;
    this.tasks = KubernetesTasks.provide(this, this.app.directory);
    this.addFile('kustomization.yaml');
    this.app._addOutput({
      overlay: this.base === this.app ? undefined : this.base,
      take: definition => this.take(definition),
    });
  }

  /**
   * Says what a service has in the cluster alone; a second call changes what it names.
   *
   * @throws when the service belongs to another app
   */
  public configure(service: Service, options: KubernetesServiceOptions): void {
    this.checkService(service);
    this.settings.set(service, { ...this.settings.get(service), ...options });
  }

  /**
   * Changes one key of an object, after everything else: `addOverride('Deployment/mlflow',
   * 'spec.template.spec.priorityClassName', 'high')`.
   *
   * @param object kind and name; a job is named without the digest of its name
   * @param path keys joined by dots, an entry of a list by its number; a dot in a key is written `\.`
   * @param value text, a number, a flag, or a list or map of them
   * @throws at synthesis when there is no such object, or Kubernetes has no such key
   */
  public addOverride(object: string, path: string, value: any): void {
    this.overrides.push({ object, path, value });
  }

  /**
   * Takes one key away from an object.
   *
   * @param object kind and name
   * @param path keys joined by dots
   * @throws at synthesis when there is no such object, or Kubernetes has no such key
   */
  public addDeletionOverride(object: string, path: string): void {
    this.overrides.push({ object, path, value: undefined });
  }

  /**
   * The checked objects, as maps. ConfigMap and Secret objects are not among them: kustomize generates them.
   *
   * @throws when the app breaks a rule, or something in it cannot be translated
   */
  public toObjects(): any[] {
    return [...this.rendered().objects];
  }

  /**
   * The checked kustomization, as a map.
   *
   * @throws when the app breaks a rule, or something in it cannot be translated
   */
  public toKustomization(): { [key: string]: any } {
    return this.rendered().kustomization;
  }

  /**
   * Makes the files and tasks: what they are is known only now. The app has checked all of it already.
   */
  public preSynthesize(): void {
    const { files, images, selector, workloads } = this.output!;
    [...files.keys()].filter(path => !this.files.has(path)).forEach(path => this.addFile(path));
    this.tasks?.settle(this.namespace, selector, images, workloads);
  }

  private addFile(path: string): void {
    this.files.add(path);
    new GeneratedFile(this, join(this.app.directory, path), () => this.output!.files.get(path)?.() ?? '', {
      marker: true,
    });
  }

  private rendered(): ClusterOutput {
    this.base.toDefinition(); // which hands the definition over
    return this.output!;
  }

  /** Translates what the app has just checked. */
  private take(definition: { [key: string]: any }): ClusterOutput {
    // Loaded on demand: most apps have no cluster. The bundle of the package finds it in a separate file.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { translate } = require('./translation/translate') as typeof import('./translation/translate');
    this.output = translate(this.input(definition));
    return this.output;
  }

  private input(definition: { [key: string]: any }): ClusterInput {
    const { props, app } = this;
    const services = app.services;
    let files: ProjectFiles | undefined;
    props.entry?._services.forEach(service => this.checkService(service));
    return {
      definition,
      path: pathOf(this),
      paths: new Map(services.map(service => [service.name, service.path])),
      traits: new Map(services.map(service => [service.name, clusterTraitsOf(service)])),
      settings: new Map([...this.settings].map(([service, options]) => [service.name, options])),
      variables: this.variables(),
      namespace: this.namespace,
      createNamespace: props.createNamespace ?? true,
      imageRepository: props.imageRepository,
      profiles: props.profiles ?? [],
      secrets: (props.secrets ?? KubernetesSecrets.files())._definition,
      entry: props.entry?._toDefinition(),
      overrides: this.overrides,
      waitImage: props.waitImage ?? WAIT_IMAGE,
      kubectlImage: props.kubectlImage ?? KUBECTL_IMAGE,
      digestOfContext: oncePerPath(path => digestOfContext(this, join(app.directory, path))),
      readFile: path => (files ??= new ProjectFiles(app)).read(path),
    };
  }

  private variables(): Map<string, VariableInput> {
    const declared = this.app.variables.map(({ variableName, defaultValue, secret }): [string, VariableInput] => [
      variableName,
      { value: defaultValue, secret },
    ]);
    const given = Object.entries(this.props.variables ?? {}).map(([name, value]): [string, VariableInput] => [
      name,
      { value, secret: false },
    ]);
    return new Map([...declared, ...given]);
  }

  private checkService(service: Service): void {
    if (ComposeApp.of(service) !== this.app) {
      throw composeError(
        this,
        `the service "${service.path}" belongs to another app`,
        `give one of the services of "${pathOf(this.app)}"`,
      );
    }
  }
}

/** Remembers what a function returned: several services are built of one context. */
function oncePerPath<T>(compute: (path: string) => T): (path: string) => T {
  const known = new Map<string, T>();
  return path => {
    if (!known.has(path)) {
      known.set(path, compute(path));
    }
    return known.get(path)!;
  };
}
