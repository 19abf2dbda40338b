/**
 * What the translation reads of a `KubernetesIdentity`. It has a file of its own because the input of the translation
 * holds the options of services, which name the class.
 */
export interface IdentityDefinition {
  /** The annotations of the service account. */
  readonly annotations: { readonly [name: string]: string };
  /** Labels that the pods need, if any. */
  readonly podLabels?: { readonly [name: string]: string };
  /** Environment variables with keys, which the provider's library would use instead. */
  readonly keys?: readonly string[];
  /** What is wrong with it, and what to do. */
  readonly faults?: readonly (readonly [problem: string, remedy: string])[];
}
