import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { browserTest, experimentsAs, loginAtProvider } from './browser';
import { attempt, run } from './command';
import { companyProxy } from './company-proxy';
import { freePort } from './free-port';
import { uniqueName, UserProject } from './user-project';
import { OUTPUT, workspace } from './workspace';

// One app with two servers of one image: `mlflow` with a login of its own, under a prefix, and `sso` with a login at a
// provider; a door for each, the second one behind a load balancer. Docker's client passes a company's proxy on to all
// containers, which refuses and logs what it is asked for.

let project: UserProject;
let port: number;
let ssoPort: number;
let authority: string;

const PROVIDER_SECRET = 'provider-secret';

/** Says what it is asked for, and refuses it. */
const PROXY = `
import socketserver
class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        print("asked for", self.rfile.readline().decode("latin-1").strip())
        self.wfile.write(b"HTTP/1.1 403 Forbidden\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
socketserver.ThreadingTCPServer(("", 3128), Handler).serve_forever()
`;

beforeAll(async () => {
  const [http, https, ssoHttp, ssoHttps, provider] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  [port, ssoPort] = [https, ssoHttps];
  project = new UserProject(`
import { Project } from 'projen';
import {
  ArtifactTransfer, BucketInit, CaddyProxy, ComposeApp, ContainerImage, EnvValue, MinioService, MlflowAuth, MlflowImage, MlflowService, Mount,
  PostgresService, Service, Volume,
} from 'projen-mlflow';

const project = new Project({ name: 'team', outdir: __dirname });
const app = new ComposeApp(project, 'app', { appName: '${uniqueName('door')}' });
const dockerfile = new MlflowImage(app, 'image', { directory: 'mlflow' });

const proxy = new CaddyProxy(app, 'proxy', { host: 'localhost', httpPort: ${http}, httpsPort: ${https} });
const s3 = new MinioService(app, 's3', { ports: [], networks: [app.internalNetwork] });
const buckets = new BucketInit(app, 'create_s3_buckets', { server: s3 });
const publicEndpoint = proxy.addSite({ service: s3, port: 9000, host: 's3.localhost' });
proxy.addSite({ service: s3, port: 9001, host: 'console.localhost' });
const db = new PostgresService(app, 'db'); // for runs and for users
new MlflowService(app, 'mlflow', {
  dockerfile, proxy, backendStore: db, artifactStore: buckets, staticPrefix: '/mlflow', auth: MlflowAuth.basic({ store: db }),
  artifactTransfer: ArtifactTransfer.direct({ publicEndpoint }),
});

const ssoProxy = new CaddyProxy(app, 'sso_proxy', {
  host: 'localhost', httpPort: ${ssoHttp}, httpsPort: ${ssoHttps}, volume: new Volume(app, 'sso_caddy_volume'), hsts: true,
  loadBalancer: { addresses: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] }, // this machine, as containers see it
});
const issuer = 'http://provider:${provider}';
new MlflowService(app, 'sso', { dockerfile, proxy: ssoProxy, auth: MlflowAuth.oidc({ issuer, clientId: EnvValue.of('mlflow') }) });
app.expectPath('./oidc_provider.py');
app.expectPath('./secrets/OIDC_CLIENT_SECRET');
new Service(app, 'provider', {
  image: ContainerImage.fromDockerfile(dockerfile),
  entrypoint: ['python', '/provider.py', issuer, 'mlflow', '${PROVIDER_SECRET}'],
  mounts: [Mount.bind('./oidc_provider.py', '/provider.py', { readOnly: true })],
  networks: [app.publicNetwork, app.internalNetwork],
  ports: [{ target: ${provider}, published: ${provider} }],
});
new Service(app, 'company', {
  image: ContainerImage.fromDockerfile(dockerfile),
  entrypoint: ['python', '-u', '-c', ${JSON.stringify(PROXY)}],
  networks: [app.publicNetwork, app.internalNetwork],
});
project.synth();
`);
  project.projen();
  writeFileSync(join(project.directory, 'oidc_provider.py'), readFileSync(join(__dirname, 'oidc_provider.py')));
  writeFileSync(join(project.directory, 'secrets/OIDC_CLIENT_SECRET'), PROVIDER_SECRET);
  project.compose(['build', '--quiet'], { timeoutSeconds: 900 }); // not by the proxy
  project.up({ env: { DOCKER_CONFIG: companyProxy('http://company:3128') } });
  authority = join(project.directory, 'root.crt');
  project.compose(['cp', 'proxy:/var/tmp/caddy/pki/authorities/local/root.crt', authority]);
});

