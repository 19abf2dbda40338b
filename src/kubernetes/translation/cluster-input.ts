import { ClusterTraits } from '../../compose/internal';
import { KubernetesServiceOptions } from '../service-options';

/**
 * A change of one object by path; `undefined` takes the key away.
 */
export interface ObjectOverride {
  /** Kind and name: `Deployment/mlflow`. */
  readonly object: string;
  readonly path: string;
  readonly value: any;
}

/**
 * A variable of the app.
 */
export interface VariableInput {
  /** Its value in the cluster, if it is known. */
  readonly value?: string;
  readonly secret: boolean;
}

/**
 * Where secrets come from.
 */
export interface SecretsDefinition {
  readonly kind: 'files' | 'existing' | 'external';
  /** The Secret object that has all of them. */
  readonly name?: string;
  /** What the external-secrets operator is told. */
  readonly external?: {
    readonly store: string;
    readonly storeKind?: string;
    readonly key?: string;
    readonly refreshInterval?: string;
  };
}

/**
 * A host that leads to a service.
 */
export interface RouteDefinition {
  readonly host: string;
  /** The name of the service in the compose file. */
  readonly service?: string;
  readonly port?: number;
}

/**
 * What leads into the cluster.
 */
export interface EntryDefinition {
  readonly kind: 'gateway' | 'ingress';
  readonly gateway?: string;
  readonly className?: string;
  readonly issuer?: string;
  readonly tlsSecret?: string;
  readonly annotations?: { [name: string]: string };
  readonly proxyNamespace?: string;
  /** The first is that of the app. */
  readonly routes: readonly RouteDefinition[];
}

/**
 * All that a translation needs: the checked compose file, and what was said for the cluster alone. Plain data, since
 * the translation is a bundle of its own (scripts/bundle.ts), which shares no class with the library.
 */
export interface ClusterInput {
  /** The checked compose file. */
  readonly definition: { [key: string]: any };
  /** The path of the `KubernetesApp`, for messages. */
  readonly path: string;
  /** The paths of services, for messages. */
  readonly paths: ReadonlyMap<string, string>;
  readonly traits: ReadonlyMap<string, ClusterTraits>;
  readonly settings: ReadonlyMap<string, KubernetesServiceOptions>;
  readonly variables: ReadonlyMap<string, VariableInput>;
  readonly namespace: string;
  /** Whether the namespace is one of the objects. */
  readonly createNamespace: boolean;
  readonly imageRepository?: string;
  readonly profiles: readonly string[];
  readonly secrets: SecretsDefinition;
  readonly entry?: EntryDefinition;
  readonly overrides: readonly ObjectOverride[];
  /** The image of init containers that wait. */
  readonly waitImage: string;
  /** The image of the pod that says which jobs have ended. */
  readonly kubectlImage: string;
  /** A digest of all that a build context holds; nothing where it cannot be read. */
  readonly digestOfContext: (path: string) => string | undefined;
  /** The text of a file of the app; nothing where it cannot be read, or synthesis writes it. */
  readonly readFile: (path: string) => string | undefined;
}

/**
 * An object of Kubernetes.
 */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [key: string]: any };
  readonly [key: string]: any;
}

/**
 * An image that is built and pushed.
 */
export interface BuiltImage {
  readonly reference: string;
  /** The words of `docker build`, from the app's directory. */
  readonly arguments: string[];
}

/**
 * What a translation makes.
 */
export interface ClusterOutput {
  /** Writes the text of each file, by its path from the app's directory. */
  readonly files: ReadonlyMap<string, () => string>;
  readonly objects: readonly KubernetesObject[];
  readonly kustomization: { [key: string]: any };
  readonly images: readonly BuiltImage[];
  /** The labels by which all objects of the app are found: `name=value`. */
  readonly selector: string;
  /** The workloads that are ready when the app works: `deployment/mlflow`. */
  readonly workloads: readonly string[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** What Kubernetes has no key for, and needs no action; a comment in the files. */
  readonly notes: readonly string[];
}
