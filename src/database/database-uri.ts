import { Construct } from 'constructs';
import { BackendStoreConfig, IBackendStore } from './backend-store';
import { ComposeApp, Secret, SecretSource, Service } from '../compose';
import { checkProps } from '../compose/internal';

/**
 * Properties of a `DatabaseUri`.
 */
export interface DatabaseUriProps {
  /**
   * The URI, including user and password. Special characters are percent-encoded, such as `%40`.
   *
   * @default - the file `secrets/<id>_uri`, which you create
   * @see https://docs.sqlalchemy.org/en/20/core/engines.html#database-urls
   */
  readonly uri?: Secret;

  /**
   * The Python packages of the driver: `psycopg2`, `pymysql` and `pyodbc` have lock files; others as `pip` names them.
   *
   * @default - none
   */
  readonly pythonPackages?: string[];

  /**
   * The Debian packages of the driver.
   *
   * @default - none
   */
  readonly debianPackages?: string[];
}

/**
 * A database by its URI, for drivers and options that `ExternalDatabase` does not support.
 */
export class DatabaseUri extends Construct implements IBackendStore {
  private readonly uri: Secret;
  private readonly pythonPackages?: string[];
  private readonly debianPackages?: string[];

  constructor(scope: Construct, id: string, props: DatabaseUriProps = {}) {
    checkProps(new.target, DatabaseUri, scope, id, 'DatabaseUriProps', props);
    super(scope, id);
    this.uri = props.uri ?? new Secret(this, `${id}_uri`, { source: SecretSource.givenFile() });
    this.uri.refuseRotation();
    this.pythonPackages = props.pythonPackages;
    this.debianPackages = props.debianPackages;
  }

  public bind(consumer: Service): BackendStoreConfig {
    consumer.addNetwork(ComposeApp.of(consumer).outboundNetwork);
    return {
      uriFile: consumer.addSecret(this.uri),
      pythonPackages: this.pythonPackages,
      debianPackages: this.debianPackages,
    };
  }
}
