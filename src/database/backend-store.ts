import { IEnvValue, Service } from '../compose';

/**
 * The parts of the URI of a database. They are put together inside the container, by a URL library, so that a password
 * may hold any character and stands in no argument list.
 */
export interface BackendStoreConfig {
  /**
   * The scheme that names dialect and driver: `mysql+pymysql`.
   *
   * @see https://docs.sqlalchemy.org/en/20/core/engines.html#database-urls
   */
  readonly scheme: string;

  /**
   * The name or address of the server.
   *
   * @default - none: a database in a file
   */
  readonly host?: IEnvValue;

  /**
   * The port of the server.
   *
   * @default - the one that the driver takes itself
   */
  readonly port?: number;

  /**
   * The name of the database, or the path of its file.
   */
  readonly database: IEnvValue;

  /**
   * The user.
   *
   * @default - none: a database in a file
   */
  readonly user?: IEnvValue;

  /**
   * The password, as a part of the environment, which `docker inspect` shows.
   *
   * @default - none, or that of `passwordFile`
   */
  readonly password?: IEnvValue;

  /**
   * The path, in the consumer's container, of a file that holds the password: what `Service.addSecret` returns.
   *
   * @default - none, or that of `password`
   */
  readonly passwordFile?: string;

  /**
   * The query of the URI, such as `charset=utf8mb4`.
   *
   * @default - none
   */
  readonly query?: string;

  /**
   * The Python packages of the driver, as `pip` names them.
   *
   * @default - none
   */
  readonly pythonPackages?: string[];
}

/**
 * A database for MLflow's runs, metrics and models. A team may write its own: an object that attaches what a service
 * needs to reach the store.
 */
export interface IBackendStore {
  /**
   * Attaches networks, dependencies and environment to the service that uses the store. It may be called for several
   * services, and more than once for one.
   *
   * @returns what MLflow must know
   */
  bind(consumer: Service): BackendStoreConfig;
}
