import { Construct } from 'constructs';
import {
  BucketInit, ComposeApp, ComposeAppProps, ComposeModel, ContainerImage, Healthcheck, IComposeRule, MinioService, MlflowService, Mount,
  MysqlService, RuleViolation, Service, Volume,
} from 'projen-mlflow';

/** MySQL with room for more connections. */
class TeamMysql extends MysqlService {
  protected renderCommand(): string[] {
    return [...super.renderCommand(), '--max-connections=500'];
  }
}

/** A rule of the team: an image that is pulled has a version. */
class PinnedImages implements IComposeRule {
  public readonly name = 'team-images';

  public check(model: ComposeModel): RuleViolation[] {
    return model.services
      .filter(({ definition }) => definition.image && !/[:@][^/]+$/.test(definition.image))
      .map(({ path, definition }) => ({ path, problem: `the image "${definition.image}" has no version`, remedy: 'add a tag or a digest' }));
  }
}

/** MLflow as the team runs it, beside a cache for its own programs. */
export class TeamMlflow extends ComposeApp {
  constructor(scope: Construct, id: string, props: ComposeAppProps = {}) {
    super(scope, id, props);
    this.addRule(new PinnedImages());

    const s3 = new MinioService(this, 's3');
    const buckets = new BucketInit(this, 'create_s3_buckets', { server: s3, buckets: ['mlflow', 'datasets'] });
    const db = new TeamMysql(this, 'db');
    db.addOverride('deploy.resources.limits.memory', '2g');
    new MlflowService(this, 'mlflow', { backendStore: db, artifactStore: buckets, allowedHosts: ['mlflow.team.example'] });

    new Service(this, 'cache', {
      image: ContainerImage.fromRegistry('redis:8.2'),
      healthcheck: Healthcheck.command(['redis-cli', 'ping']),
      mounts: [Mount.volume(new Volume(this, 'cache_volume'), '/data')],
      networks: [this.internalNetwork],
    });
  }
}
