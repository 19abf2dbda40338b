/**
 * Synthesizes examples/quickstart from this checkout as a user's project would. If there is a Docker engine, builds and
 * starts the stack and logs a run.
 */
import { spawnSync, SpawnSyncOptions } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Machine } from '../test/e2e/machine';

const repository = resolve(__dirname, '..');
const project = join(repository, '.demo', 'quickstart');
const url = 'http://localhost:5000';

const sampleRun = `
import logging
import mlflow
logging.getLogger("mlflow.utils.git_utils").setLevel(logging.ERROR)  # the image has no git
mlflow.set_tracking_uri("http://mlflow:5000")
mlflow.set_experiment("demo")
with mlflow.start_run() as run:
    mlflow.log_param("alpha", 0.5)
    for step in range(20):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
    mlflow.log_text("Hello from the demo.", "hello.txt")
print(f"logged the run {run.info.run_name} of the experiment demo")
`;

function run(command: string, args: string[], options: SpawnSyncOptions = {}): void {
  const { status } = spawnSync(command, args, { cwd: project, stdio: 'inherit', ...options });
  if (status !== 0) {
    console.error(`\nThe demo stopped: ${command} ${args.slice(0, 3).join(' ')} ended with ${status}; see above.`);
    process.exit(1);
  }
}

// The project of a user who installed the library; `.env` and the volumes of an earlier demo are kept.
const installed = join(project, 'node_modules', 'projen-mlflow');
rmSync(installed, { recursive: true, force: true });
mkdirSync(installed, { recursive: true });
// Not a link to the repository itself: the demo is in it, so programs that follow links would loop.
['package.json', 'lib', 'assets'].forEach(name => symlinkSync(join(repository, name), join(installed, name)));
copyFileSync(join(repository, 'examples', 'quickstart', '.projenrc.ts'), join(project, '.projenrc.ts'));
run(join(repository, 'node_modules', '.bin', 'tsx'), ['.projenrc.ts']);
console.log(`\nWritten to ${relative(repository, project)}:`);
const { files } = JSON.parse(readFileSync(join(project, '.projen', 'files.json'), 'utf8'));
[...files, '.env'].forEach(path => console.log(`  ${path}`));

const problem = new Machine().engineProblem();
if (problem) {
  console.log(`\nThe demo ends here and does not start the stack: ${problem}.`);
  process.exit(0);
}

console.log('\nBuilding the image of MLflow (a few minutes the first time) and starting the stack:');
run('docker', ['compose', '--progress', 'plain', 'build', 'mlflow']);
run('docker', ['compose', 'up', '--detach', '--wait']);
run('docker', ['compose', 'exec', '-T', 'mlflow', 'python', '-'], {
  input: sampleRun,
  stdio: ['pipe', 'inherit', 'inherit'],
});
console.log(`
MLflow is up: ${url}
Log to it:    export MLFLOW_TRACKING_URI=${url}
Stop it:      cd ${relative(repository, project)} && docker compose down            (--volumes removes its data, too)`);