afterAll(() => project?.remove());

const secret = (name: string) => readFileSync(join(project.directory, 'secrets', name), 'utf8');
const uri = () => `https://localhost:${port}/mlflow`;

/** The variables of a client who is the administrator and trusts the proxy's authority. */
const asAdministrator = () => ({
  MLFLOW_TRACKING_URI: uri(),
  MLFLOW_TRACKING_USERNAME: 'admin',
  MLFLOW_TRACKING_PASSWORD: secret('MLFLOW_AUTH_ADMIN_PASSWORD'),
  MLFLOW_TRACKING_SERVER_CERT_PATH: authority,
  REQUESTS_CA_BUNDLE: authority,
  PYTHONPATH: join(__dirname, 'localhost-names'),
});

test('users log in; a wrong password, and resources of others, are refused', () => {
  const output = run(
    workspace().python,
    [join(__dirname, 'login.py'), uri(), 'admin', secret('MLFLOW_AUTH_ADMIN_PASSWORD')],
    {
      env: asAdministrator(),
      timeoutSeconds: 300,
    },
  );
  expect(JSON.parse(output.trim().split('\n').at(-1)!)).toEqual({
    made: [200, 200],
    artifact: 'hello',
    bob: { read: '403', write: '403', download: '403', delete: '403' },
    'wrong password': '401',
    change: 200,
    'old password': '401',
    'new password': 'allowed',
  });
});

