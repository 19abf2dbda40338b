import { Construct } from 'constructs';
import {
  ComposeApp,
  ContainerImage,
  EnvValue,
  HardenedService,
  HardenedServiceOptions,
  Healthcheck,
  Mount,
  ResourceLimitsProps,
  RestartPolicy,
  Volume,
} from '../../compose';
import { checkProps, describeForCluster } from '../../compose/internal';
import { IBackendStore } from '../../database';
import { MlflowImage } from '../image/mlflow-image';
import { PlainRuntime } from '../rules/plain-runtime';
import { applyParts, ServerPart } from '../server/server-part';
import { bindDatabase, bindDatabases } from '../server/server-stores';
import { startedForHealthy, withConditions } from '../server/wait-strategy';

const DATA_PATH = '/mnt/backend-store';

/** @see assets/mlflow-server/runtime/src/mlflow_runtime/migrate/old_pods.py */
const OLD_PODS_VARIABLE = 'MIGRATE_OLD_PODS';

/**
 * Options of a `MigrateService`, without its image and its stores.
 */
export interface MigrateServiceOptions extends HardenedServiceOptions {
  /**
   * How much disk space of the database an upgrade may use temporarily, as a number with a unit: `50g`. The migration
   * checks its needs before it changes anything.
   *
   * @default - the free space of the disk, if the store has a volume of the app, otherwise 1 GiB
   */
  readonly diskLimit?: string;

  /**
   * How many seconds the migration waits for the database to answer, and for other clients to disconnect, before it
   * fails.
   *
   * @default 60
   */
  readonly waitSeconds?: number;
}

/**
 * Properties of a `MigrateService`.
 */
export interface MigrateServiceProps extends MigrateServiceOptions {
  /**
   * The image of the server that waits for the migration.
   */
  readonly dockerfile: MlflowImage;

  /**
   * The database of runs, metrics and models.
   */
  readonly backendStore: IBackendStore;

  /**
   * The database of models, if it is another one.
   *
   * @default - the backend store
   */
  readonly registryStore?: IBackendStore;
}

/**
 * An init job that migrates MLflow's databases to the schema of the image before the server starts. It may be killed at
 * any time and run again. It changes nothing if the schema is up to date.
 */
export class MigrateService extends HardenedService {
  private readonly dockerfile: MlflowImage;

  constructor(scope: Construct, id: string, props: MigrateServiceProps) {
    checkProps(new.target, MigrateService, scope, id, 'MigrateServiceProps', props);
    super(scope, id, {
      ...props,
      image: ContainerImage.fromDockerfile(props.dockerfile),
      // This network has egress, for an external database.
      networks: props.networks ?? [ComposeApp.of(scope).internalNetwork],
      restart: props.restart ?? RestartPolicy.ONE_SHOT,
    });
    this.dockerfile = props.dockerfile;
    if (!props.dockerfile.mlflowRuntime.isPlain) {
      describeForCluster(this, { oldPodsVariable: OLD_PODS_VARIABLE });
    }
    PlainRuntime.watch(this, props.dockerfile.mlflowRuntime);

    const databases = bindDatabases(this, props);
    const [{ dataVolume }] = databases;
    const measuresDisk = dataVolume && !props.dockerfile.mlflowRuntime.isPlain;
    const parts = [...databases, ...(measuresDisk ? [diskPart(dataVolume)] : []), settingsPart(props)];
    this.addDefaultEnvironment(applyParts(this, props.dockerfile, parts));
  }

  /**
   * Migrates another database, such as that of the users of `MlflowAuth.basic`.
   *
   * @param name the prefix of its variables: `AUTH_STORE`
   */
  public addDatabase(name: string, store: IBackendStore): void {
    this.addDefaultEnvironment(applyParts(this, this.dockerfile, [bindDatabase(this, name, store)]));
  }

  protected renderLimits(): ResourceLimitsProps {
    return { ...super.renderLimits(), memory: '1g', cpus: 2 };
  }

  protected renderCommand(): string[] {
    return ['mlflow-migrate'];
  }

  /**
   * None by default: the healthcheck of the image is that of a server.
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    return super.renderHealthcheck() ?? Healthcheck.disabled();
  }

  /**
   * The migration does not wait until the database is healthy. It loads MLflow while the database starts, and then
   * connects repeatedly until the database answers.
   */
  protected renderDependencies(): { [service: string]: any } {
    return withConditions(super.renderDependencies(), startedForHealthy);
  }
}

/** Lets the migration measure free disk space. It can read no file: the files belong to the database's user. */
function diskPart(dataVolume: Volume): ServerPart {
  return {
    environment: { MIGRATE_DATA_PATH: EnvValue.of(DATA_PATH) },
    mounts: [Mount.volume(dataVolume, DATA_PATH, { readOnly: true })],
    // in a cluster no other pod can mount the volume of the database
    cluster: { omittedMounts: [DATA_PATH], omittedEnvironment: ['MIGRATE_DATA_PATH'] },
  };
}

/** @see assets/mlflow-server/runtime/src/mlflow_runtime/migrate/disk.py */
function settingsPart({ diskLimit, waitSeconds }: MigrateServiceOptions): ServerPart {
  return {
    environment: {
      ...(diskLimit && { MIGRATE_DISK_LIMIT: EnvValue.of(diskLimit) }),
      ...(waitSeconds !== undefined && { MIGRATE_WAIT_SECONDS: EnvValue.of(waitSeconds.toString()) }),
    },
    validate: () => [
      ...(diskLimit === undefined || /^\d+[kmgt]$/.test(diskLimit)
        ? []
        : [`\`diskLimit\` is "${diskLimit}", which is not a size; use a number with a unit, such as "50g"`]),
      ...(waitSeconds === undefined || (Number.isInteger(waitSeconds) && waitSeconds >= 0)
        ? []
        : [`\`waitSeconds\` is ${waitSeconds}; set it to a whole number of 0 or more`]),
    ],
  };
}
