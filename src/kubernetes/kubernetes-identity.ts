/** Keys of Amazon's SDK, which it prefers to the identity of the pod. */
const AMAZON_KEYS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SECRET_ACCESS_KEY_FILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
];

/** What the translation reads of an identity. */
interface IdentityDefinition {
  /** The annotations of the service account. */
  readonly annotations: { readonly [name: string]: string };
  /** Labels that the pods need, if any. */
  readonly podLabels?: { readonly [name: string]: string };
  /** Environment variables with keys, which the provider's library would use instead. */
  readonly keys?: readonly string[];
  /** What is wrong with it, and what to do. */
  readonly faults?: readonly (readonly [problem: string, remedy: string])[];
}

/**
 * An identity of Amazon Web Services.
 */
export interface AmazonIdentity {
  /**
   * The role, whose trust policy names the service account: `arn:aws:iam::123456789012:role/mlflow`.
   */
  readonly roleArn: string;
}

/**
 * An identity of Google Cloud.
 */
export interface GoogleIdentity {
  /**
   * The e-mail address of the Google service account: `mlflow@my-project.iam.gserviceaccount.com`.
   */
  readonly serviceAccount: string;
}

/**
 * An identity of Microsoft Entra ID.
 */
export interface AzureWorkloadIdentity {
  /**
   * The client ID of the application or managed identity.
   */
  readonly clientId: string;

  /**
   * The ID of the tenant.
   *
   * @default - that of the cluster
   */
  readonly tenantId?: string;
}

/**
 * The identity of the pods of a service at a cloud provider, without static keys. The pods get a service account, which
 * has the name of the service.
 */
export class KubernetesIdentity {
  /**
   * A role of AWS (IAM roles for service accounts).
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
   */
  public static amazon({ roleArn }: AmazonIdentity): KubernetesIdentity {
    return new KubernetesIdentity({
      annotations: { 'eks.amazonaws.com/role-arn': roleArn },
      keys: AMAZON_KEYS,
      faults: matches(roleArn, /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, [
        'is not the ARN of a role',
        'give one such as "arn:aws:iam::123456789012:role/mlflow"',
      ]),
    });
  }

  /**
   * A Google service account (Workload Identity Federation for GKE).
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
   */
  public static google({ serviceAccount }: GoogleIdentity): KubernetesIdentity {
    return new KubernetesIdentity({
      annotations: { 'iam.gke.io/gcp-service-account': serviceAccount },
      keys: ['GOOGLE_APPLICATION_CREDENTIALS'],
      faults: matches(serviceAccount, /^[a-z0-9-]+@[a-z0-9.-]+\.gserviceaccount\.com$/, [
        'is not the e-mail address of a Google service account',
        'give one such as "mlflow@my-project.iam.gserviceaccount.com"',
      ]),
    });
  }

  /**
   * An application or managed identity of Azure (Microsoft Entra Workload ID).
   *
   * @see https://learn.microsoft.com/azure/aks/workload-identity-overview
   */
  public static azure({ clientId, tenantId }: AzureWorkloadIdentity): KubernetesIdentity {
    const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
    const problem = ['is not an ID of Azure', 'give one such as "12345678-90ab-cdef-1234-567890abcdef"'] as const;
    return new KubernetesIdentity({
      annotations: {
        'azure.workload.identity/client-id': clientId,
        ...(tenantId !== undefined && { 'azure.workload.identity/tenant-id': tenantId }),
      },
      podLabels: { 'azure.workload.identity/use': 'true' },
      keys: [
        'AZURE_STORAGE_CONNECTION_STRING_FILE',
        'AZURE_STORAGE_ACCESS_KEY_FILE',
        'AZURE_CLIENT_SECRET',
        'AZURE_FEDERATED_TOKEN_FILE',
      ],
      faults: [clientId, ...(tenantId === undefined ? [] : [tenantId])].flatMap(id => matches(id, uuid, problem)),
    });
  }

  /**
   * Another provider: a service account with annotations.
   */
  public static annotations(annotations: { [name: string]: string }): KubernetesIdentity {
    return new KubernetesIdentity({ annotations });
  }

  /**
   * What the translation reads.
   *
   * @internal
   */
  public readonly _definition: IdentityDefinition;

  private constructor(definition: IdentityDefinition) {
    this._definition = definition;
  }
}

/** What is wrong with a text that should match a pattern. */
function matches(
  text: string,
  pattern: RegExp,
  [problem, remedy]: readonly [string, string],
): [problem: string, remedy: string][] {
  return pattern.test(text) ? [] : [[`"${text}" ${problem}`, remedy]];
}
