import { Construct, IConstruct } from 'constructs';
import {
  Aspects,
  BucketInit,
  ComposeApp,
  ComposeAppProps,
  ContainerImage,
  DependencyCondition,
  DockerfileStage,
  EnvValue,
  EnvVariable,
  IAspect,
  MinioImage,
  MinioService,
  MlflowImage,
  MlflowService,
  MysqlService,
  Network,
  PortMapping,
  RestartPolicy,
  Secret,
  Service,
  WaitStrategy,
} from 'projen-mlflow';

export interface ClassicMlflowProps extends ComposeAppProps {
  /**
   * Whether to use images that still exist, and to set the option of MySQL without which MLflow cannot create its
   * schema.
   *
   * @default false - as in the tutorial, which does not start any more
   */
  readonly repaired?: boolean;
}

/**
 * The stack of the tutorials: passwords in variables and arguments, ports open to the network, a script that waits.
 */
export class ClassicMlflow extends ComposeApp {
  constructor(scope: Construct, id: string, props: ClassicMlflowProps = {}) {
    super(scope, id, props);
    const accessKeyId = new EnvVariable(this, 'AWS_ACCESS_KEY_ID', { defaultValue: 'admin' });
    const secretKey = new EnvVariable(this, 'AWS_SECRET_ACCESS_KEY', { secret: true });
    const bucket = new EnvVariable(this, 'AWS_BUCKET_NAME', { defaultValue: 'mlflow' });
    const region = new EnvVariable(this, 'AWS_REGION', { defaultValue: 'us-east-1' });
    const database = new EnvVariable(this, 'MYSQL_DATABASE', { defaultValue: 'mlflow' });
    const user = new EnvVariable(this, 'MYSQL_USER', { defaultValue: 'mlflow_user' });
    const password = new EnvVariable(this, 'MYSQL_PASSWORD', { secret: true });
    const rootPassword = new EnvVariable(this, 'MYSQL_ROOT_PASSWORD', { secret: true });
    const secretAccessKey = new Secret(this, 's3_secret', { environment: secretKey });
    const internal = new Network(this, 'internal');
    const both = [internal, new Network(this, 'public', { driver: 'bridge' })];

    const s3 = new MinioService(this, 's3', {
      image: props.repaired
        ? MinioImage.fork()
        : ContainerImage.fromRegistry('minio/minio:RELEASE.2022-05-26T05-48-41Z.hotfix.15f13935a'),
      hardened: false,
      networks: both,
      ports: open(9000, 9001),
      rootUser: accessKeyId,
      rootPassword: secretAccessKey,
    });
    s3.addOverride('volumes.0.volume', {}); // what the short form of a volume becomes
    s3.addOverride('environment', { MINIO_ROOT_USER: accessKeyId, MINIO_ROOT_PASSWORD: secretKey });
    s3.addDeletionOverride('depends_on');
    this.addDeletionOverride('services.s3_volume_owner'); // the container is root's

    const buckets = new BucketInit(this, 'create_s3_buckets', {
      server: s3,
      hardened: false,
      networks: [internal],
      restart: RestartPolicy.UNSPECIFIED,
      buckets: ['mlflow'],
      accessKeyId,
      secretAccessKey,
      region,
    });
    if (!props.repaired) {
      buckets.addOverride('image', 'minio/mc');
    }
    buckets.addDeletionOverride('environment');
    buckets.addDeletionOverride('volumes');
    buckets.addOverride('depends_on', { s3: { condition: DependencyCondition.STARTED } });
    buckets.addOverride('entrypoint', [
      '/bin/sh',
      '-c',
      EnvValue.concat(
        EnvValue.of(" until (/usr/bin/mc alias set minio http://s3:9000 '"),
        accessKeyId,
        EnvValue.of("' '"),
        secretKey,
        EnvValue.of("') do echo '...waiting...' && sleep 1; done; /usr/bin/mc mb minio/"),
        bucket,
        EnvValue.of('; exit 0; '),
      ),
    ]);

    const db = new MysqlService(this, 'db', {
      image: ContainerImage.fromRegistry(props.repaired ? 'mysql:9.7' : 'mysql/mysql-server:5.7.38'),
      hardened: false,
      containerName: 'mlflow_db',
      networks: [internal],
      databasePassword: new Secret(this, 'db_password', { environment: password }),
      rootPassword: new Secret(this, 'db_root_password', { environment: rootPassword }),
      database,
      databaseUser: user,
      spec: { expose: ['3306'] },
    });
    db.addOverride('volumes.0.volume', {});
    db.addOverride('environment', {
      MYSQL_DATABASE: database,
      MYSQL_USER: user,
      MYSQL_PASSWORD: password,
      MYSQL_ROOT_PASSWORD: rootPassword,
    });
    db.addDeletionOverride('entrypoint');
    db.addDeletionOverride('command');
    if (props.repaired) {
      db.addOverride('command', ['--log-bin-trust-function-creators=1']);
    }

    const mlflow = new MlflowService(this, 'mlflow', {
      dockerfile: new CondaImage(this, 'mlflow-image', { directory: '.' }),
      hardened: false,
      backendStore: db,
      artifactStore: buckets,
      containerName: 'mlflow-server-container',
      migrate: false,
      networks: both,
      ports: open(5000),
      waitStrategy: WaitStrategy.waitForIt({ timeout: 90 }),
    });
    mlflow.addOverride('image', 'mlflow-server');
    mlflow.addOverride('environment', {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretKey,
      AWS_DEFAULT_REGION: region,
      MLFLOW_S3_ENDPOINT_URL: s3.endpoint,
    });
    mlflow.addDeletionOverride('command');
    mlflow.addOverride('entrypoint', [
      'bash',
      './wait-for-it.sh',
      'db:3306',
      '-t',
      '90',
      '--',
      'mlflow',
      'server',
      '--backend-store-uri',
      EnvValue.concat(
        EnvValue.of('mysql+pymysql://'),
        user,
        EnvValue.of(':'),
        password,
        EnvValue.of('@db:3306/'),
        database,
      ),
      '--artifacts-destination',
      EnvValue.concat(EnvValue.of('s3://'), bucket, EnvValue.of('/')),
      '--serve-artifacts',
      '-h',
      '0.0.0.0',
    ]);
    mlflow.addDeletionOverride('volumes');
    mlflow.addDeletionOverride('depends_on');

    Aspects.of(this).add(new WithoutOurKeys());
    ['configs', 'secrets', 'volumes.mlflow_scratch_volume'].forEach(path => this.addDeletionOverride(path));
  }
}

/** Removes what ready-made services have and the tutorial's do not. */
class WithoutOurKeys implements IAspect {
  public visit(node: IConstruct): void {
    if (node instanceof Service) {
      for (const key of ['configs', 'healthcheck', 'labels', 'secrets', 'stop_grace_period', 'sysctls', 'user']) {
        node.addDeletionOverride(key);
      }
    }
  }
}

/** The tutorial's image: Anaconda with the current versions, run as root. */
class CondaImage extends MlflowImage {
  protected renderStages(): DockerfileStage[] {
    const stage = new DockerfileStage('server', 'continuumio/miniconda3:latest');
    stage.run(['pip install mlflow boto3 pymysql']);
    stage.workdir('/app');
    // The tutorial copies a script from the web; Debian has it too.
    stage.run([
      'apt-get update -qq',
      'apt-get install -y -qq --no-install-recommends wait-for-it',
      'cp /usr/bin/wait-for-it wait-for-it.sh',
    ]);
    return [stage];
  }
}

/** Ports that listen on all addresses of the host. */
function open(...ports: number[]): PortMapping[] {
  return ports.map(port => ({ target: port, published: port, hostIp: '*' }));
}
