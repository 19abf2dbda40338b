import {
  ArtifactStoreConfig,
  BackendStoreConfig,
  ComposeApp,
  EnvValue,
  EnvVariable,
  IArtifactStore,
  IBackendStore,
  MlflowService,
  Service,
} from '../../src';
import { testProject } from '../test-project';

/** A database outside of the app, as a team would write it. */
class TeamDatabase implements IBackendStore {
  private readonly password: EnvVariable;

  constructor(app: ComposeApp) {
    this.password = new EnvVariable(app, 'DB_PASSWORD');
  }

  public bind(consumer: Service): BackendStoreConfig {
    consumer.addEnvironment('PGSSLMODE', EnvValue.of('require'));
    return {
      scheme: 'postgresql+psycopg',
      host: EnvValue.of('db.example.com'),
      port: 5432,
      database: EnvValue.of('runs'),
      user: EnvValue.of('mlflow'),
      password: this.password,
      pythonPackages: ['psycopg==3.2.1'],
    };
  }
}

class TeamBucket implements IArtifactStore {
  public bind(consumer: Service): ArtifactStoreConfig {
    consumer.addEnvironment('GOOGLE_CLOUD_PROJECT', EnvValue.of('team'));
    return { destination: EnvValue.of('gs://team/$') };
  }
}

test('objects of the team serve as stores', () => {
  const app = new ComposeApp(testProject(), 'app');
  const server = new MlflowService(app, 'mlflow', {
    backendStore: new TeamDatabase(app),
    artifactStore: new TeamBucket(),
  });
  const { environment, depends_on } = app.toDefinition().services.mlflow;
  expect(environment).toMatchObject({
    PGSSLMODE: 'require',
    BACKEND_STORE_SCHEME: 'postgresql+psycopg',
    BACKEND_STORE_HOST: 'db.example.com',
    BACKEND_STORE_PORT: '5432',
    BACKEND_STORE_DATABASE: 'runs',
    BACKEND_STORE_USER: 'mlflow',
    BACKEND_STORE_PASSWORD: '${DB_PASSWORD:?set it in .env}',
    GOOGLE_CLOUD_PROJECT: 'team',
    MLFLOW_ARTIFACTS_DESTINATION: 'gs://team/$$',
  });
  expect(environment).not.toHaveProperty('BACKEND_STORE_QUERY');
  expect(Object.keys(depends_on)).toEqual(['mlflow_migrate']);
  expect(server.dockerfile.toText()).toContain("'psycopg==3.2.1'");
  expect(server.dockerfile.toText()).not.toMatch(/boto3|pymysql/);
});
