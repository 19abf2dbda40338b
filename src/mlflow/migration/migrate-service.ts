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
import { checkProps } from '../../compose/internal';
import { IBackendStore } from '../../database';
import { MlflowImage } from '../image/mlflow-image';
import { PlainRuntime } from '../rules/plain-runtime';
import { applyParts, ServerPart } from '../server/server-part';
import { bindDatabase, bindDatabases } from '../server/server-stores';
import { startedForHealthy, withConditions } from '../server/wait-strategy';

const DATA_PATH = '/mnt/backend-store';

/**
 * Settings of a `MigrateService`, apart from its image and its stores.
 */
export interface MigrateServiceOptions extends HardenedServiceOptions {
  /**
   * How much of the database's disk an upgrade may use for a while, in bytes with a unit: `50g`. What it needs is
   * checked before anything is changed.
   *
   * @default - what the disk has free, where the store has a volume of the app, or else 1 GiB
   */
  readonly diskLimit?: string;

  /**
   * The number of seconds that it waits for the database to answer, and for others who are connected to go, before it
   * gives up.
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
   * The image of the server that waits for it.
   */
  readonly dockerfile: MlflowImage;

  /**
   * Where runs, metrics and models are kept.
   */
  readonly backendStore: IBackendStore;

  /**
   * Where models are kept, if not beside the runs.
   *
   * @default - the backend store
   */
  readonly registryStore?: IBackendStore;
}

/**
 * An init job that brings the schema of MLflow's databases to that of the image, before the server starts. It may be
 * killed at any moment and run again; it does nothing when there is nothing to do.
 */
export class MigrateService extends HardenedService {
  private readonly dockerfile: MlflowImage;

  constructor(scope: Construct, id: string, props: MigrateServiceProps) {
    checkProps(new.target, MigrateService, scope, id, 'MigrateServiceProps', props);
    super(scope, id, {
      ...props,
      image: ContainerImage.fromDockerfile(props.dockerfile),
      // With egress, for a database that is no service of the app.
      networks: props.networks ?? [ComposeApp.of(scope).internalNetwork],
      restart: props.restart ?? RestartPolicy.ONE_SHOT,
    });
    this.dockerfile = props.dockerfile;
    PlainRuntime.watch(this, props.dockerfile.mlflowRuntime);

    const databases = bindDatabases(this, props);
    const [{ dataVolume }] = databases;
    const measuresDisk = dataVolume && !props.dockerfile.mlflowRuntime.isPlain;
    const parts = [...databases, ...(measuresDisk ? [diskPart(dataVolume)] : []), settingsPart(props)];
    this.addDefaultEnvironment(applyParts(this, props.dockerfile, parts));
  }

  /**
   * Migrates one more database, such as that of the users of basic-auth.
   *
   * @param name what the names of its variables begin with: `AUTH_STORE`
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
   * That of the image is for its server.
   */
  protected renderHealthcheck(): Healthcheck | undefined {
    return super.renderHealthcheck() ?? Healthcheck.disabled();
  }

  /**
   * It does not wait until the database is healthy: it loads MLflow while that starts, and then asks by itself until it
   * answers.
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
        : [`a \`diskLimit\` of "${diskLimit}" is no size; give a number and its unit, such as "50g"`]),
      ...(waitSeconds === undefined || (Number.isInteger(waitSeconds) && waitSeconds >= 0)
        ? []
        : [`it cannot wait ${waitSeconds} seconds; give a whole number of 0 or more`]),
    ],
  };
}
