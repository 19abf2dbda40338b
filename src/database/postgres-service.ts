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
import { checkProps, freeName, imageOf, parseImage } from '../compose/internal';
import { POSTGRES_IMAGE } from '../default-images';

const PORT = 5432;
const ENTRYPOINT = join(ASSETS_DIRECTORY, 'postgres', 'entrypoint.sh');
const ENTRYPOINT_TARGET = '/usr/local/bin/postgres-entrypoint.sh';

/**
 * Measured: 0.7 s while eight clients log (docs/faults.md); the last checkpoint of a large database on a slow disk
 * takes longer.
 */
const STOP_GRACE_PERIOD = Duration.minutes(1);

/** The major versions that MLflow is run with. */
const MAJOR_VERSIONS = [15, 16, 17, 18];

/**
 * Properties of a `PostgresService`.
 */
export interface PostgresServiceProps extends HardenedServiceOptions {
  /**
   * The image, with the public PostgreSQL image's contract; 15 to 18.
   *
   * @default - PostgreSQL 17, pinned
   */
  readonly image?: ContainerImage;

  /**
   * The major version of PostgreSQL in the image, on which depends where the data is.
   *
   * @default - the number that the image's tag begins with
   */
  readonly majorVersion?: number;

  /**
   * The name of the database.
   *
   * @default - the variable `POSTGRES_DB`
   */
  readonly database?: IEnvValue;

  /**
   * The user who owns the database and may do nothing else.
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
   * Where the data is kept.
   *
   * @default - a volume named `postgres_volume`
   */
  readonly volume?: Volume;
}

/**
 * A PostgreSQL server with one database and its user; a backend store for MLflow. It publishes no port.
 */
export class PostgresService extends HardenedService implements IBackendStore {
  private readonly database: IEnvValue;
  private readonly databaseUser: IEnvValue;
  private readonly databasePassword: Secret;
  private readonly dataVolume: Volume;

  constructor(scope: Construct, id: string, props: PostgresServiceProps = {}) {
    checkProps(new.target, PostgresService, scope, id, 'PostgresServiceProps', props);
    const image = props.image ?? ContainerImage.fromRegistry(POSTGRES_IMAGE);
    const majorVersion = props.majorVersion ?? majorVersionOf(image);
    super(scope, id, {
      ...props,
      image,
      entrypoint: ['bash', ENTRYPOINT_TARGET],
      networks: props.networks ?? [ComposeApp.of(scope).internalNetwork],
      stopGracePeriod: props.stopGracePeriod ?? STOP_GRACE_PERIOD,
      user: props.user ?? '999:999',
    });
    this.database =
      props.database ??
      new EnvVariable(this, freeName(this, 'POSTGRES_DB'), {
        description: 'The database of MLflow.',
        defaultValue: 'mlflow',
      });
    this.databaseUser =
      props.databaseUser ??
      new EnvVariable(this, freeName(this, 'POSTGRES_USER'), {
        description: 'The user who owns that database.',
        defaultValue: 'mlflow',
      });
    this.databasePassword =
      props.databasePassword ??
      new Secret(this, freeName(this, 'POSTGRES_PASSWORD'), { description: 'The password of that user.' });
    this.addDefaultEnvironment({
      POSTGRES_DB: this.database,
      POSTGRES_USER: this.databaseUser,
      POSTGRES_PASSWORD_FILE: EnvValue.of(this.addSecret(this.databasePassword)),
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
    this.dataVolume = props.volume ?? new Volume(this, freeName(this, 'postgres_volume'));
    this.addMount(Mount.volume(this.dataVolume, dataPathOf(majorVersion)));
    this.node.addValidation({ validate: () => validateMajorVersion(majorVersion) });
  }

  public bind(consumer: Service): BackendStoreConfig {
    this.privateNetworks.forEach(network => consumer.addNetwork(network));
    consumer.addDependency(this, DependencyCondition.HEALTHY);
    return {
      scheme: 'postgresql+psycopg2',
      host: EnvValue.of(this.name),
      port: PORT,
      database: this.database,
      user: this.databaseUser,
      passwordFile: consumer.addSecret(this.databasePassword),
      dataVolume: this.dataVolume,
      pythonPackages: ['psycopg2'],
    };
  }

  protected renderHardening(): HardenedProps {
    return { ...super.renderHardening(), tmpfs: ['/tmp', '/var/run/postgresql'] };
  }

  protected renderLimits(): ResourceLimitsProps {
    return { ...super.renderLimits(), memory: '1g' };
  }

  /**
   * The words of the command. An option of the server is added as `-c`, `max_connections=300`.
   */
  protected renderCommand(): string[] {
    return ['postgres'];
  }

  /**
   * Asks over TCP, where the server listens when the account is set.
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    return (
      super.renderHealthcheck() ??
      Healthcheck.command(['pg_isready', '--host=127.0.0.1', '--username=postgres', '--dbname=postgres', '--quiet'], {
        startPeriod: Duration.minutes(2),
      })
    );
  }

  /** Parallel queries share memory there; Docker's own 64 MB are too little for a large one. */
  protected renderConfinement(): { [key: string]: any } {
    return { shm_size: '256m', ...super.renderConfinement() };
  }
}

/**
 * What the tag says: `postgres:17`, `registry:5000/postgres:16.4-alpine`, `pgvector/pgvector:0.8.1-pg17`. A digest says
 * nothing.
 */
function majorVersionOf(image: ContainerImage): number | undefined {
  const tag = parseImage(imageOf(image.toDefinition()) ?? '')?.tag ?? '';
  const major = (/(?:^|-)pg(\d+)/.exec(tag) ?? /^(\d+)/.exec(tag))?.[1];
  return major === undefined ? undefined : Number(major);
}

/**
 * Since 18 the volume is one level up, so that two versions' data can lie side by side
 * (https://github.com/docker-library/postgres/pull/1259).
 */
function dataPathOf(majorVersion?: number): string {
  return majorVersion !== undefined && majorVersion >= 18 ? '/var/lib/postgresql' : '/var/lib/postgresql/data';
}

function validateMajorVersion(majorVersion?: number): string[] {
  if (majorVersion === undefined) {
    return [
      'the image does not say which version of PostgreSQL it holds, on which depends where the data is; give majorVersion',
    ];
  }
  const [first, last] = [MAJOR_VERSIONS.at(0), MAJOR_VERSIONS.at(-1)];
  return MAJOR_VERSIONS.includes(majorVersion)
    ? []
    : [`PostgreSQL ${majorVersion} is not known to work with MLflow; choose an image of ${first} to ${last}`];
}
