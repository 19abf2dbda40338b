import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, run } from './command';
import { uniqueName, UserProject } from './user-project';
import { REPOSITORY, workspace } from './workspace';
import { PYTHON_IMAGE } from '../../src/default-images';
import { MLFLOW_VERSION } from '../../src/mlflow/image/mlflow-version';

// The image: its size, its user, its Python.

const tag = uniqueName('image');
const projects: UserProject[] = [];

/** Builds the image of an MlflowService with some props, further packages and the scheduler of jobs, under a tag. */
function buildImage(imageTag: string, serverProps: string, ...packages: string[]): void {
  const project = new UserProject(`
import { MlflowStack } from 'projen-mlflow';
import { Project } from 'projen';
const project = new Project({ name: 'team', outdir: __dirname });
const stack = new MlflowStack(project, 'mlflow', { server: { ${serverProps} } });
stack.mlflow.addOverride('image', '${imageTag}');
stack.mlflow.dockerfile.addPackages(...${JSON.stringify(packages)});
${packages.length > 0 ? 'stack.mlflow.dockerfile.addJobScheduler();' : ''}
project.synth();
`);
  projects.push(project);
  project.projen();
  project.compose(['build', '--quiet', 'mlflow'], { timeoutSeconds: 900 });
}

beforeAll(() => buildImage(tag, ''));

afterAll(() => {
  projects.forEach(project => project.remove());
  attempt('docker', ['image', 'rm', '--force', tag, `${tag}-tutorial`, `${tag}-other`, `${tag}-login`]);
});

function sizeOf(image: string): number {
  return Number(run('docker', ['image', 'inspect', '--format', '{{.Size}}', image]));
}

function inImage(image: string, args: string[], mounts: string[] = []): string {
  const { status, stdout, stderr } = attempt(
    'docker',
    ['run', '--rm', '--network', 'none', ...mounts.flatMap(mount => ['--volume', mount]), image, ...args],
    { timeoutSeconds: 600 },
  );
  return `${status}\n${stdout}${stderr}`;
}

test("the image adds at most 0.45 of the bytes that the tutorial's adds to the same base", () => {
  const context = mkdtempSync(join(workspace().scratch, 'tutorial-'));
  writeFileSync(
    join(context, 'Dockerfile'),
    `FROM ${PYTHON_IMAGE}\nRUN pip install mlflow==${MLFLOW_VERSION} boto3 pymysql\n`,
  );
  run('docker', ['build', '--quiet', '--tag', `${tag}-tutorial`, context], { timeoutSeconds: 900 });
  const base = sizeOf(PYTHON_IMAGE);
  const added = sizeOf(tag) - base;
  const tutorial = sizeOf(`${tag}-tutorial`) - base;
  process.stderr.write(`image: ${Math.round(added / 1e6)} MB added, the tutorial's ${Math.round(tutorial / 1e6)} MB\n`);
  expect(added / tutorial).toBeLessThanOrEqual(0.45);
});

test('it runs as its own user, and has bytecode for every module', () => {
  expect(run('docker', ['image', 'inspect', '--format', '{{.Config.User}}', tag]).trim()).toBe('10001:10001');
  expect(
    inImage(tag, [
      'python',
      '-c',
      `
import pathlib, sys
site = pathlib.Path(sys.prefix, "lib")
print(len([f for f in site.rglob("*.py") if not (f.parent / "__pycache__" / f"{f.stem}.{sys.implementation.cache_tag}.pyc").exists()]))
`,
    ]),
  ).toBe('0\n0\n');
});

test('the tests of the runtime pass in it', () => {
  buildImage(`${tag}-login`, '', 'flask-wtf'); // which basic-auth needs
  const output = inImage(
    `${tag}-login`,
    ['python', '-W', 'ignore', '-m', 'unittest', 'discover', '-s', '/tests'],
    [`${join(REPOSITORY, 'test', 'runtime')}:/tests:ro`],
  );
  expect(output).toMatch(/^0\n[\s\S]*Ran \d\d+ tests[\s\S]*OK\n$/);
});

test('the tests of the job scheduler pass in it', () => {
  const output = inImage(
    `${tag}-login`,
    ['python', '-W', 'ignore', '-m', 'unittest', 'discover', '-s', '/tests'],
    [`${join(REPOSITORY, 'test', 'job-scheduler')}:/tests:ro`],
  );
  expect(output).toMatch(/^0\n[\s\S]*Ran \d+ tests[\s\S]*OK\n$/);
});

test('a missing part of the database address ends the container with a message that names it', () => {
  const { status, stderr } = attempt('docker', [
    'run',
    '--rm',
    '--env',
    'BACKEND_STORE_SCHEME=mysql+pymysql',
    tag,
    'mlflow',
    'server',
  ]);
  expect(status).toBe(2);
  expect(stderr).toContain('BACKEND_STORE_HOST');
  expect(stderr).not.toContain('Traceback');
});

test('another version of MLflow can be chosen', () => {
  buildImage(`${tag}-other`, "version: '3.16.1'");
  expect(inImage(`${tag}-other`, ['mlflow', '--version'])).toContain('3.16.1');
  const server = run('docker', [
    'run',
    '--detach',
    '--rm',
    '--user',
    '10001',
    '--env',
    'MLFLOW_BACKEND_STORE_URI=sqlite:////tmp/mlflow.db',
    `${tag}-other`,
    'sh',
    '-c',
    'mlflow-migrate && exec mlflow server --workers 1',
  ]).trim();
  try {
    // The image brings its healthcheck.
    expect(
      attempt(
        'sh',
        [
          '-c',
          `until [ "$(docker inspect --format '{{.State.Health.Status}}' ${server})" = healthy ]; do sleep 1; done`,
        ],
        { timeoutSeconds: 180 },
      ).status,
    ).toBe(0);
  } finally {
    run('docker', ['rm', '--force', server]);
  }
});

describe('the Python sources', () => {
  const runtime = join(REPOSITORY, 'assets', 'mlflow-server', 'runtime');
  const scheduler = join(REPOSITORY, 'assets', 'job-scheduler');
  const tool = (name: string) => join(REPOSITORY, '.venv', 'bin', name);

  test.each([
    ['ruff format', 'ruff', ['format', '--no-cache', '--check', '--config', join(runtime, 'pyproject.toml')]],
    ['ruff check', 'ruff', ['check', '--no-cache', '--config', join(runtime, 'pyproject.toml')]],
  ])('%s finds nothing', (_, name, args) => {
    const { status, stdout } = attempt(tool(name), [
      ...args,
      runtime,
      scheduler,
      join(REPOSITORY, 'test', 'runtime'),
      join(REPOSITORY, 'test', 'job-scheduler'),
      join(REPOSITORY, 'scripts'),
      __dirname,
    ]);
    expect({ status, stdout: status === 0 ? '' : stdout }).toEqual({ status: 0, stdout: '' });
  });

  test.each([runtime, scheduler])('mypy finds nothing in %s', cwd => {
    const { status, stdout } = attempt(
      tool('mypy'),
      ['--cache-dir', '/dev/null', '--config-file', 'pyproject.toml', 'src'],
      { cwd },
    );
    expect({ status, stdout: status === 0 ? '' : stdout }).toEqual({ status: 0, stdout: '' });
  });
});
