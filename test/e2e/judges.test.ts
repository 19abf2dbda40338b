import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { freePort } from './free-port';
import { uniqueName, UserProject } from './user-project';
import { workspace } from './workspace';

// A server with a login that runs jobs, and a model server inside the app as upstream of its AI gateway.

let project: UserProject;
let port: number;

beforeAll(async () => {
  port = await freePort();
  project = new UserProject(`
import { Project } from 'projen';
import { ComposeApp, ContainerImage, EnvValue, MlflowAuth, MlflowImage, MlflowService, Mount, Service } from 'projen-mlflow';

const project = new Project({ name: 'team', outdir: __dirname });
const app = new ComposeApp(project, 'app', { appName: '${uniqueName('judges')}' });
const dockerfile = new MlflowImage(app, 'image', { directory: 'mlflow' });
new MlflowService(app, 'mlflow', {
  dockerfile, port: ${port}, workers: 1, auth: MlflowAuth.basic(), staticPrefix: '/mlflow', jobExecution: true, jobUser: 'judge',
  environment: {
    MLFLOW_GATEWAY_API_BASE_ALLOWED_SCHEMES: EnvValue.of('https,http'),
    MLFLOW_GATEWAY_API_BASE_ALLOW_PRIVATE_IPS: EnvValue.of('true'),
    MLFLOW_ONLINE_SCORING_DEFAULT_TRACE_COMPLETION_BUFFER_SECONDS: EnvValue.of('0'),
  },
});
app.expectPath('./model_server.py');
new Service(app, 'model', {
  image: ContainerImage.fromDockerfile(dockerfile),
  entrypoint: ['python', '/model_server.py'],
  mounts: [Mount.bind('./model_server.py', '/model_server.py', { readOnly: true })],
  networks: [app.internalNetwork],
});
project.synth();
`);
  project.projen();
  writeFileSync(join(project.directory, 'model_server.py'), readFileSync(join(__dirname, 'model_server.py')));
  project.up();
});

afterAll(() => project?.remove());

const secret = (name: string) => readFileSync(join(project.directory, 'secrets', name), 'utf8');

test('an automatic judge calls the gateway as `jobUser`, which needs only the permission to use its endpoint', () => {
  const output = run(
    workspace().python,
    [
      join(__dirname, 'judges.py'),
      `http://localhost:${port}/mlflow`,
      'admin',
      secret('MLFLOW_AUTH_ADMIN_PASSWORD'),
      'judge',
      secret('MLFLOW_JOB_PASSWORD'),
    ],
    { timeoutSeconds: 700 },
  );
  const seen = JSON.parse(output.trim().split('\n').at(-1)!);
  expect(seen['without a grant']).toEqual({ value: null, error: expect.stringContaining('Permission denied') });
  expect(seen['with a grant']).toEqual({ value: 'yes', error: null });
});
