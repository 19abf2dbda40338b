import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { freePort } from './free-port';
import { uniqueName, UserProject } from './user-project';
import { REPOSITORY, workspace } from './workspace';

// The examples as a user runs them, each in a project with the packed library. A file of our own beside the compose file gives them free ports.

let project: UserProject | undefined;

afterEach(() => {
  project?.remove();
  project = undefined;
});

/** Synthesizes and starts an example. */
async function start(example: string, { folder = '.', others = {} }: { folder?: string; others?: { [service: string]: object } } = {}): Promise<string> {
  const source = join(REPOSITORY, 'examples', example);
  const port = await freePort();
  project = new UserProject(readFileSync(join(source, '.projenrc.ts'), 'utf8'), folder);
  readdirSync(source).filter(name => /^[^.].*(?<!\.test)\.ts$/.test(name)).forEach(name => project!.write(name, readFileSync(join(source, name), 'utf8')));
  project.projen();
  project.write(join(folder, 'compose.override.yaml'), yaml({
    name: uniqueName(example),
    services: { ...others, mlflow: { ...others.mlflow, ports: [`127.0.0.1:${port}:5000`], environment: { MLFLOW_SERVER_ALLOWED_HOSTS: '*' } } },
  }));
  project.up();
  return `http://127.0.0.1:${port}`;
}

/** JSON is YAML; what the base has of ports and names is to go, not to be added to. */
function yaml(file: object): string {
  return JSON.stringify(file, null, 2).replaceAll('"ports":', '"ports": !override').replaceAll('"container_name": null', '"container_name": !reset null');
}

/** Logs a run with a metric, a model and an artifact from outside of the app, and finds them again. */
function use(url: string): void {
  const program = `
import mlflow, os, tempfile
from pathlib import Path
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
  run(workspace().python, ['-c', program], { env: { MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: 'false' }, timeoutSeconds: 180 });
}

const NO_PORTS = { ports: [] };

test('quickstart', async () => {
  use(await start('quickstart', { others: { s3: NO_PORTS } }));
});

test('single: one container, and a volume', async () => {
  use(await start('single'));

  expect(project!.compose(['ps', '--all', '--services']).trim()).toBe('mlflow');
});

test('postgres', async () => {
  use(await start('postgres', { others: { s3: NO_PORTS } }));
});

test('team: a store and services of its own', async () => {
  use(await start('team', { folder: 'deploy', others: { s3: NO_PORTS } }));

  const models = project!.compose(['exec', '-T', 'models', 'psql', '-U', 'models', '-At', '-c', 'SELECT name FROM registered_models']);
  expect(models.trim()).toBe('model');
  expect(project!.compose(['exec', '-T', 'dump', 'bash', '-c', 'grep -c "CREATE TABLE" /dumps/*.sql']).trim()).toMatch(/^\d+$/);
});
