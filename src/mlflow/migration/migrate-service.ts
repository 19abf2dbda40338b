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
} from '../../compose';
import { checkProps } from '../../compose/internal';
import { IBackendStore } from '../../database';
import { MlflowImage } from '../image/mlflow-image';
import { PlainRuntime } from '../image/plain-runtime';
import { startedForHealthy, withConditions } from '../server/dependency-conditions';
import { bindDatabase, bindDatabases } from '../server/server-databases';

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
    PlainRuntime.watch(this, props.dockerfile);
    const {
      backendStore: { dataVolume },
      environment,
    } = bindDatabases(this, props.dockerfile, props);
    const asksDisk = dataVolume !== undefined && !props.dockerfile.mlflowRuntime.isPlain;
    if (asksDisk) {
      // To ask how much is free; nothing in it can be read, since the files are the database user's.
      this.addMount(Mount.volume(dataVolume, DATA_PATH, { readOnly: true }));
    }
    this.addDefaultEnvironment({
      ...environment,
      ...(asksDisk && { MIGRATE_DATA_PATH: EnvValue.of(DATA_PATH) }),
      ...(props.diskLimit && { MIGRATE_DISK_LIMIT: EnvValue.of(props.diskLimit) }),
      ...(props.waitSeconds !== undefined && { MIGRATE_WAIT_SECONDS: EnvValue.of(props.waitSeconds.toString()) }),
    });
    this.node.addValidation({ validate: () => validateSettings(props) });
  }

  /**
   * Migrates one more database, such as that of the users of basic-auth.
   *
   * @param name what the names of its variables begin with: `AUTH_STORE`
   */
  public addDatabase(name: string, store: IBackendStore): void {
    this.addDefaultEnvironment(bindDatabase(this, this.dockerfile, name, store));
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

/** @see assets/mlflow-server/runtime/src/mlflow_runtime/migrate/disk.py */
function validateSettings({ diskLimit, waitSeconds }: MigrateServiceOptions): string[] {
  return [
    ...(diskLimit === undefined || /^\d+[kmgt]$/.test(diskLimit)
      ? []
      : [`a \`diskLimit\` of "${diskLimit}" is no size; give a number and its unit, such as "50g"`]),
    ...(waitSeconds === undefined || (Number.isInteger(waitSeconds) && waitSeconds >= 0)
      ? []
      : [`it cannot wait ${waitSeconds} seconds; give a whole number of 0 or more`]),
  ];
}
