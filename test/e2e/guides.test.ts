import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, CommandOptions, CommandResult, run } from './command';
import { freePort } from './free-port';
import { uniqueName, UserProject } from './user-project';
import { REPOSITORY, workspace } from './workspace';

// The guides of docs/guides as a reader follows them: their code makes the project, and their commands run as they
// stand there, but for names and ports.

const projects: UserProject[] = [];

afterEach(() => {
  projects.splice(0).forEach(project => project.remove());
});

/** The blocks of a guide in one language, in their order. */
function blocksOf(guide: string, language: string): string[] {
  const text = readFileSync(join(REPOSITORY, 'docs', 'guides', `${guide}.md`), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block]) => block);
}

/**
 * The first program of a guide, with other texts at some places. Each must be there, or the test would no longer follow
 * the guide.
 */
function program(guide: string, edits: { [text: string]: string }): string {
  return edited(blocksOf(guide, 'ts')[0], { "name: 'my-team'": `name: '${uniqueName('guide')}'`, ...edits });
}

function edited(text: string, edits: { [text: string]: string }): string {
  return Object.entries(edits).reduce((result, [from, to]) => {
    expect(result).toContain(from);
    return result.replaceAll(from, to);
  }, text);
}

function projectOf(projenrc: string, folder?: string): UserProject {
  const project = new UserProject(projenrc, folder);
  projects.push(project);
  return project;
}

/**
 * Runs commands of a guide with the shell, which stops at the first that fails. The packages are installed already, and
 * the program is run as `UserProject` runs it.
 */
function follow(cwd: string, commands: string, env: CommandOptions['env'] = {}): CommandResult {
  const script = commands.replace(/^npm ci$/m, '').replace(/^npx projen(?=\s*(#.*)?$)/m, 'npx tsx .projenrc.ts');
  return attempt('bash', ['-exo', 'pipefail', '-c', script], {
    cwd,
    env: { PROJEN_DISABLE_POST: 'true', ...env },
    timeoutSeconds: 900,
  });
}

function expectSuccess({ status, stdout, stderr }: CommandResult): string {
  expect(`${status}\n${status === 0 ? '' : `${stdout.slice(-2000)}\n${stderr.slice(-4000)}`}`).toBe('0\n');
  return stdout;
}

function logRun(url: string): void {
  run(
    workspace().python,
    [
      '-c',
      `
import mlflow
mlflow.set_tracking_uri("${url}")
with mlflow.start_run():
    mlflow.log_metric("loss", 0.5)
    mlflow.log_text("kept", "file.txt")`,
    ],
    { timeoutSeconds: 180 },
  );
}

test('MLflow on PostgreSQL', async () => {
  const port = await freePort();
  const project = projectOf(
    program('postgres', {
      'database: StackDatabase.postgres()': `database: StackDatabase.postgres(), server: { port: ${port} }, s3: { ports: [] }`,
    }),
  );
  const [start, ask] = blocksOf('postgres', 'sh');

  expectSuccess(follow(project.directory, start));
  logRun(`http://127.0.0.1:${port}`);
  const count = edited(ask, { 'exec db': 'exec -T db', '-d mlflow': "-d mlflow -Atc 'SELECT count(*) FROM runs'" });
  expect(expectSuccess(follow(project.directory, count)).trim()).toBe('1');
});

test('a public server with TLS and a login', async () => {
  const [http, https, provider] = [await freePort(), await freePort(), await freePort()];
  const issuer = `http://provider:${provider}`;
  const project = projectOf(
    program('public-server', {
      'import { EnvValue, MlflowAuth, MlflowStack':
        'import { ContainerImage, EnvValue, MlflowAuth, MlflowStack, Mount, Service',
      'new MlflowStack(': 'const stack = new MlflowStack(',
      "host: 'mlflow.example.com'": `host: 'localhost', httpPort: ${http}, httpsPort: ${https}`,
      "'https://login.example.com/realms/team'": `'${issuer}'`,
      'project.synth();': `
new Service(stack, 'provider', {
  image: ContainerImage.fromDockerfile(stack.mlflow.dockerfile),
  entrypoint: ['python', '/provider.py', '${issuer}', 'mlflow', 'provider-secret'],
  mounts: [Mount.bind('./oidc_provider.py', '/provider.py', { readOnly: true })],
  networks: [stack.internalNetwork],
});
stack.expectPath('./oidc_provider.py');
project.synth();`,
    }),
  );
  project.write('oidc_provider.py', readFileSync(join(__dirname, 'oidc_provider.py'), 'utf8'));

  expectSuccess(follow(project.directory, blocksOf('public-server', 'sh')[0], { CLIENT_SECRET: 'provider-secret' }));

  project.compose(['cp', 'proxy:/var/tmp/caddy/pki/authorities/local/root.crt', 'root.crt']);
  const ask = (path: string) =>
    run('curl', [
      '--silent',
      '--max-time',
      '20',
      '--cacert',
      join(project.directory, 'root.crt'),
      '--output',
      '/dev/null',
      '--write-out',
      '%{http_code} %{redirect_url}',
      `https://localhost:${https}${path}`,
    ]);
  expect(ask('/health')).toBe('200 ');
  expect(ask('/login')).toMatch(
    new RegExp(`^302 ${issuer}/authorize\\?.*redirect_uri=https%3A%2F%2Flocalhost%3A${https}%2Fcallback`),
  );
  expect(ask('/api/2.0/mlflow/experiments/search?max_results=1')).toMatch(/^(401|302) /);
});

test('deploy from CI', async () => {
  const port = await freePort();
  const project = projectOf(
    program('deploy-from-ci', {
      "directory: 'deploy'": `directory: 'deploy', server: { port: ${port} }, s3: { ports: [] }`,
    }),
    'deploy',
  );
  const git = (cwd: string, ...args: string[]) =>
    run('git', ['-c', 'user.name=CI', '-c', 'user.email=ci@example.com', ...args], { cwd });
  const [check, deploy] = blocksOf('deploy-from-ci', 'sh');
  project.projen();
  git(project.directory, 'init', '--quiet', '--initial-branch', 'main');
  git(project.directory, 'add', '--all');
  git(project.directory, 'commit', '--quiet', '--message', 'Add the server');

  expectSuccess(follow(project.directory, check));

  run('chmod', ['u+w', 'deploy/compose.yaml'], { cwd: project.directory });
  project.write(
    'deploy/compose.yaml',
    `${readFileSync(join(project.directory, 'deploy/compose.yaml'), 'utf8')}# edited by hand\n`,
  );
  git(project.directory, 'commit', '--quiet', '--all', '--message', 'Edit a generated file');
  expect(follow(project.directory, check).status).not.toBe(0);
  git(project.directory, 'reset', '--quiet', '--hard', 'HEAD~1');

  const server = projectOf('');
  run('rm', ['.projenrc.ts'], { cwd: server.directory });
  git(server.directory, 'clone', '--quiet', project.directory, 'clone');
  cpSync(join(server.directory, 'node_modules'), join(server.directory, 'clone', 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  try {
    expectSuccess(follow(join(server.directory, 'clone'), deploy));
    logRun(`http://127.0.0.1:${port}`);
  } finally {
    attempt('docker', ['compose', 'down', '--volumes', '--rmi', 'local', '--timeout', '5'], {
      cwd: join(server.directory, 'clone', 'deploy'),
    });
  }
});
