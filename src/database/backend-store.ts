import { IEnvValue, Service, Volume } from '../compose';

/**
 * The parts of the URI of a database, or a file that holds all of it. Parts are put together inside the container, by a
 * URL library, so that a password may hold any character and stands in no argument list.
 */
export interface BackendStoreConfig {
  /**
   * The scheme that names dialect and driver: `mysql+pymysql`.
   *
   * @default - that of the URI in `uriFile`
   * @see https://docs.sqlalchemy.org/en/20/core/engines.html#database-urls
   */
  readonly scheme?: string;

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
   *
   * @default - that of the URI in `uriFile`
   */
  readonly database?: IEnvValue;

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
   * The path, in the consumer's container, of a file that holds the whole URI, in place of its parts.
   *
   * @default - none: the parts say it
   */
  readonly uriFile?: string;

  /**
   * The volume of the app that holds the data, so that a migration can find out how much is free.
   *
   * @default - none: a server that the app does not run
   */
  readonly dataVolume?: Volume;

  /**
   * The Python packages of the driver, as `pip` names them.
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

  /**
   * Folders that MLflow writes to, at which the store has mounted volumes. The image makes them for MLflow's user, whom
   * a new volume then belongs to.
   *
   * @default - none
   */
  readonly writableFolders?: string[];
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
