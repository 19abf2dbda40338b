import { Construct } from 'constructs';
import {
  DatabaseUri,
  DatabaseUriProps,
  ExternalDatabase,
  ExternalDatabaseProps,
  IBackendStore,
  MysqlService,
  MysqlServiceProps,
  PostgresService,
  PostgresServiceProps,
  SqliteStore,
  SqliteStoreProps,
} from '../../database';

/**
 * The database of an `MlflowStack`. Extend this class for another database.
 */
export abstract class StackDatabase {
  /**
   * A MySQL server as a service of the stack.
   */
  public static mysql(props: MysqlServiceProps = {}): StackDatabase {
    return new Choice((scope, id) => new MysqlService(scope, id, props));
  }

  /**
   * A PostgreSQL server as a service of the stack.
   */
  public static postgres(props: PostgresServiceProps = {}): StackDatabase {
    return new Choice((scope, id) => new PostgresService(scope, id, props));
  }

  /**
   * An SQLite file in a volume of the MLflow server.
   */
  public static sqlite(props: SqliteStoreProps = {}): StackDatabase {
    return new Choice((scope, id) => new SqliteStore(scope, id, props));
  }

  /**
   * A database outside the app.
   */
  public static external(props: ExternalDatabaseProps): StackDatabase {
    return new Choice((scope, id) => new ExternalDatabase(scope, id, props));
  }

  /**
   * A database of which only the URI is known, as a secret.
   */
  public static uri(props: DatabaseUriProps = {}): StackDatabase {
    return new Choice((scope, id) => new DatabaseUri(scope, id, props));
  }

  /**
   * Creates the database.
   *
   * @param scope the stack
   * @param id the id of the construct
   */
  public abstract create(scope: Construct, id: string): IBackendStore;
}

class Choice extends StackDatabase {
  constructor(private readonly make: (scope: Construct, id: string) => IBackendStore) {
    super();
  }

  public create(scope: Construct, id: string): IBackendStore {
    return this.make(scope, id);
  }
}
