import { Construct } from 'constructs';
import { BackendStoreConfig, IBackendStore } from './backend-store';
import { DatabaseEngine } from './database-engine';
import { assetText } from '../assets-directory';
import {
  ComposeApp,
  ContainerImage,
  DependencyCondition,
  Duration,
  EnvValue,
  EnvVariable,
  HardenedService,
  HardenedServiceOptions,
  IEnvValue,
  Mount,
  Secret,
  Service,
  Volume,
} from '../compose';
import { freeName, mountScript } from '../compose/internal';

/**
 * Measured while eight clients log (docs/faults.md): 3.2 to 5.1 s for MySQL, 0.7 s for PostgreSQL. A larger buffer
 * pool, or the last checkpoint of a large database on a slow disk, takes longer.
 */
const STOP_GRACE_PERIOD = Duration.minutes(1);

/** The props that all database servers have. */
interface DatabaseServiceProps extends HardenedServiceOptions {
  readonly image?: ContainerImage;
  readonly database?: IEnvValue;
  readonly databaseUser?: IEnvValue;
  readonly databasePassword?: Secret;
  readonly volume?: Volume;
}

/** What differs between database servers. */
interface DatabaseServer {
  readonly engine: DatabaseEngine;
  /** The query of the URI. */
  readonly query?: string;
  /** The folder in `assets/` with the entrypoint, which is also in the entrypoint's name. */
  readonly folder: string;
  readonly defaultImage: string;
  /** The names of the variables and of the secret that the image knows them by. */
  readonly names: { readonly database: string; readonly user: string; readonly password: string };
  readonly volumeName: string;
  /** Where the image keeps the data. */
  readonly dataPath: string;
}

/**
 * A database server of the app with one database and its user. It publishes no port.
 *
 * @internal
 */
export abstract class DatabaseService extends HardenedService implements IBackendStore {
  private readonly server: DatabaseServer;
  private readonly database: IEnvValue;
  private readonly databaseUser: IEnvValue;
  private readonly databasePassword: Secret;
  private readonly dataVolume: Volume;

  constructor(scope: Construct, id: string, props: DatabaseServiceProps, server: DatabaseServer) {
    const entrypoint = `/usr/local/bin/${server.folder}-entrypoint.sh`;
    super(scope, id, {
      ...props,
      image: props.image ?? ContainerImage.fromRegistry(server.defaultImage),
      entrypoint: ['bash', entrypoint],
      networks: props.networks ?? [ComposeApp.of(scope).internalNetwork],
      stopGracePeriod: props.stopGracePeriod ?? STOP_GRACE_PERIOD,
      user: props.user ?? '999:999', // the image's own
    });
    const { names } = server;
    this.server = server;
    this.database =
      props.database ??
      new EnvVariable(this, freeName(this, names.database), {
        description: 'The database of MLflow.',
        defaultValue: 'mlflow',
      });
    this.databaseUser =
      props.databaseUser ??
      new EnvVariable(this, freeName(this, names.user), {
        description: 'The user who owns that database.',
        defaultValue: 'mlflow',
      });
    this.databasePassword =
      props.databasePassword ??
      new Secret(this, freeName(this, names.password), { description: 'The password of that user.' });
    this.addDefaultEnvironment({
      [names.database]: this.database,
      [names.user]: this.databaseUser,
      [`${names.password}_FILE`]: EnvValue.of(this.addSecret(this.databasePassword)),
    });
    mountScript(this, {
      role: 'entrypoint',
      file: 'entrypoint.sh',
      content: assetText('database-entrypoint.sh', `${server.folder}/entrypoint.sh`),
      target: entrypoint,
    });
    this.dataVolume = props.volume ?? new Volume(this, freeName(this, server.volumeName));
    this.addMount(Mount.volume(this.dataVolume, server.dataPath));
  }

  public bind(consumer: Service): BackendStoreConfig {
    const { engine, query } = this.server;
    this.privateNetworks.forEach(network => consumer.addNetwork(network));
    consumer.addDependency(this, DependencyCondition.HEALTHY);
    return {
      scheme: engine.scheme,
      host: EnvValue.of(this.name),
      port: engine.defaultPort,
      database: this.database,
      user: this.databaseUser,
      passwordFile: consumer.addSecret(this.databasePassword),
      ...(query !== undefined && { query }),
      dataVolume: this.dataVolume,
      pythonPackages: engine.pythonPackages,
    };
  }
}