test('artifacts of 600 MB go up and down by TLS, directly to the S3 server and through MLflow', () => {
  const client = (...args: string[]) => {
    const folder = mkdtempSync(join(workspace().scratch, 'files-'));
    try {
      const [action, ...rest] = args;
      const output = run(workspace().python, [join(__dirname, 'client.py'), action, uri(), folder, ...rest], {
        env: asAdministrator(),
        timeoutSeconds: 600,
      });
      return JSON.parse(output.trim().split('\n').at(-1)!);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const before = receivedByMlflow();
  const written = client('write');
  expect(client('read', written.run).digests).toEqual(written.digests);
  expect(receivedByMlflow() - before).toBeLessThan(200); // the large one took the direct way
});

test('compressed files keep their bytes, up through the server and down from the store', () => {
  const output = run(workspace().python, ['-W', 'ignore', join(__dirname, 'compressed.py'), uri()], {
    env: asAdministrator(),
    timeoutSeconds: 300,
  });
  expect(JSON.parse(output.trim().split('\n').at(-1)!)).toEqual([]);
});

test('an upload of 1 GiB under the prefix is not kept in memory', () => {
  const output = project.compose(
    ['exec', '-T', 'mlflow', 'python', '-', 'admin', secret('MLFLOW_AUTH_ADMIN_PASSWORD')],
    { timeoutSeconds: 300, input: UPLOAD },
  );
  const { status, held } = JSON.parse(output);
  expect({ status, held: held < 300 ? 'little' : `${held} MiB` }).toEqual({ status: 200, held: 'little' });
});

test('mlflow gc deletes what is under a login and a prefix, with the artifacts', () => {
  const objects = () =>
    project
      .compose([
        'exec',
        '-T',
        's3',
        'sh',
        '-c',
        `
printf '%s\\n%s\\n' "$MINIO_ROOT_USER" "$(cat "$MINIO_ROOT_PASSWORD_FILE")" | mc --quiet alias set root http://127.0.0.1:9000 > /dev/null
mc ls --recursive root/mlflow`,
      ])
      .split('\n')
      .filter(line => line.includes('to-be-deleted')).length;
  run(
    workspace().python,
    [
      '-W',
      'ignore',
      '-c',
      `
import mlflow
with mlflow.start_run() as run:
    mlflow.log_text("hello", "to-be-deleted.txt")
mlflow.delete_run(run.info.run_id)
`,
    ],
    { env: asAdministrator() },
  );
  expect(objects()).toBe(1);
  project.compose(['exec', '-T', 'mlflow', 'mlflow', 'gc']);
  expect(objects()).toBe(0);
});

test('the forwarded headers of a load balancer are trusted, and it can check the health of the proxy', async () => {
  const published = project.compose(['port', 'sso_proxy', '80']).trim();
  const curl = (...args: string[]) =>
    run('curl', [
      '--silent',
      '--max-time',
      '20',
      '--output',
      '/dev/null',
      '--write-out',
      '%{http_code} %{redirect_url}',
      ...args,
    ]).trim();
  expect(curl(`http://${published}/healthz`)).toBe('200');
  expect(curl('--header', `Host: localhost:${ssoPort}`, `http://${published}/health`)).toBe('200');
  const login = curl(
    '--header',
    `Host: localhost:${ssoPort}`,
    '--header',
    'X-Forwarded-Proto: https',
    `http://${published}/login`,
  );
  expect(decodeURIComponent(login)).toContain(`redirect_uri=https://localhost:${ssoPort}/`);
});

/**
 * Sends 1 GiB to the server of its container, and prints how much more memory its processes then hold, at most, in MiB.
 */
const UPLOAD = `
import base64, http.client, json, pathlib, re, sys, threading, time

def held():
    total = 0
    for path in pathlib.Path("/proc").glob("[0-9]*/status"):
        try:
            total += int(re.search(r"RssAnon:\\s+(\\d+)", path.read_text())[1])
        except (OSError, TypeError):
            pass
    return total // 1024

peak = before = held()
finished = threading.Event()

def watch():
    global peak
    while not finished.wait(0.1):
        peak = max(peak, held())

watcher = threading.Thread(target=watch)
watcher.start()
connection = http.client.HTTPConnection("127.0.0.1", 5000, timeout=240)
login = base64.b64encode(":".join(sys.argv[1:]).encode()).decode()
headers = {"Authorization": f"Basic {login}", "Content-Length": str(2**30), "Host": "localhost:5000"}
connection.request("PUT", "/mlflow/api/2.0/mlflow-artifacts/artifacts/large.bin", (bytes(2**20) for _ in range(1024)), headers)
status = connection.getresponse().status
finished.set()
watcher.join()
print(json.dumps({"status": status, "held": peak - before}))
`;

/** The megabytes that MLflow's container has received since its start. */
function receivedByMlflow(): number {
  const [, ...interfaces] = project
    .compose(['exec', '-T', 'mlflow', 'cat', '/proc/net/dev'])
    .trim()
    .split('\n')
    .slice(1);
  return (
    interfaces
      .filter(line => !line.includes('lo:'))
      .reduce((sum, line) => sum + Number(line.split(':')[1].trim().split(/\s+/)[0]), 0) / 1e6
  );
}

/** Asks the proxy; names of this machine are not asked of any name server. */
async function ask(host: string, path = '/', headers: { [name: string]: string } = {}) {
  return new Promise<{ status?: number; headers: { [name: string]: any }; text: string }>((resolve, reject) => {
    request(
      {
        host: '127.0.0.1',
        port,
        servername: host,
        path,
        headers: { Host: `${host}:${port}`, ...headers },
        ca: readFileSync(authority),
        timeout: 30_000,
      },
      response => {
        let text = '';
        response
          .on('data', part => (text += part))
          .on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
      },
    )
      .on('error', reject)
      .end();
  });
}

test('only the healthcheck works without a login, under the prefix', async () => {
  expect((await ask('localhost', '/mlflow/health')).status).toBe(200);
  expect((await ask('localhost', '/mlflow/api/2.0/mlflow/experiments/search?max_results=1')).status).toBe(401);
  expect((await ask('localhost', '/mlflow/')).status).toBe(401);
});

test('a host that the proxy does not know is no site, and one that MLflow does not know is refused by it', async () => {
  expect(await ask('localhost', '/mlflow/version', { Host: 'evil.example.com' })).toMatchObject({ status: 421 });
  const inside = (host: string) =>
    project
      .compose([
        'exec',
        '-T',
        'mlflow',
        'python',
        '-c',
        `
from http.client import HTTPConnection
connection = HTTPConnection("127.0.0.1", 5000)
connection.request("GET", "/mlflow/api/2.0/mlflow/experiments/search", headers={"Host": "${host}"})
print(connection.getresponse().status)`,
      ])
      .trim();
  expect(inside('evil.example.com')).toBe('403');
  expect(inside(`localhost:${port}`)).toBe('401');
});

test('HTTP is sent to HTTPS', () => {
  const published = project.compose(['port', 'proxy', '80']).trim();
  expect(
    run('curl', [
      '--silent',
      '--max-time',
      '20',
      '--output',
      '/dev/null',
      '--write-out',
      '%{http_code} %{redirect_url}',
      '--header',
      'Host: s3.localhost',
      `http://${published}/a?b=c`,
    ]),
  ).toBe(`308 https://s3.localhost:${port}/a?b=c`);
});

test('the S3 server and its console are reached by their names', async () => {
  expect((await ask('s3.localhost', '/minio/health/live')).status).toBe(200);
  expect(await ask('console.localhost')).toMatchObject({ status: 200, text: expect.stringContaining('<html') });
});

test('a client that does not trust the authority gets no connection', () => {
  const { status } = attempt('curl', ['--silent', '--max-time', '20', `${uri()}/health`]);
  expect(status).toBe(60);
});

test('only the proxies publish ports, on 127.0.0.1 for local names, and none of them runs as root or reaches the databases', () => {
  const ports = project
    .compose(['ps', '--format', '{{.Service}} {{.Ports}}'])
    .trim()
    .split('\n')
    .filter(line => line.includes('->'));
  expect(ports.map(line => line.split(' ')[0]).sort()).toEqual(['provider', 'proxy', 'sso_proxy']);
  expect(ports.join('\n')).not.toMatch(/(0\.0\.0\.0|\[::\]):\d+->/);
  expect(
    project
      .compose(['exec', '-T', 'proxy', 'sh', '-c', 'id -u; touch /x 2>&1; getent hosts db || echo unknown'])
      .trim(),
  ).toMatch(/^10001\n.*Read-only file system\nunknown$/);
});

test('no secret of the logins is in docker inspect, an argument list or a log', () => {
  const secrets = [
    'MLFLOW_AUTH_ADMIN_PASSWORD',
    'MLFLOW_FLASK_SERVER_SECRET_KEY',
    'OIDC_SESSION_KEY',
    'POSTGRES_PASSWORD',
  ].map(secret);
  const places = [
    run('docker', ['inspect', ...project.compose(['ps', '--all', '--quiet']).trim().split('\n')]),
    project.compose(['top']),
    project.compose(['logs', '--no-color']),
  ];
  expect(secrets.filter(value => places.some(text => text.includes(value)))).toEqual([]);
});

test("a company's proxy in Docker's configuration is asked for what is outside, and for no service of the app", () => {
  const outside = project
    .compose([
      'exec',
      '-T',
      'mlflow',
      'mlflow-entrypoint',
      'python',
      '-c',
      `
import requests
print(requests.get("http://models.example.com/v1", timeout=30).status_code)
try:
    requests.get("https://api.example.com/v1", timeout=30)
except requests.exceptions.ProxyError:
    print("refused")`,
    ])
    .trim();
  expect(outside.split('\n')).toEqual(['403', 'refused']);
  const asked = project.compose(['logs', '--no-log-prefix', 'company']).trim().split('\n');
  expect(asked).toEqual(
    expect.arrayContaining([
      'asked for GET http://models.example.com/v1 HTTP/1.1',
      expect.stringMatching(/^asked for CONNECT api.example.com:443 HTTP/),
    ]),
  );
  expect(asked.filter(line => !/^asked for (CONNECT |\w+ https?:\/\/)[\w-]+\.[\w.-]+[a-z](:|\/| )/.test(line))).toEqual(
    [],
  ); // services have no dot, addresses no letter
});

browserTest('a browser that trusts the certificate logs in, and sees the experiments', async () => {
  expect(
    await experimentsAs(uri(), 'admin', secret('MLFLOW_AUTH_ADMIN_PASSWORD'), join(OUTPUT, 'login.png')),
  ).toContain('end-to-end');
});

browserTest(
  'a member of the group logs in at the provider and sees no experiment of others; other users are refused',
  async () => {
    const url = `https://localhost:${ssoPort}`;
    expect(await loginAtProvider(url, 'alice', join(OUTPUT, 'provider.png'))).toEqual({ status: 200, names: [] });
    expect(await loginAtProvider(url, 'root', join(OUTPUT, 'provider-admin.png'))).toEqual({
      status: 200,
      names: ['Default'],
    });
    expect(await loginAtProvider(url, 'mallory', join(OUTPUT, 'provider-refused.png'))).toEqual({
      status: 401,
      names: [],
    });
  },
);
