import { Construct } from 'constructs';
import { DatabaseEngine } from './database-engine';
import { DatabaseService } from './database-service';
import {
  ContainerImage,
  Duration,
  EnvValue,
  HardenedProps,
  HardenedServiceOptions,
  Healthcheck,
  IEnvValue,
  ResourceLimitsProps,
  Secret,
  Volume,
} from '../compose';
import { argumentsOf, checkProps, freeName } from '../compose/internal';
import { MYSQL_IMAGE } from '../default-images';

/**
 * Compares by bytes, as PostgreSQL and SQLite do: names that differ only in case, accents or trailing spaces are
 * different.
 */
const COLLATION = 'utf8mb4_0900_bin';

/**
 * Properties of a `MysqlService`.
 */
export interface MysqlServiceProps extends HardenedServiceOptions {
  /**
   * The image, which must work like the public MySQL image; 8.4 or later.
   *
   * @default - the long-term support series of MySQL, pinned
   */
  readonly image?: ContainerImage;

  /**
   * The name of the database.
   *
   * @default - the variable `MYSQL_DATABASE`
   */
  readonly database?: IEnvValue;

  /**
   * The user who owns the database.
   *
   * @default - the variable `MYSQL_USER`
   */
  readonly databaseUser?: IEnvValue;

  /**
   * The password of that user.
   *
   * @default - the secret `MYSQL_PASSWORD`
   */
  readonly databasePassword?: Secret;

  /**
   * The password of `root`, who can log in only inside the container.
   *
   * @default - the secret `MYSQL_ROOT_PASSWORD`
   */
  readonly rootPassword?: Secret;

  /**
   * The volume for the data.
   *
   * @default - a volume named `db_volume`
   */
  readonly volume?: Volume;
}

/**
 * A MySQL server with one database and its user; a backend store for MLflow. It publishes no port.
 */
export class MysqlService extends DatabaseService {
  constructor(scope: Construct, id: string, props: MysqlServiceProps = {}) {
    checkProps(new.target, MysqlService, scope, id, 'MysqlServiceProps', props);
    super(scope, id, props, {
      engine: DatabaseEngine.mysql(),
      query: 'charset=utf8mb4',
      folder: 'mysql',
      defaultImage: MYSQL_IMAGE,
      names: { database: 'MYSQL_DATABASE', user: 'MYSQL_USER', password: 'MYSQL_PASSWORD' },
      volumeName: 'db_volume',
      dataPath: '/var/lib/mysql',
    });
    const rootPassword =
      props.rootPassword ??
      new Secret(this, freeName(this, 'MYSQL_ROOT_PASSWORD'), {
        description: 'The password of the administrator of MySQL, who can log in only inside the container.',
      });
    this.addDefaultEnvironment({ MYSQL_ROOT_PASSWORD_FILE: EnvValue.of(this.addSecret(rootPassword)) });
    this.node.addValidation({ validate: () => validateCollation(argumentsOf(this._renderedCommand) ?? []) });
  }

  protected renderHardening(): HardenedProps {
    return { ...super.renderHardening(), tmpfs: ['/tmp', '/var/run/mysqld'] };
  }

  /**
   * Measured: 520 MB after the first start, 560 MB while eight clients log, with MySQL's default buffer pool of 128 MB.
   * A larger buffer pool needs a higher limit.
   */
  protected renderLimits(): ResourceLimitsProps {
    return { memory: '2g', cpus: 2 };
  }

  protected renderCommand(): string[] {
    return [
      'mysqld',
      '--character-set-server=utf8mb4',
      `--collation-server=${COLLATION}`,
      // MLflow's migrations create a trigger, which a user without SUPER cannot do while the binary log is enabled
      // (error 1419; https://github.com/mlflow/mlflow/issues/23721).
      '--log-bin-trust-function-creators=1',
    ];
  }

  /**
   * Uses TCP: the temporary server of the initialization listens only on its socket, and would be healthy too early
   * (https://github.com/docker-library/mysql/issues/930). `ping` needs no password.
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    return (
      super.renderHealthcheck() ??
      Healthcheck.command(['mysqladmin', 'ping', '--host=127.0.0.1', '--protocol=tcp', '--silent'], {
        startPeriod: Duration.minutes(2),
      })
    );
  }
}

/**
 * MySQL accepts `_` for `-`, an abbreviated name that is unique, and the value as a separate argument.
 *
 * @see https://dev.mysql.com/doc/refman/9.7/en/command-line-options.html
 */
function validateCollation(args: string[]): string[] {
  return args.flatMap((arg, index) => {
    const [name, value] = [
      arg.split('=', 1)[0].replace(/_/g, '-'),
      arg.includes('=') ? arg.slice(arg.indexOf('=') + 1) : args[index + 1],
    ];
    return !/^--(loose-)?coll/.test(name) || value?.toLowerCase() === COLLATION
      ? []
      : [
          `the command sets the collation ${value}, but MLflow needs names to be compared by bytes; remove ${arg.split('=', 1)[0]} (it is ${COLLATION})`,
        ];
  });
}
