import { block } from './caddyfile';
import { ComposeApp, Config, Mount, Secret, Service } from '../compose';

/**
 * Options of `CaddyCertificates.acme`.
 */
export interface AcmeOptions {
  /**
   * The address to which the CA sends warnings before a certificate expires.
   *
   * @default - none
   */
  readonly email?: string;

  /**
   * The URL of the CA's ACME directory: `https://ca.example.com/acme/acme/directory`.
   *
   * @default - Let's Encrypt, and ZeroSSL if that fails
   */
  readonly directory?: string;

  /**
   * The CA certificate, in PEM, of the server of `directory`, such as that of a company.
   *
   * @default - the CA certificates of the image
   */
  readonly trustedRoot?: Config;
}

/**
 * The source of the certificates of a `CaddyProxy`.
 */
export abstract class CaddyCertificates {
  /**
   * From an ACME CA. It validates each host on ports 80 and 443, where the proxy must be reachable. The proxy gets
   * egress to the CA.
   */
  public static acme(options: AcmeOptions = {}): CaddyCertificates {
    return new Acme(options);
  }

  /**
   * From a CA of the proxy's own, in its volume: for one machine or a LAN. Clients must trust its root certificate.
   */
  public static ownAuthority(): CaddyCertificates {
    return new OwnAuthority();
  }

  /**
   * From PEM files, for all hosts. Both must be readable for the user of the container.
   *
   * @param certificate the certificate, followed by the intermediate certificates
   * @param key its private key
   */
  public static files(certificate: Secret, key: Secret): CaddyCertificates {
    return new Files(certificate, key);
  }

  /**
   * Adds to the proxy what the certificates need.
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
          `[CaddyCertificates.acme] "${value}" is not a valid ${option} for certificates; remove spaces, quotes and braces`,
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
