import { MlflowArtifactsService } from './mlflow-artifacts-service';
import { EnvValue, IEnvValue } from '../../compose';
import { checkOptions } from '../../compose/internal';
import { ArtifactStoreConfig, SignedUrls } from '../../object-store';

/**
 * Options of `ArtifactTransfer.direct`.
 */
export interface DirectTransferOptions {
  /**
   * The address under which clients reach the store: `https://s3.example.com`. The server signs for it, and itself
   * works with the store as before.
   *
   * @default - the store's own address, which must then be the same for all
   */
  readonly publicEndpoint?: string;
}

/**
 * How artifacts go between clients and the artifact store. What it chooses for an experiment is kept with it:
 * experiments that are there already stay as they are
 * (https://mlflow.org/docs/latest/self-hosting/architecture/tracking-server/).
 */
export abstract class ArtifactTransfer {
  /**
   * Through the server. Clients need no key and no way to the store.
   */
  public static proxied(): ArtifactTransfer {
    return new Proxied();
  }

  /**
   * By addresses that the server signs for a few minutes: downloads, and uploads of 500 MB and more, go to the store
   * itself. Clients need no key, but a way to the store.
   */
  public static direct(options: DirectTransferOptions = {}): ArtifactTransfer {
    checkOptions('ArtifactTransfer.direct', 'DirectTransferOptions', options);
    return new Direct(options.publicEndpoint);
  }

  /**
   * By clients themselves. They need the store's packages, keys and address; the server tells them the store's URI
   * alone.
   */
  public static clientSide(): ArtifactTransfer {
    return new ClientSide();
  }

  /**
   * Through a server for artifacts alone, which leaves the tracking server free for the rest.
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
   * Why this way does not suit a store; nothing if it does.
   *
   * @param store what the artifact store's `bind` returned
   */
  public abstract validate(store: ArtifactStoreConfig): string[];

  /**
   * Why MLflow without this library's changes does not transfer artifacts like this; nothing if it does.
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

  /** Since MLflow 3.15 (https://github.com/mlflow/mlflow/pull/20352); earlier ones do the same with large uploads. */
  public override _plainErrors({ signedUrls = SignedUrls.NONE }: ArtifactStoreConfig): string[] {
    return signedUrls === SignedUrls.NONE
      ? []
      : [
          'MLflow itself sends clients to an artifact store that can sign URLs, so MlflowRuntime.plain() does not keep ArtifactTransfer.proxied(); ' +
            'take MlflowRuntime.patched(), or leave `artifactTransfer` out and set MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD=false for clients that cannot reach the store',
        ];
  }
}

/** The variables that begin with `ARTIFACT_` are read by assets/mlflow-server/runtime. */
class Direct extends ArtifactTransfer {
  constructor(private readonly publicEndpoint: string | undefined) {
    super();
  }

  public toEnvironment(store: ArtifactStoreConfig): { [name: string]: IEnvValue } {
    return {
      MLFLOW_ARTIFACTS_DESTINATION: store.destination,
      ARTIFACT_TRANSFER: EnvValue.of('direct'),
      ...(this.publicEndpoint !== undefined && { ARTIFACT_PUBLIC_ENDPOINT: EnvValue.of(this.publicEndpoint) }),
    };
  }

  public validate(store: ArtifactStoreConfig): string[] {
    const signedUrls = store.signedUrls ?? SignedUrls.NONE;
    if (signedUrls === SignedUrls.NONE) {
      return ['the artifact store has no addresses that a server can sign; use ArtifactTransfer.proxied()'];
    }
    if (this.publicEndpoint === undefined) {
      return signedUrls === SignedUrls.EVERYWHERE
        ? []
        : [
            'clients cannot reach the artifact store at the address that services of the app use; give direct transfer a `publicEndpoint`',
          ];
    }
    return isEndpoint(this.publicEndpoint)
      ? []
      : [
          `the public endpoint "${this.publicEndpoint}" is no address of a server; give one such as "https://s3.example.com:9000", without a path`,
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

/** The tracking server keeps its own way to the store, for the pages of its UI and for `mlflow gc`. */
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

/** Whether the text is a scheme, a host and, if need be, a port. */
function isEndpoint(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && /^https?:\/\/[^/?#@]+\/?$/i.test(text);
}
