import { Construct } from 'constructs';
import { BackendStoreConfig, IBackendStore } from './backend-store';
import { DatabaseEngine } from './database-engine';
import { DatabaseTls } from './database-tls';
import { ComposeApp, IEnvValue, Secret, SecretSource, Service } from '../compose';
import { checkProps, defined, guardedHooks } from '../compose/internal';

/**
 * Properties of an `ExternalDatabase`.
 */
export interface ExternalDatabaseProps {
  /**
   * What kind of server it is.
   */
  readonly engine: DatabaseEngine;

  /**
   * The name or address of the server.
   */
  readonly host: IEnvValue;

  /**
   * The port of the server.
   *
   * @default - the engine's own: 3306, 5432 or 1433
   */
  readonly port?: number;

  /**
   * The name of the database, which must be there: MLflow makes its tables in it.
   */
  readonly database: IEnvValue;

  /**
   * The user, who must be allowed to make tables in the database.
   */
  readonly user: IEnvValue;

  /**
   * The password of that user.
   *
   * @default - the file `secrets/<id>_password`, which you write
   */
  readonly password?: Secret;

  /**
   * How the connection is secured.
   *
   * @default DatabaseTls.verifyHost()
   */
  readonly tls?: DatabaseTls;

  /**
   * Further options of the driver, as the query of the URI has them. They override those that follow from `engine` and
   * `tls`.
   *
   * @default - none
   */
  readonly options?: { [name: string]: string };
}

/**
 * A database that somebody else runs, of this machine or of another one.
 */
export class ExternalDatabase extends Construct implements IBackendStore {
  private readonly props: ExternalDatabaseProps;
  private readonly password: Secret;

  constructor(scope: Construct, id: string, props: ExternalDatabaseProps) {
    checkProps(new.target, ExternalDatabase, scope, id, 'ExternalDatabaseProps', props);
    super(scope, id);
    this.props = props;
    this.password = props.password ?? new Secret(this, `${id}_password`, { source: SecretSource.givenFile() });
    this.password.refuseRotation();
  }

  public bind(consumer: Service): BackendStoreConfig {
    const { host, port, database, user, tls, options } = this.props;
    consumer.addNetwork(ComposeApp.of(consumer).outboundNetwork);
    const engine = guardedHooks(this, 'DatabaseEngine', this.props.engine);
    const secured = engine.secure(this, consumer, tls ?? DatabaseTls.verifyHost());
    const query = new URLSearchParams({ ...secured, ...defined(options ?? {}) });
    return {
      scheme: engine.scheme,
      host,
      port: port ?? engine.defaultPort,
      database,
      user,
      passwordFile: consumer.addSecret(this.password),
      query: query.toString(),
      pythonPackages: engine.pythonPackages,
      debianPackages: engine.debianPackages,
    };
  }
}
