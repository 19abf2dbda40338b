import { Construct } from 'constructs';
import { Config, EnvValue, Mount, Service } from '../compose';
import { DatabaseTls } from './database-tls';

/** The CA certificates of Debian, also in the Python image. */
const DEBIAN_AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/**
 * A kind of database server that MLflow supports, and its driver.
 *
 * @see https://mlflow.org/docs/latest/self-hosting/architecture/backend-store/
 */
export abstract class DatabaseEngine {
  /** MySQL 8.4 or later, with PyMySQL. */
  public static mysql(): DatabaseEngine {
    return new Mysql();
  }

  /** PostgreSQL 15 or later, with psycopg2. */
  public static postgres(): DatabaseEngine {
    return new Postgresql();
  }

  /** Microsoft SQL Server, with pyodbc and Debian's FreeTDS. */
  public static sqlServer(): DatabaseEngine {
    return new SqlServer();
  }

  /**
   * The scheme of its URIs.
   */
  public abstract get scheme(): string;

  /**
   * The default port of its servers.
   */
  public abstract get defaultPort(): number;

  /**
   * The Python packages of the driver.
   */
  public abstract get pythonPackages(): string[];

  /**
   * The Debian packages of the driver.
   */
  public get debianPackages(): string[] {
    return [];
  }

  /**
   * Adds to a service what its driver needs for TLS.
   *
   * @param database the construct of the database
   * @param consumer the service that connects
   * @returns the options for the query of the URI
   */
  public abstract secure(database: Construct, consumer: Service, tls: DatabaseTls): { [option: string]: string };

  /**
   * Mounts the certificate of the trusted CA.
   *
   * @returns its path in the container
   */
  protected trust(consumer: Service, tls: DatabaseTls): string {
    if (!tls.authority) {
      return DEBIAN_AUTHORITIES;
    }
    const path = `/etc/mlflow/${tls.authority.name}.pem`;
    consumer.addMount(Mount.config(tls.authority, path));
    return path;
  }
}

class Mysql extends DatabaseEngine {
  public readonly scheme = 'mysql+pymysql';
  public readonly defaultPort = 3306;
  public readonly pythonPackages = ['pymysql'];

  /** @see https://docs.sqlalchemy.org/en/20/dialects/mysql.html#ssl-connections */
  public secure(_database: Construct, consumer: Service, tls: DatabaseTls): { [option: string]: string } {
    return {
      charset: 'utf8mb4',
      ...(tls.mode === 'disabled' && { ssl_disabled: 'true' }),
      ...(tls.verifies && { ssl_ca: this.trust(consumer, tls) }),
      ...(['unverified', 'verify-authority'].includes(tls.mode) && { ssl_check_hostname: 'false' }),
    };
  }
}

class Postgresql extends DatabaseEngine {
  public readonly scheme = 'postgresql+psycopg2';
  public readonly defaultPort = 5432;
  public readonly pythonPackages = ['psycopg2'];

  /** @see https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-SSLMODE-STATEMENTS */
  public secure(_database: Construct, consumer: Service, tls: DatabaseTls): { [option: string]: string } {
    const modes: { [mode: string]: string } = {
      disabled: 'disable',
      unverified: 'require',
      'verify-authority': 'verify-ca',
      'verify-host': 'verify-full',
    };
    return { sslmode: modes[tls.mode], ...(tls.verifies && { sslrootcert: this.trust(consumer, tls) }) };
  }
}

class SqlServer extends DatabaseEngine {
  public readonly scheme = 'mssql+pyodbc';
  public readonly defaultPort = 1433;
  public readonly pythonPackages = ['pyodbc'];

  public override get debianPackages(): string[] {
    return ['tdsodbc', 'unixodbc'];
  }

  /**
   * FreeTDS reads its CA certificates only from a file of its own.
   *
   * @see https://www.freetds.org/userguide/freetdsconf.html
   */
  public secure(database: Construct, consumer: Service, tls: DatabaseTls): { [option: string]: string } {
    if (tls.verifies) {
      const content = `[global]\nca file = ${this.trust(consumer, tls)}\ncheck certificate hostname = ${tls.mode === 'verify-host' ? 'yes' : 'no'}\n`;
      const id = `${database.node.id}_freetds`;
      const config =
        (database.node.tryFindChild(id) as Config | undefined) ??
        new Config(database, id, { path: `${database.node.id}/freetds.conf`, content });
      const path = '/etc/mlflow/freetds.conf';
      consumer.addMount(Mount.config(config, path));
      consumer.addEnvironment('FREETDSCONF', EnvValue.of(path));
    }
    return { driver: 'FreeTDS', Encryption: tls.mode === 'disabled' ? 'off' : 'require' };
  }
}
