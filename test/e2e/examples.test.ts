import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, run } from './command';
import { freePort } from './free-port';
import { uniqueName, UserProject } from './user-project';
import { REPOSITORY, workspace } from './workspace';

// The examples as a user runs them, each in a project with the packed library. A file of our own beside the compose
// file gives them free ports.

let project: UserProject | undefined;

afterEach(() => {
  project?.remove();
  project = undefined;
});

interface StartOptions {
  /** Where the app's files are. */
  readonly folder?: string;
  /** Keys of services that differ. */
  readonly others?: { [service: string]: object };
  /** Makes another program of the example's. */
  readonly edit?: (projenrc: string) => string;
}

/** Synthesizes and starts an example. */
async function start(
  example: string,
  { folder = '.', others = {}, edit = text => text }: StartOptions = {},
): Promise<string> {
  const source = join(REPOSITORY, 'examples', example);
  const port = await freePort();
  project = new UserProject(edit(readFileSync(join(source, '.projenrc.ts'), 'utf8')), folder);
  readdirSync(source)
    .filter(name => /^[^.].*(?<!\.test)\.ts$/.test(name))
    .forEach(name => project!.write(name, readFileSync(join(source, name), 'utf8')));
  project.projen();
  project.write(
    join(folder, 'compose.override.yaml'),
    yaml({
      name: uniqueName(example),
      services: {
        ...others,
        mlflow: {
          ...others.mlflow,
          ports: [`127.0.0.1:${port}:5000`],
          environment: { MLFLOW_SERVER_ALLOWED_HOSTS: '*' },
        },
      },
    }),
  );
  project.up();
  return `http://127.0.0.1:${port}`;
}

/** JSON is YAML; what the base has of ports and names is to go, not to be added to. */
function yaml(file: object): string {
  return JSON.stringify(file, null, 2)
    .replaceAll('"ports":', '"ports": !override')
    .replaceAll('"container_name": null', '"container_name": !reset null');
}

/** Logs a run with a metric, a model and an artifact from outside of the app, and finds them again. */
function use(url: string): void {
  const program = `
import mlflow
mlflow.set_tracking_uri("${url}")
with mlflow.start_run() as run:
    mlflow.log_metric("loss", 0.5)
    mlflow.log_text("kept", "folder/file.txt")
client = mlflow.MlflowClient()
assert client.get_run(run.info.run_id).data.metrics == {"loss": 0.5}
assert mlflow.artifacts.load_text(f"runs:/{run.info.run_id}/folder/file.txt") == "kept"
client.create_registered_model("model")
assert [model.name for model in client.search_registered_models()] == ["model"]
`;
  run(workspace().python, ['-c', program], {
    env: { MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: 'false' },
    timeoutSeconds: 180,
  });
}

const NO_PORTS = { ports: [] };

test('quickstart, and the dump of its database that the docs show', async () => {
  use(await start('quickstart', { others: { s3: NO_PORTS } }));

  const [, command] = /exec -T db bash -c '([^']+)' > mlflow\.sql/.exec(
    readFileSync(join(REPOSITORY, 'docs', 'mysql-service.md'), 'utf8'),
  )!;
  const dump = project!.compose(['exec', '-T', 'db', 'bash', '-c', command]);
  expect(dump).toMatch(/CREATE TABLE `runs`.*INSERT INTO `runs`.*-- Dump completed on/s);
});

test('single: one container, and a volume', async () => {
  use(await start('single'));

  expect(project!.compose(['ps', '--all', '--services']).trim()).toBe('mlflow');
});

test('postgres', async () => {
  use(await start('postgres', { others: { s3: NO_PORTS } }));
});

test('team: a custom store and custom services', async () => {
  use(await start('team', { folder: 'deploy', others: { s3: NO_PORTS } }));

  const models = project!.compose([
    'exec',
    '-T',
    'models',
    'psql',
    '-U',
    'models',
    '-At',
    '-c',
    'SELECT name FROM registered_models',
  ]);
  expect(models.trim()).toBe('model');
  const wait = 'for _ in {1..60}; do grep --quiet "CREATE TABLE .runs" /dumps/*.sql && exit 0; sleep 1; done; exit 1';
  expect(project!.tryCompose(['exec', '-T', 'dump', 'bash', '-c', wait]).status).toBe(0);
});

test('classic, with the images that there are and the one switch', async () => {
  const image = uniqueName('classic');
  try {
    use(
      await start('classic', {
        edit: text => text.replace("'mlflow')", "'mlflow', { repaired: true })"),
        others: { s3: NO_PORTS, db: { container_name: null }, mlflow: { container_name: null, image } },
      }),
    );

    expect(project!.compose(['logs', '--no-color', 'mlflow'])).toContain('wait-for-it.sh: db:3306 is available after');
  } finally {
    project?.remove();
    attempt('docker', ['image', 'rm', '--force', image]);
  }
});
