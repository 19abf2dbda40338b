import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { run } from './command';
import { freePort } from './free-port';
import { uniqueName, UserProject } from './user-project';

// A custom subclass, an override and a plain service in one app; and the errors of invalid input.

let project: UserProject;

afterEach(() => project.remove());

test('subclassed, overridden and plain services come up in the same app, and an added host is served', async () => {
  const port = await freePort();
  project = new UserProject(`
import { ComposeApp, BucketInit, ContainerImage, DependencyCondition, EnvVariable, Healthcheck, MinioService, MlflowService, Mount, MysqlService, Service, Volume } from 'projen-mlflow';
import { Project } from 'projen';

class TunedMysql extends MysqlService {
  private readonly connections = 77; // a field: hooks must not run before it is set
  protected renderCommand(): string[] {
    return [...super.renderCommand(), \`--max-connections=\${this.connections}\`];
  }
}

const project = new Project({ name: 'team', outdir: __dirname });
const app = new ComposeApp(project, 'mlflow', { appName: '${uniqueName('team')}' });
const s3 = new MinioService(app, 's3', { apiPort: ${await freePort()}, consolePort: ${await freePort()} });
const buckets = new BucketInit(app, 'create_s3_buckets', { server: s3, buckets: ['artifacts', 'datasets'], versioning: true });
const db = new TunedMysql(app, 'db');
const mlflow = new MlflowService(app, 'mlflow', { backendStore: db, artifactStore: buckets, port: ${port}, allowedHosts: ['mlflow.example.com'] });

db.addOverride('deploy.resources.limits.memory', '1g');
db.addDeletionOverride('restart');

const token = new EnvVariable(app, 'STATUS_TOKEN', { secret: true });
const status = new Service(app, 'status', {
  image: ContainerImage.fromRegistry('python:3.13-slim'),
  command: ['python', '-m', 'http.server', '--directory', '/srv'],
  environment: { STATUS_TOKEN: token },
  mounts: [Mount.volume(new Volume(app, 'status_volume'), '/srv')],
  networks: [app.internalNetwork],
  healthcheck: Healthcheck.shell('python -c "import urllib.request as u; u.urlopen(\\'http://127.0.0.1:8000\\')" && test -n "$STATUS_TOKEN"'),
});
status.addDependency(mlflow, DependencyCondition.HEALTHY);
project.synth();
`);
  project.projen();
  project.up();

  const sql = project.compose([
    'exec',
    '-T',
    'db',
    'bash',
    '-c',
    'MYSQL_PWD=$(cat $MYSQL_ROOT_PASSWORD_FILE) mysql -uroot -N -e "SELECT @@max_connections"',
  ]);
  expect(sql.trim()).toBe('77');
  const inspect = (service: string, format: string) =>
    run('docker', ['inspect', '--format', format, project.compose(['ps', '--quiet', service]).trim()]).trim();
  expect(inspect('db', '{{.HostConfig.Memory}} {{.HostConfig.RestartPolicy.Name}}')).toBe(`${2 ** 30} no`);
  expect(inspect('status', '{{.State.Health.Status}}')).toBe('healthy');
  expect(project.compose(['logs', '--no-color', 'create_s3_buckets'])).toContain('bucket datasets: keeps versions');

  expect(await createExperiment(port, 'mlflow.example.com', 'https://mlflow.example.com')).toBe(200);
  expect(await createExperiment(port, 'mlflow.example.com', 'https://evil.example.com')).toBe(403);
  expect(await createExperiment(port, 'evil.example.com', 'https://evil.example.com')).toBe(403);
});

/** Creates an experiment as a page of some origin does; the status is the result. */
async function createExperiment(port: number, host: string, origin: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { Host: host, Origin: origin, 'Content-Type': 'application/json' };
    request(
      `http://127.0.0.1:${port}/ajax-api/2.0/mlflow/experiments/create`,
      { method: 'POST', headers, timeout: 30_000 },
      response => {
        response.resume();
        resolve(response.statusCode);
      },
    )
      .on('error', reject)
      .end(JSON.stringify({ name: uniqueName('from-a-page') }));
  });
}

test('a mistake ends projen with a message for people, and nothing is written', () => {
  project = new UserProject(`
import { ComposeApp, ContainerImage, DependencyCondition, Service } from 'projen-mlflow';
import { Project } from 'projen';
const project = new Project({ name: 'team', outdir: __dirname });
const app = new ComposeApp(project, 'app');
const one = new Service(app, 'one', { image: ContainerImage.fromRegistry('a:1'), ports: [{ target: 80, published: 8080 }] });
const two = new Service(app, 'two', { image: ContainerImage.fromRegistry('a:1'), ports: [{ target: 80, published: 8080 }] });
two.addDependency(one, DependencyCondition.HEALTHY);
project.synth();
`);
  const before = readdirSync(project.directory);
  const { status, stderr } = project.tryProjen();
  expect(status).not.toBe(0);
  expect(stderr).toContain(
    '[app/two] it waits until "one" is healthy, but "one" has no healthcheck; give "one" a healthcheck, or use DependencyCondition.STARTED',
  );
  expect(stderr).toContain(
    '[app/two] it publishes 127.0.0.1:8080/tcp, which app/one publishes already (127.0.0.1:8080/tcp); publish it on another port',
  );
  expect(readdirSync(project.directory)).toEqual(before);
});
