import { block } from './caddyfile';
import { ComposeApp, Config, Mount, Secret, Service } from '../compose';

/**
 * Options of `CaddyCertificates.acme`.
 */
export interface AcmeOptions {
  /**
   * Where the authority writes to when a certificate is about to expire.
   *
   * @default - nowhere
   */
  readonly email?: string;

  /**
   * The URL of the authority's directory: `https://ca.example.com/acme/acme/directory`.
   *
   * @default - Let's Encrypt's, and ZeroSSL's when that fails
   */
  readonly directory?: string;

  /**
   * The certificate, in PEM, by which the authority of `directory` is trusted: one of a company.
   *
   * @default - the authorities that the image trusts
   */
  readonly trustedRoot?: Config;
}

/**
 * Where the certificates of a `CaddyProxy` come from.
 */
export abstract class CaddyCertificates {
  /**
   * From an authority that asks the proxy to prove, on ports 80 and 443, that it has the name. It must be reached there
   * under each host, and gets a way out to the authority.
   */
  public static acme(options: AcmeOptions = {}): CaddyCertificates {
    return new Acme(options);
  }

  /**
   * From an authority of the proxy's own, in its volume: for a machine or a LAN. Clients must be told to trust its root
   * certificate.
   */
  public static ownAuthority(): CaddyCertificates {
    return new OwnAuthority();
  }

  /**
   * From files in PEM, for all hosts. The user of the container must be able to read both.
   *
   * @param certificate the certificate, and after it those that lead to the authority's
   * @param key its private key
   */
  public static files(certificate: Secret, key: Secret): CaddyCertificates {
    return new Files(certificate, key);
  }

  /**
   * Attaches to the proxy what the certificates need.
   *
   * @returns the lines of Caddy's directive `tls`
   * @see https://caddyserver.com/docs/caddyfile/directives/tls
   */
  public abstract bind(proxy: Service): string[];
}

class Acme extends CaddyCertificates {
  constructor(private readonly options: AcmeOptions) {
    super();
    for (const [option, value] of Object.entries({ email: options.email, directory: options.directory })) {
      if (value !== undefined && !/^[^\s{}"`]+$/.test(value)) {
        throw new Error(
          `[CaddyCertificates.acme] "${value}" is no ${option} for certificates; take out spaces, quotes and braces`,
        );
      }
    }
  }

  public bind(proxy: Service): string[] {
    const { email, directory, trustedRoot } = this.options;
    const root = '/etc/caddy/acme-root.pem';
    proxy.addNetwork(ComposeApp.of(proxy).outboundNetwork);
    if (directory === undefined) {
      return email === undefined ? [] : [`tls ${email}`];
    }
    if (trustedRoot) {
      proxy.addMount(Mount.config(trustedRoot, root));
    }
    return block(
      'tls',
      block('issuer acme', [
        ...(email === undefined ? [] : [`email ${email}`]),
        `dir ${directory}`,
        ...(trustedRoot ? [`trusted_roots ${root}`] : []),
      ]),
    );
  }
}

class OwnAuthority extends CaddyCertificates {
  public bind(_proxy: Service): string[] {
    return ['tls internal'];
  }
}

class Files extends CaddyCertificates {
  constructor(
    private readonly certificate: Secret,
    private readonly key: Secret,
  ) {
    super();
  }

  public bind(proxy: Service): string[] {
    [this.certificate, this.key].forEach(secret => secret.refuseRotation());
    return [`tls ${proxy.addSecret(this.certificate)} ${proxy.addSecret(this.key)}`];
  }
}
