import { Construct } from 'constructs';
import { ComposeApp, Config, EnvValue, Mount, Secret, Service } from '../compose';
import { ArtifactStoreConfig, IArtifactStore } from './artifact-store';

/** Where the client looks for its settings: the home directory of MLflow's image is /tmp. */
const CLIENT_DIRECTORY = '/tmp/.ssh';

/**
 * Properties of an `SftpStore`.
 */
export interface SftpStoreProps {
  /**
   * The name or address of the server.
   */
  readonly host: string;

  /**
   * The port of the server.
   *
   * @default 22
   */
  readonly port?: number;

  /**
   * The user.
   */
  readonly user: string;

  /**
   * The private key of that user: an RSA key, without a passphrase; the client that MLflow uses reads no other
   * (https://bitbucket.org/dundeemt/pysftp).
   */
  readonly privateKey: Secret;

  /**
   * The public key of the server, as `ssh-keyscan` prints it behind the name: `ssh-ed25519 AAAA…`.
   */
  readonly hostKey: string;

  /**
   * The folder on the server, an absolute path.
   */
  readonly path: string;
}

/**
 * A folder of an SFTP server; an artifact store for MLflow.
 */
export class SftpStore extends Construct implements IArtifactStore {
  private readonly props: SftpStoreProps;
  private readonly knownHosts: Config;

  constructor(scope: Construct, id: string, props: SftpStoreProps) {
    super(scope, id);
    this.props = props;
    this.knownHosts = new Config(this, `${id}_known_hosts`, { path: `${id}/known_hosts`, content: `${props.host} ${props.hostKey}\n` });
    this.node.addValidation({ validate: () => this.validate() });
  }

  public bind(consumer: Service): ArtifactStoreConfig {
    const { host, port, user, privateKey, path } = this.props;
    consumer.addNetwork(ComposeApp.of(consumer).outboundNetwork);
    const name = `${this.node.id}_ssh_config`;
    const config = this.node.tryFindChild(name) as Config | undefined ?? new Config(this, name, {
      path: `${this.node.id}/config`,
      content: `Host ${host}\n  IdentityFile ${consumer.addSecret(privateKey)}\n`,
    });
    consumer.addSecret(privateKey);
    if (!consumer.mountedPaths.includes(`${CLIENT_DIRECTORY}/config`)) {
      consumer.addMount(Mount.config(config, `${CLIENT_DIRECTORY}/config`));
      consumer.addMount(Mount.config(this.knownHosts, `${CLIENT_DIRECTORY}/known_hosts`));
    }
    return { destination: EnvValue.of(`sftp://${encodeURIComponent(user)}@${host}:${port ?? 22}${path}`), pythonPackages: ['sftp'] };
  }

  private validate(): string[] {
    const { host, user, hostKey, path } = this.props;
    return [
      ...(/^[\w.-]+$/.test(host) ? [] : [`"${host}" is not the name of a server; give a name or an IPv4 address`]),
      ...(/^[\w.-]+$/.test(user) ? [] : [`"${user}" is not the name of a user; use letters, digits, dots, dashes and underscores`]),
      ...(/^(ssh|ecdsa)-[\w-]+ [A-Za-z0-9+/=]+$/.test(hostKey) ? [] : ['the host key is no public key; give a type and a key, such as "ssh-ed25519 AAAA…"']),
      ...(path.startsWith('/') ? [] : [`the folder "${path}" is not an absolute path; begin it with /`]),
    ];
  }
}
