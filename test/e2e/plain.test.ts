import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, run } from './command';
import { freePort } from './free-port';
import { uniqueName, UserProject } from './user-project';
import { workspace } from './workspace';

// `MlflowRuntime.plain()`: MLflow's own server and migration, with MySQL and MinIO, and with PostgreSQL, a folder and
// basic-auth.

let project: UserProject;
let ports: { [name: string]: number };

beforeAll(async () => {
  ports = Object.fromEntries(
    await Promise.all(['mysql', 'postgres', 's3', 'console'].map(async name => [name, await freePort()])),
  );
  project = new UserProject(`
import {
  BucketInit, ComposeApp, MinioService, MlflowAuth, MlflowImage, MlflowRuntime, MlflowService, MysqlService, PostgresService, VolumeArtifactStore,
} from 'projen-mlflow';
import { Project } from 'projen';
const project = new Project({ name: 'team', outdir: __dirname });
const app = new ComposeApp(project, 'mlflow', { appName: '${uniqueName('plain')}' });
const dockerfile = new MlflowImage(app, 'image', { directory: 'image', runtime: MlflowRuntime.plain() });
const s3 = new MinioService(app, 's3', { apiPort: ${ports.s3}, consolePort: ${ports.console} });
new MlflowService(app, 'mysql', {
  dockerfile, port: ${ports.mysql}, workers: 2,
  backendStore: new MysqlService(app, 'db'), artifactStore: new BucketInit(app, 'buckets', { server: s3 }),
});
const postgres = new PostgresService(app, 'postgres_db');
new MlflowService(app, 'postgres', {
  dockerfile, port: ${ports.postgres}, workers: 2,
  backendStore: postgres, artifactStore: new VolumeArtifactStore(app, 'folder'), auth: MlflowAuth.basic({ store: postgres }),
});
project.synth();
`);
  project.projen();
  project.up();
});

afterAll(() => project?.remove());

/** Runs a program of a client; a server of MLflow's own would send it to the address of the store inside of the app. */
function client(service: string, program: string, env: { [name: string]: string }, ...args: string[]): string {
  return run(workspace().python, ['-W', 'ignore', '-c', `import mlflow, sys\n${program}`, ...args], {
    env: {
      MLFLOW_TRACKING_URI: `http://127.0.0.1:${ports[service]}`,
      MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: 'false',
      ...env,
    },
    timeoutSeconds: 300,
  })
    .trim()
    .split('\n')
    .at(-1)!;
}

const WRITE = `
mlflow.set_experiment("plain")
with mlflow.start_run() as run:
    mlflow.log_param("alpha", 0.5)
    mlflow.log_metric("loss", 0.25)
    mlflow.log_text("kept", "text.txt")
    info = mlflow.pyfunc.log_model(name="model", python_model=lambda model_input: [2 * value for value in model_input], pip_requirements=["mlflow"])
mlflow.register_model(info.model_uri, "double")
print(run.info.run_id)
`;

const READ = `
run = mlflow.get_run(sys.argv[1])
print(run.data.params, run.data.metrics, mlflow.artifacts.load_text(f"runs:/{sys.argv[1]}/text.txt"), mlflow.pyfunc.load_model("models:/double/1").predict([21]))
`;

test.each(['mysql', 'postgres'])('%s: logged data exists after a restart of all services', service => {
  const login: { [name: string]: string } =
    service === 'mysql'
      ? {}
      : {
          MLFLOW_TRACKING_USERNAME: 'admin',
          MLFLOW_TRACKING_PASSWORD: readFileSync(
            join(project.directory, 'secrets', 'MLFLOW_AUTH_ADMIN_PASSWORD'),
            'utf8',
          ).trim(),
        };
  const runId = client(service, WRITE, login);
  project.compose(['restart']);
  project.up();
  expect(client(service, READ, login, runId)).toBe("{'alpha': '0.5'} {'loss': 0.25} kept [42]");
});

test('the login asks for a password', () => {
  const { stdout } = attempt('curl', [
    '--silent',
    '--output',
    '/dev/null',
    '--write-out',
    '%{http_code}',
    `http://127.0.0.1:${ports.postgres}/api/2.0/mlflow/experiments/search?max_results=1`,
  ]);
  expect(stdout).toBe('401');
});

test("the migration is MLflow's own, and a server without it runs in one process of MLflow with its web server", () => {
  expect(project.compose(['logs', '--no-color'])).toContain('migrate: mlflow db upgrade for MLFLOW_BACKEND_STORE_URI');
  const processes = project.compose(['top', 'mysql']);
  expect(processes).toMatch(/mlflow server/);
  expect(processes).toMatch(/uvicorn .*mlflow\.server\.fastapi_app:app/);
});
