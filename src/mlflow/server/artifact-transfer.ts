import { MlflowArtifactsService } from './mlflow-artifacts-service';
import { EnvValue, IEnvValue } from '../../compose';
import { ArtifactStoreConfig, SignedUrls } from '../../object-store';

/**
 * Options of `ArtifactTransfer.direct`.
 */
export interface DirectTransferOptions {
  /**
   * The endpoint under which clients reach the store: `https://s3.example.com`. The server presigns URLs for it, but
   * itself uses the endpoint of the store.
   *
   * @default - the endpoint of the store, which clients must then be able to reach
   */
  readonly publicEndpoint?: string;
}

/**
 * How artifacts are transferred between clients and the artifact store. MLflow saves the artifact location with each
 * experiment, so a change affects only new experiments
 * (https://mlflow.org/docs/latest/self-hosting/architecture/tracking-server/).
 */
export abstract class ArtifactTransfer {
  /**
   * Through the tracking server. Clients need no credentials and no network access to the store.
   */
  public static proxied(): ArtifactTransfer {
    return new Proxied();
  }

  /**
   * With presigned URLs that are valid for a few minutes. Downloads, and uploads of 500 MB and more, are transferred
   * directly between client and store. Clients need no credentials, but network access to the store.
   */
  public static direct(options: DirectTransferOptions = {}): ArtifactTransfer {
    return new Direct(options.publicEndpoint);
  }

  /**
   * By clients without the server. They need the packages, credentials and endpoint of the store; the server only tells
   * them the store's URI.
   */
  public static clientSide(): ArtifactTransfer {
    return new ClientSide();
  }

  /**
   * Through a separate artifacts server, which relieves the tracking server.
   */
  public static artifactsServer(server: MlflowArtifactsService): ArtifactTransfer {
    return new ArtifactsServer(server);
  }

  /**
   * The environment of the tracking server.
   *
   * @param store what the artifact store's `bind` returned
   */
  public abstract toEnvironment(store: ArtifactStoreConfig): { [name: string]: IEnvValue };

  /**
   * Validates this kind of transfer for an artifact store.
   *
   * @param store what the artifact store's `bind` returned
   * @returns what is wrong
   */
  public abstract validate(store: ArtifactStoreConfig): string[];

  /**
   * Why a plain runtime does not transfer artifacts this way.
   *
   * @internal
   */
  public _plainErrors(_store: ArtifactStoreConfig): string[] {
    return [];
  }
}

class Proxied extends ArtifactTransfer {
  public toEnvironment(store: ArtifactStoreConfig): { [name: string]: IEnvValue } {
    return { MLFLOW_ARTIFACTS_DESTINATION: store.destination };
  }

  public validate(): string[] {
    return [];
  }

  /** MLflow 3.15 and later redirect downloads, too (https://github.com/mlflow/mlflow/pull/20352), not only uploads. */
  public override _plainErrors({ signedUrls = SignedUrls.NONE }: ArtifactStoreConfig): string[] {
    return signedUrls === SignedUrls.NONE
      ? []
      : [
          'MLflow redirects clients to an artifact store that supports presigned URLs, so ArtifactTransfer.proxied() has no effect with MlflowRuntime.plain(); ' +
            'use MlflowRuntime.patched(), or remove `artifactTransfer` and set MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD=false for clients that cannot reach the store',
        ];
  }
}

/** assets/mlflow-server/runtime reads the variables `ARTIFACT_…`. */
class Direct extends ArtifactTransfer {
  constructor(private readonly publicEndpoint: string | undefined) {
    super();
  }

  public toEnvironment(store: ArtifactStoreConfig): { [name: string]: IEnvValue } {
    return {
      MLFLOW_ARTIFACTS_DESTINATION: store.destination,
      ARTIFACT_TRANSFER: EnvValue.of('direct'),
      // without these, MLflow 3.18 and later tell clients that the server does not sign
      MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD: EnvValue.of('true'),
      MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: EnvValue.of('true'),
      ...(this.publicEndpoint !== undefined && { ARTIFACT_PUBLIC_ENDPOINT: EnvValue.of(this.publicEndpoint) }),
    };
  }

  public validate(store: ArtifactStoreConfig): string[] {
    const signedUrls = store.signedUrls ?? SignedUrls.NONE;
    if (signedUrls === SignedUrls.NONE) {
      return ['the artifact store does not support presigned URLs; use ArtifactTransfer.proxied()'];
    }
    if (this.publicEndpoint === undefined) {
      return signedUrls === SignedUrls.EVERYWHERE
        ? []
        : [
            'clients outside the app cannot reach the endpoint of the artifact store; set `publicEndpoint` of ArtifactTransfer.direct()',
          ];
    }
    return isEndpoint(this.publicEndpoint)
      ? []
      : [
          `\`publicEndpoint\` is "${this.publicEndpoint}", which is not the URL of a server; set it to a URL without a path, such as "https://s3.example.com:9000"`,
        ];
  }
}

class ClientSide extends ArtifactTransfer {
  public toEnvironment(store: ArtifactStoreConfig): { [name: string]: IEnvValue } {
    return { MLFLOW_SERVE_ARTIFACTS: EnvValue.of('false'), MLFLOW_DEFAULT_ARTIFACT_ROOT: store.destination };
  }

  public validate(): string[] {
    return [];
  }
}

/** The tracking server can still reach the store, for its UI and for `mlflow gc`. */
class ArtifactsServer extends ArtifactTransfer {
  constructor(private readonly server: MlflowArtifactsService) {
    super();
  }

  public toEnvironment(store: ArtifactStoreConfig): { [name: string]: IEnvValue } {
    return {
      MLFLOW_ARTIFACTS_DESTINATION: store.destination,
      MLFLOW_DEFAULT_ARTIFACT_ROOT: EnvValue.of(this.server.artifactRoot),
    };
  }

  public validate(): string[] {
    return [];
  }
}

/** Whether the text is a scheme, a host and an optional port. */
function isEndpoint(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && /^https?:\/\/[^/?#@]+\/?$/i.test(text);
}
