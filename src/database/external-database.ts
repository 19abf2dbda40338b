import { Construct } from 'constructs';
import { BackendStoreConfig, IBackendStore } from './backend-store';
import { DatabaseEngine } from './database-engine';
import { DatabaseTls } from './database-tls';
import { ComposeApp, IEnvValue, Secret, SecretSource, Service } from '../compose';
import { checkProps, defined, guardedHooks, portFaults } from '../compose/internal';

/**
 * Properties of an `ExternalDatabase`.
 */
export interface ExternalDatabaseProps {
  /**
   * The kind of server.
   */
  readonly engine: DatabaseEngine;

  /**
   * The name or address of the server.
   */
  readonly host: IEnvValue;

  /**
   * The port of the server.
   *
   * @default - the default port of the engine: 3306, 5432 or 1433
   */
  readonly port?: number;

  /**
   * The name of the database, which must exist. MLflow creates its tables in it.
   */
  readonly database: IEnvValue;

  /**
   * The user, who needs the right to create tables in the database.
   */
  readonly user: IEnvValue;

  /**
   * The password of that user.
   *
   * @default - the file `secrets/<id>_password`, which you create
   */
  readonly password?: Secret;

  /**
   * The TLS mode of the connection.
   *
   * @default DatabaseTls.verifyHost()
   */
  readonly tls?: DatabaseTls;

  /**
   * Further options of the driver, for the query of the URI. They override the options that `engine` and `tls` set.
   *
   * @default - none
   */
  readonly options?: { [name: string]: string };
}

/**
 * A database server that is not part of the app, on this or another machine.
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
    this.node.addValidation({ validate: () => portFaults(props.port) });
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
