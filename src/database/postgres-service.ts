import { Construct } from 'constructs';
import { BackendStoreConfig, IBackendStore } from './backend-store';
import { DatabaseEngine } from './database-engine';
import { DatabaseService } from './database-service';
import {
  ContainerImage,
  Duration,
  HardenedProps,
  HardenedServiceOptions,
  Healthcheck,
  IEnvValue,
  ResourceLimitsProps,
  Secret,
  Service,
  Volume,
} from '../compose';
import { checkProps, describeForCluster, imageOf, parseImage } from '../compose/internal';
import { POSTGRES_IMAGE } from '../default-images';

/** The place of the data before version 18. */
const DATA_PATH = '/var/lib/postgresql/data';

/** The major versions that are tested with MLflow. */
const MAJOR_VERSIONS = [15, 16, 17, 18];

/**
 * Properties of a `PostgresService`.
 */
export interface PostgresServiceProps extends HardenedServiceOptions {
  /**
   * The image, which must work like the public PostgreSQL image; 15 to 18.
   *
   * @default - PostgreSQL 17, pinned
   */
  readonly image?: ContainerImage;

  /**
   * The major version of PostgreSQL in the image. The path of the data depends on it.
   *
   * @default - the version in the tag of the image
   */
  readonly majorVersion?: number;

  /**
   * The name of the database.
   *
   * @default - the variable `POSTGRES_DB`
   */
  readonly database?: IEnvValue;

  /**
   * The user who owns the database and has no other rights.
   *
   * @default - the variable `POSTGRES_USER`
   */
  readonly databaseUser?: IEnvValue;

  /**
   * The password of that user.
   *
   * @default - the secret `POSTGRES_PASSWORD`
   */
  readonly databasePassword?: Secret;

  /**
   * The volume for the data.
   *
   * @default - a volume named `postgres_volume`
   */
  readonly volume?: Volume;
}

/**
 * A PostgreSQL server with a database and its user; a backend store for MLflow. It publishes no port.
 */
export class PostgresService extends DatabaseService {
  private extraDatabases = 0;

  constructor(scope: Construct, id: string, props: PostgresServiceProps = {}) {
    checkProps(new.target, PostgresService, scope, id, 'PostgresServiceProps', props);
    const majorVersion =
      props.majorVersion ?? majorVersionOf(props.image ?? ContainerImage.fromRegistry(POSTGRES_IMAGE));
    super(scope, id, props, {
      engine: DatabaseEngine.postgres(),
      folder: 'postgres',
      defaultImage: POSTGRES_IMAGE,
      names: { database: 'POSTGRES_DB', user: 'POSTGRES_USER', password: 'POSTGRES_PASSWORD' },
      volumeName: 'postgres_volume',
      dataPath: dataPathOf(majorVersion),
    });
    if (dataPathOf(majorVersion) === DATA_PATH) {
      // In a cluster the folder of a volume belongs to root, and PostgreSQL wants one of its own user.
      describeForCluster(this, { environment: { PGDATA: `${DATA_PATH}/pgdata` } });
    }
    this.node.addValidation({ validate: () => validateMajorVersion(majorVersion) });
  }

  /**
   * Adds another database to the server, owned by the same user. The server creates it when it starts, unless it
   * exists; also in a volume that has data already.
   *
   * @param database the name of the database
   * @returns a store for MLflow or its users
   */
  public addDatabase(database: IEnvValue): IBackendStore {
    this.extraDatabases += 1;
    this.addDefaultEnvironment({ [`POSTGRES_EXTRA_DB_${this.extraDatabases}`]: database });
    return new ExtraDatabase(this, database);
  }

  protected renderHardening(): HardenedProps {
    return { ...super.renderHardening(), tmpfs: ['/tmp', '/var/run/postgresql'] };
  }

  protected renderLimits(): ResourceLimitsProps {
    return { ...super.renderLimits(), memory: '1g' };
  }

  /**
   * The arguments of the command. An option of the server is added as `-c`, `max_connections=300`.
   */
  protected renderCommand(): string[] {
    return ['postgres'];
  }

  /**
   * Uses TCP, where the server listens only after the account is set.
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    return (
      super.renderHealthcheck() ??
      Healthcheck.command(['pg_isready', '--host=127.0.0.1', '--username=postgres', '--dbname=postgres', '--quiet'], {
        startPeriod: Duration.minutes(2),
      })
    );
  }

  /** Parallel queries use shared memory; Docker's default of 64 MB is too small for a large one. */
  protected renderConfinement(): { [key: string]: any } {
    return { shm_size: '256m', ...super.renderConfinement() };
  }
}

/** A database beside the first one of a server. */
class ExtraDatabase implements IBackendStore {
  constructor(
    private readonly server: PostgresService,
    private readonly database: IEnvValue,
  ) {}

  public bind(consumer: Service): BackendStoreConfig {
    return { ...this.server.bind(consumer), database: this.database };
  }
}

/**
 * The version in the tag: `postgres:17`, `registry:5000/postgres:16.4-alpine`, `pgvector/pgvector:0.8.1-pg17`. A digest
 * has none.
 */
function majorVersionOf(image: ContainerImage): number | undefined {
  const tag = parseImage(imageOf(image.toDefinition()) ?? '')?.tag ?? '';
  const major = (/(?:^|-)pg(\d+)/.exec(tag) ?? /^(\d+)/.exec(tag))?.[1];
  return major === undefined ? undefined : Number(major);
}

/**
 * Since version 18 the volume is one level higher, so that it can hold the data of two versions
 * (https://github.com/docker-library/postgres/pull/1259).
 */
function dataPathOf(majorVersion?: number): string {
  return majorVersion !== undefined && majorVersion >= 18 ? '/var/lib/postgresql' : DATA_PATH;
}

function validateMajorVersion(majorVersion?: number): string[] {
  if (majorVersion === undefined) {
    return [
      'the tag of the image does not tell the version of PostgreSQL, which the path of the data depends on; set majorVersion',
    ];
  }
  const [first, last] = [MAJOR_VERSIONS.at(0), MAJOR_VERSIONS.at(-1)];
  return MAJOR_VERSIONS.includes(majorVersion)
    ? []
    : [`PostgreSQL ${majorVersion} is not tested with MLflow; use an image of ${first} to ${last}`];
}
