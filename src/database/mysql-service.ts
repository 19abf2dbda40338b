import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { BackendStoreConfig, IBackendStore } from './backend-store';
import { ASSETS_DIRECTORY } from '../assets-directory';
import {
  ComposeApp,
  Config,
  ContainerImage,
  DependencyCondition,
  Duration,
  EnvValue,
  EnvVariable,
  HardenedProps,
  HardenedService,
  HardenedServiceOptions,
  Healthcheck,
  IEnvValue,
  Mount,
  ResourceLimitsProps,
  Secret,
  Service,
  Volume,
} from '../compose';
import { argumentsOf, checkProps, freeName } from '../compose/internal';
import { MYSQL_IMAGE } from '../default-images';

const PORT = 3306;
const DATA_PATH = '/var/lib/mysql';

/**
 * Compares by bytes, as PostgreSQL and SQLite do: names that differ only in case, accents or trailing spaces are
 * different.
 */
const COLLATION = 'utf8mb4_0900_bin';

const ENTRYPOINT = join(ASSETS_DIRECTORY, 'mysql', 'entrypoint.sh');
const ENTRYPOINT_TARGET = '/usr/local/bin/mysql-entrypoint.sh';

/**
 * Measured: 3.2 to 5.1 s while eight clients log (docs/faults.md); a larger buffer pool, and a slower disk, take
 * longer.
 */
const STOP_GRACE_PERIOD = Duration.minutes(1);

/**
 * Properties of a `MysqlService`.
 */
export interface MysqlServiceProps extends HardenedServiceOptions {
  /**
   * The image, with the public MySQL image's contract; 8.4 or later.
   *
   * @default - MySQL's long-term series, pinned
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
   * The password of `root`, who may log in inside the container alone.
   *
   * @default - the secret `MYSQL_ROOT_PASSWORD`
   */
  readonly rootPassword?: Secret;

  /**
   * Where the data is kept.
   *
   * @default - a volume named `db_volume`
   */
  readonly volume?: Volume;
}

/**
 * A MySQL server with one database and its user; a backend store for MLflow. It publishes no port.
 */
export class MysqlService extends HardenedService implements IBackendStore {
  private readonly database: IEnvValue;
  private readonly databaseUser: IEnvValue;
  private readonly databasePassword: Secret;
  private readonly dataVolume: Volume;

  constructor(scope: Construct, id: string, props: MysqlServiceProps = {}) {
    checkProps(new.target, MysqlService, scope, id, 'MysqlServiceProps', props);
    super(scope, id, {
      ...props,
      image: props.image ?? ContainerImage.fromRegistry(MYSQL_IMAGE),
      entrypoint: ['bash', ENTRYPOINT_TARGET],
      networks: props.networks ?? [ComposeApp.of(scope).internalNetwork],
      stopGracePeriod: props.stopGracePeriod ?? STOP_GRACE_PERIOD,
      user: props.user ?? '999:999',
    });
    this.database =
      props.database ??
      new EnvVariable(this, freeName(this, 'MYSQL_DATABASE'), {
        description: 'The database of MLflow.',
        defaultValue: 'mlflow',
      });
    this.databaseUser =
      props.databaseUser ??
      new EnvVariable(this, freeName(this, 'MYSQL_USER'), {
        description: 'The user who owns that database.',
        defaultValue: 'mlflow',
      });
    this.databasePassword =
      props.databasePassword ??
      new Secret(this, freeName(this, 'MYSQL_PASSWORD'), { description: 'The password of that user.' });
    const rootPassword =
      props.rootPassword ??
      new Secret(this, freeName(this, 'MYSQL_ROOT_PASSWORD'), {
        description: 'The password of the administrator of MySQL, who may log in inside the container alone.',
      });
    this.addDefaultEnvironment({
      MYSQL_DATABASE: this.database,
      MYSQL_USER: this.databaseUser,
      MYSQL_PASSWORD_FILE: EnvValue.of(this.addSecret(this.databasePassword)),
      MYSQL_ROOT_PASSWORD_FILE: EnvValue.of(this.addSecret(rootPassword)),
    });
    this.addMount(
      Mount.config(
        new Config(this, `${id}_entrypoint`, {
          path: `${id}/entrypoint.sh`,
          content: readFileSync(ENTRYPOINT, 'utf8'),
        }),
        ENTRYPOINT_TARGET,
      ),
    );
    this.dataVolume = props.volume ?? new Volume(this, freeName(this, 'db_volume'));
    this.addMount(Mount.volume(this.dataVolume, DATA_PATH));
    this.node.addValidation({ validate: () => validateCollation(argumentsOf(this.renderDefinition().command) ?? []) });
  }

  public bind(consumer: Service): BackendStoreConfig {
    this.privateNetworks.forEach(network => consumer.addNetwork(network));
    consumer.addDependency(this, DependencyCondition.HEALTHY);
    return {
      scheme: 'mysql+pymysql',
      host: EnvValue.of(this.name),
      port: PORT,
      database: this.database,
      user: this.databaseUser,
      passwordFile: consumer.addSecret(this.databasePassword),
      query: 'charset=utf8mb4',
      dataVolume: this.dataVolume,
      pythonPackages: ['pymysql'],
    };
  }

  protected renderHardening(): HardenedProps {
    return { ...super.renderHardening(), tmpfs: ['/tmp', '/var/run/mysqld'] };
  }

  /**
   * Measured: 520 MB after the first start, 560 MB while eight clients log, with MySQL's default buffer pool of 128 MB.
   * Who raises that raises this limit too.
   */
  protected renderLimits(): ResourceLimitsProps {
    return { memory: '2g', cpus: 2 };
  }

  protected renderCommand(): string[] {
    return [
      'mysqld',
      '--character-set-server=utf8mb4',
      `--collation-server=${COLLATION}`,
      // MLflow's migrations make a trigger, which a user without SUPER may not while there is a binary log
      // (error 1419; https://github.com/mlflow/mlflow/issues/23721).
      '--log-bin-trust-function-creators=1',
    ];
  }

  /**
   * Asks over TCP: the server that sets the data up listens on its socket alone, and is healthy too early
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
 * MySQL reads `_` as `-`, any beginning that is unique, and the value as an argument of its own.
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
          `the command sets the collation ${value}, but MLflow's names must be compared by their bytes; remove ${arg.split('=', 1)[0]} (it is ${COLLATION})`,
        ];
  });
}
