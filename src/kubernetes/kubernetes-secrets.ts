import { SecretsDefinition } from './translation/cluster-input';

/**
 * Where the external-secrets operator finds secrets.
 */
export interface ExternalSecretsOptions {
  /**
   * The name of the store.
   */
  readonly store: string;

  /**
   * The kind of the store: `SecretStore` of the namespace, or `ClusterSecretStore`.
   *
   * @default 'ClusterSecretStore'
   */
  readonly storeKind?: string;

  /**
   * The key of a secret in the store; `{name}` stands for its name.
   *
   * @default '{name}'
   */
  readonly key?: string;

  /**
   * How often the operator looks for new values.
   *
   * @default '1h'
   */
  readonly refreshInterval?: string;
}

/**
 * Where the secrets of an app come from in a cluster. Pods see them as files at the same paths as in Compose.
 */
export class KubernetesSecrets {
  /**
   * The same files as in Compose, `secrets/<name>`: `kubectl apply -k` makes Secret objects of them. A new value
   * restarts the pods that use it. Git ignores the files, so this is not for tools that see the repository only.
   */
  public static files(): KubernetesSecrets {
    return new KubernetesSecrets({ kind: 'files' });
  }

  /**
   * One Secret object that somebody else makes in the namespace, with a key for each secret: `POSTGRES_PASSWORD`.
   *
   * @param name the name of the object
   */
  public static existing(name: string): KubernetesSecrets {
    return new KubernetesSecrets({ kind: 'existing', name });
  }

  /**
   * The external-secrets operator makes the Secret object, with values from a store such as Vault.
   *
   * @see https://external-secrets.io
   */
  public static external(options: ExternalSecretsOptions): KubernetesSecrets {
    return new KubernetesSecrets({ kind: 'external', external: options });
  }

  /**
   * What the translation reads.
   *
   * @internal
   */
  public readonly _definition: SecretsDefinition;

  private constructor(definition: SecretsDefinition) {
    this._definition = definition;
  }
}
