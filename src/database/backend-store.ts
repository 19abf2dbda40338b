import { IEnvValue, Service, Volume } from '../compose';

/**
 * The parts of the URI of a database, or a file with the whole URI. The parts are joined inside the container by a URL
 * library, so that a password may contain any character and is not in an argument.
 */
export interface BackendStoreConfig {
  /**
   * The scheme, which consists of dialect and driver: `mysql+pymysql`.
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
   * @default - the default port of the driver
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
   * The password in the environment, which `docker inspect` shows.
   *
   * @default - none, or that of `passwordFile`
   */
  readonly password?: IEnvValue;

  /**
   * The path, in the consumer's container, of a file with the password: what `Service.addSecret` returns.
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
   * The path, in the consumer's container, of a file with the whole URI, instead of its parts.
   *
   * @default - none: the URI is made of its parts
   */
  readonly uriFile?: string;

  /**
   * The volume with the data, so that a migration can check the free space.
   *
   * @default - none: the server is not part of the app
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
   * Folders at which the store has mounted volumes. The image creates them with MLflow's user as their owner, so that a
   * new volume belongs to that user.
   *
   * @default - none
   */
  readonly writableFolders?: string[];
}

/**
 * A database for MLflow's runs, metrics and models. Implement it for a database of your own: it adds to a service what
 * that needs to reach the database.
 */
export interface IBackendStore {
  /**
   * Adds networks, dependencies and environment to the service that uses the store. It may be called for several
   * services, and more than once for one of them.
   *
   * @returns the settings for MLflow
   */
  bind(consumer: Service): BackendStoreConfig;
}
