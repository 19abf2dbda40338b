import { Construct } from 'constructs';
import { ArtifactStoreConfig, IArtifactStore } from './artifact-store';
import { ComposeApp, Config, EnvValue, Mount, Secret, Service } from '../compose';
import { checkProps, containerPath, portFaults } from '../compose/internal';

const DEFAULT_PORT = 22;
const KNOWN_HOSTS_TARGET = '/etc/ssh/mlflow_known_hosts';

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
   * The private key of that user, as `ssh-keygen` creates it, without a passphrase: Ed25519, ECDSA or RSA.
   */
  readonly privateKey: Secret;

  /**
   * The public key of the server, as `ssh-keyscan` prints it after the name: `ssh-ed25519 AAAA…`.
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
    checkProps(new.target, SftpStore, scope, id, 'SftpStoreProps', props);
    super(scope, id);
    this.props = props;
    containerPath(this, 'path', props.path);
    const { host, port, hostKey } = props;
    // the form that clients search for (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT)
    const name = (port ?? DEFAULT_PORT) === DEFAULT_PORT ? host : `[${host}]:${port}`;
    this.knownHosts = new Config(this, `${id}_known_hosts`, {
      path: `${id}/known_hosts`,
      content: `${name} ${hostKey}\n`,
    });
    this.node.addValidation({ validate: () => this.validate() });
  }

  public bind(consumer: Service): ArtifactStoreConfig {
    const { host, port, user, privateKey, path } = this.props;
    consumer.addNetwork(ComposeApp.of(consumer).outboundNetwork);
    privateKey.refuseRotation();
    // The runtime of MLflow's image reads these (assets/mlflow-server/runtime/src/mlflow_runtime/sftp_artifacts.py).
    consumer.addEnvironment('SFTP_PRIVATE_KEY_FILE', EnvValue.of(consumer.addSecret(privateKey)));
    consumer.addEnvironment('SFTP_KNOWN_HOSTS_FILE', EnvValue.of(KNOWN_HOSTS_TARGET));
    if (!consumer.mountedPaths.includes(KNOWN_HOSTS_TARGET)) {
      consumer.addMount(Mount.config(this.knownHosts, KNOWN_HOSTS_TARGET));
    }
    return {
      destination: EnvValue.of(`sftp://${user}@${host}:${port ?? DEFAULT_PORT}${path}`),
      pythonPackages: ['sftp'],
    };
  }

  private validate(): string[] {
    const { host, port, user, hostKey } = this.props;
    return [
      ...portFaults(port),
      ...(/^[\w.-]+$/.test(host) ? [] : [`"${host}" is not a valid host name; use a name or an IPv4 address`]),
      ...(/^[\w.-]+$/.test(user)
        ? []
        : [`"${user}" is not a valid user name; use letters, digits, dots, dashes and underscores`]),
      ...(/^(ssh|ecdsa)-[\w-]+ [A-Za-z0-9+/=]+$/.test(hostKey)
        ? []
        : ['the host key is not a public key; use a type and a key, such as "ssh-ed25519 AAAA…"']),
    ];
  }
}
