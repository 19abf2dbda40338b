import { Construct } from 'constructs';
import { ArtifactStoreConfig, IArtifactStore, SignedUrls } from './artifact-store';
import { ComposeApp, EnvValue, Secret, Service } from '../compose';
import { checkProps, guardedHooks } from '../compose/internal';

/**
 * The managed identity or service principal of services.
 */
export interface AzureIdentity {
  /**
   * The id of the identity or application.
   *
   * @default - the only identity of the machine
   */
  readonly clientId?: string;

  /**
   * The id of the tenant, for workload identity.
   *
   * @default - that of the machine
   */
  readonly tenantId?: string;

  /**
   * The token of workload identity, which the platform writes.
   *
   * @default - managed identity: the SDK gets the token from the machine
   */
  readonly token?: Secret;
}

/**
 * How services log in to Azure Blob Storage.
 */
export abstract class AzureCredentials {
  /**
   * With a connection string. It may contain another endpoint than that of Azure.
   */
  public static connectionString(secret: Secret): AzureCredentials {
    return new AzureSecret('AZURE_STORAGE_CONNECTION_STRING_FILE', secret);
  }

  /**
   * With an access key of the storage account.
   */
  public static accessKey(secret: Secret): AzureCredentials {
    return new AzureSecret('AZURE_STORAGE_ACCESS_KEY_FILE', secret);
  }

  /**
   * With an identity that the platform provides, without a key.
   *
   * @see https://learn.microsoft.com/python/api/azure-identity/azure.identity.defaultazurecredential
   */
  public static managedIdentity(identity: AzureIdentity = {}): AzureCredentials {
    return new ManagedIdentity(identity);
  }

  /**
   * Adds the credentials to a service.
   */
  public abstract bind(consumer: Service): void;
}

/**
 * The runtime of MLflow's image reads the file (assets/mlflow-server/runtime/src/mlflow_runtime/azure_artifacts.py).
 */
class AzureSecret extends AzureCredentials {
  constructor(
    private readonly variable: string,
    private readonly secret: Secret,
  ) {
    super();
  }

  public bind(consumer: Service): void {
    this.secret.refuseRotation();
    consumer.addEnvironment(this.variable, EnvValue.of(consumer.addSecret(this.secret)));
  }
}

class ManagedIdentity extends AzureCredentials {
  constructor(private readonly identity: AzureIdentity) {
    super();
  }

  public bind(consumer: Service): void {
    const { clientId, tenantId, token } = this.identity;
    token?.refuseRotation();
    const environment = {
      AZURE_CLIENT_ID: clientId,
      AZURE_TENANT_ID: tenantId,
      AZURE_FEDERATED_TOKEN_FILE: token && consumer.addSecret(token),
    };
    for (const [name, value] of Object.entries(environment)) {
      if (value !== undefined) {
        consumer.addEnvironment(name, EnvValue.of(value));
      }
    }
  }
}

/**
 * Properties of an `AzureBlobStorage`.
 */
export interface AzureBlobStorageProps {
  /**
   * The name of the storage account.
   */
  readonly account: string;

  /**
   * The name of the container in it, which exists already.
   */
  readonly container: string;

  /**
   * The folder in the container for artifacts.
   *
   * @default - the container itself
   */
  readonly prefix?: string;

  /**
   * How to log in.
   *
   * @default AzureCredentials.managedIdentity()
   */
  readonly credentials?: AzureCredentials;

  /**
   * The domain of the cloud's blob storage; `blob.core.chinacloudapi.cn` and `blob.core.usgovcloudapi.net` are the
   * others that MLflow knows.
   *
   * @default 'blob.core.windows.net'
   */
  readonly domain?: string;
}

/**
 * A container of Azure Blob Storage; an artifact store for MLflow.
 */
export class AzureBlobStorage extends Construct implements IArtifactStore {
  private readonly props: AzureBlobStorageProps;

  constructor(scope: Construct, id: string, props: AzureBlobStorageProps) {
    checkProps(new.target, AzureBlobStorage, scope, id, 'AzureBlobStorageProps', props);
    super(scope, id);
    this.props = props;
    this.node.addValidation({ validate: () => this.validate() });
  }

  public bind(consumer: Service): ArtifactStoreConfig {
    const { account, container, prefix, credentials, domain } = this.props;
    consumer.addNetwork(ComposeApp.of(consumer).outboundNetwork);
    const login = credentials ?? AzureCredentials.managedIdentity();
    guardedHooks(consumer, 'AzureCredentials', login).bind(consumer);
    const path = prefix ? `/${prefix.replace(/^\/+|\/+$/g, '')}` : '';
    return {
      destination: EnvValue.of(`wasbs://${container}@${account}.${domain ?? 'blob.core.windows.net'}${path}`),
      pythonPackages: ['azure'],
      signedUrls: SignedUrls.EVERYWHERE,
    };
  }

  /** @see https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
  private validate(): string[] {
    const { account, container } = this.props;
    return [
      ...(/^[a-z0-9]{3,24}$/.test(account)
        ? []
        : [`"${account}" is not a valid name for a storage account; use 3 to 24 lower-case letters and digits`]),
      ...(/^[a-z0-9](-?[a-z0-9]){2,62}$/.test(container)
        ? []
        : [
            `"${container}" is not a valid name for a container; use 3 to 63 lower-case letters, digits and single dashes, letters or digits at both ends`,
          ]),
    ];
  }
}
