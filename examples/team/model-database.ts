import { Construct } from 'constructs';
import {
  BackendStoreConfig,
  ComposeApp,
  ContainerImage,
  DependencyCondition,
  EnvValue,
  Healthcheck,
  IBackendStore,
  Mount,
  ResourceLimits,
  Secret,
  Service,
  Volume,
} from 'projen-mlflow';

/** A custom store: PostgreSQL for models. */
export class ModelDatabase extends Service implements IBackendStore {
  private readonly password: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id, {
      image: ContainerImage.fromRegistry('postgres:17'),
      healthcheck: Healthcheck.command(['pg_isready', '--host=127.0.0.1', '--username=models']),
      networks: [ComposeApp.of(scope).internalNetwork],
    });
    this.password = new Secret(this, 'MODELS_PASSWORD');
    this.addEnvironment('POSTGRES_USER', EnvValue.of('models'));
    this.addEnvironment('POSTGRES_PASSWORD_FILE', EnvValue.of(this.addSecret(this.password)));
    this.addMount(Mount.volume(new Volume(this, 'models_volume'), '/var/lib/postgresql/data'));
    this.with(new ResourceLimits({ memory: '1g' }));
  }

  public bind(consumer: Service): BackendStoreConfig {
    this.privateNetworks.forEach(network => consumer.addNetwork(network));
    consumer.addDependency(this, DependencyCondition.HEALTHY);
    return {
      scheme: 'postgresql+psycopg2',
      host: EnvValue.of(this.name),
      database: EnvValue.of('models'),
      user: EnvValue.of('models'),
      passwordFile: consumer.addSecret(this.password),
      pythonPackages: ['psycopg2'],
    };
  }
}
