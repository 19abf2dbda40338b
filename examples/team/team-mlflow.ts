import { Construct } from 'constructs';
import { ModelDatabase } from './model-database';
import {
  BucketInit,
  ComposeApp,
  ComposeAppProps,
  ComposeModel,
  EnvValue,
  IComposeRule,
  MinioService,
  MlflowService,
  Mount,
  MysqlService,
  ResourceLimits,
  RuleViolation,
  Service,
  ServiceMixin,
  Volume,
} from 'projen-mlflow';

/** MySQL with room for more connections. */
class TeamMysql extends MysqlService {
  protected renderCommand(): string[] {
    return [...super.renderCommand(), '--max-connections=500'];
  }
}

/** A custom rule: images that are pulled have a version. */
class PinnedImages implements IComposeRule {
  public readonly name = 'team-images';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services
      .filter(({ definition }) => definition.image && !/[:@][^/]+$/.test(definition.image))
      .map(({ path, definition }) => ({
        path,
        problem: `the image "${definition.image}" has no version`,
        remedy: 'add a tag or a digest',
      }));
  }
}

/** What the team wants of each container: logs that do not fill the disk. */
class ShortLogs extends ServiceMixin {
  protected applyToService(service: Service): void {
    this.addOverride(service, 'logging', { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } });
  }
}

/** A service of the team: a copy of the runs, each night, of which seven are kept. */
class NightlyDump extends Service {
  constructor(scope: Construct, id: string, db: MysqlService) {
    super(scope, id, {
      image: db.image,
      entrypoint: [
        'bash',
        '-c',
        `
        while true; do
          MYSQL_PWD=$(cat "$PASSWORD_FILE") mysqldump --host="$HOST" --user="$USER" --single-transaction --set-gtid-purged=OFF --no-tablespaces \\
            "$DATABASE" > /dumps/$(date +%a).sql
          sleep 1d
        done
      `,
      ],
      mounts: [Mount.volume(new Volume(scope, 'dump_volume'), '/dumps')],
    });
    // A store serves any service, not MLflow alone.
    const { host, user, database, passwordFile } = db.bind(this);
    Object.entries({
      HOST: host!,
      USER: user!,
      DATABASE: database!,
      PASSWORD_FILE: EnvValue.of(passwordFile!),
    }).forEach(([name, value]) => this.addEnvironment(name, value));
    this.with(new ResourceLimits({ memory: '512m' }));
    this.ignoreRule('healthcheck-set', 'who needs a dump looks at its date');
  }
}

/** MLflow as the team runs it. */
export class TeamMlflow extends ComposeApp {
  constructor(scope: Construct, id: string, props: ComposeAppProps = {}) {
    super(scope, id, props);
    this.addRule(new PinnedImages());

    const s3 = new MinioService(this, 's3');
    const buckets = new BucketInit(this, 'create_s3_buckets', { server: s3, buckets: ['mlflow', 'datasets'] });
    const db = new TeamMysql(this, 'db');
    db.addOverride('deploy.resources.limits.memory', '2g');
    const mlflow = new MlflowService(this, 'mlflow', {
      backendStore: db,
      registryStore: new ModelDatabase(this, 'models'),
      artifactStore: buckets,
      allowedHosts: ['mlflow.team.example'],
    });
    new NightlyDump(this, 'dump', db).addDependency(mlflow); // without it the first dump would be empty

    this.with(new ShortLogs());
  }
}
