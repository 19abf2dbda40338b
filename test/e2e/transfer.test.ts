import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { freePort } from './free-port';
import { uniqueName, UserProject } from './user-project';
import { workspace } from './workspace';

// The ways of artifacts, each by an unchanged client outside of the app's networks. All servers run one image and share
// a database and a bucket.

let project: UserProject;
let ports: { [name: string]: number };

beforeAll(async () => {
  const names = ['s3', 'console', 'artifacts', 'direct', 'client', 'separate'];
  ports = Object.fromEntries(await Promise.all(names.map(async name => [name, await freePort()])));
  project = new UserProject(`
import { ArtifactTransfer, BucketInit, ComposeApp, MinioService, MlflowArtifactsService, MlflowService, MysqlService } from 'projen-mlflow';
import { Project } from 'projen';
const project = new Project({ name: 'team', outdir: __dirname });
const app = new ComposeApp(project, 'mlflow', { appName: '${uniqueName('transfer')}' });
const server = new MinioService(app, 's3', { apiPort: ${ports.s3}, consolePort: ${ports.console} });
const artifactStore = new BucketInit(app, 'create_s3_buckets', { server, buckets: ['mlflow'] });
const artifacts = new MlflowArtifactsService(app, 'artifacts', { artifactStore, port: ${ports.artifacts}, workers: 1 });
const common = { artifactStore, backendStore: new MysqlService(app, 'db'), dockerfile: artifacts.dockerfile, workers: 1 };
const direct = new MlflowService(app, 'direct', {
  ...common, port: ${ports.direct}, artifactTransfer: ArtifactTransfer.direct({ publicEndpoint: 'http://127.0.0.1:${ports.s3}' }),
});
new MlflowService(app, 'client', { ...common, port: ${ports.client}, artifactTransfer: ArtifactTransfer.clientSide(), migrate: false, dependsOn: [direct] });
new MlflowService(app, 'separate', { ...common, port: ${ports.separate}, artifactTransfer: ArtifactTransfer.artifactsServer(artifacts), migrate: false, dependsOn: [direct] });
project.synth();
`);
  project.projen();
  project.up();
});

afterAll(() => project.remove());

/** Moves a file up and down by the MLflow client. */
function move(
  service: string,
  mebibytes: number,
  env: { [name: string]: string } = {},
): { root: string; same: boolean } {
  const output = run(
    workspace().python,
    [
      '-W',
      'ignore',
      '-c',
      `
import hashlib, json, os, pathlib, sys, tempfile
import mlflow

def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_experiment(sys.argv[1])
with tempfile.TemporaryDirectory() as folder, mlflow.start_run() as run:
    path = pathlib.Path(folder, "file.bin")
    with path.open("wb") as file:
        for _ in range(int(sys.argv[2])):
            file.write(os.urandom(2**20))
    mlflow.log_artifact(str(path), "files")
    got = mlflow.artifacts.download_artifacts(run_id=run.info.run_id, artifact_path="files/file.bin", dst_path=str(pathlib.Path(folder, "got")))
    print(json.dumps({"root": run.info.artifact_uri, "same": digest(got) == digest(path)}))
`,
      `http://127.0.0.1:${ports[service]}`,
      String(mebibytes),
    ],
    { env, timeoutSeconds: 600 },
  );
  return JSON.parse(output.split('\n').find(line => line.startsWith('{'))!);
}

/**
 * Moves compressed files up and down by the MLflow client, and by a browser's way down; returns the names of those
 * whose bytes changed.
 */
function changedFiles(service: string, env: { [name: string]: string } = {}): string[] {
  const output = run(
    workspace().python,
    ['-W', 'ignore', join(__dirname, 'compressed.py'), `http://127.0.0.1:${ports[service]}`],
    { env, timeoutSeconds: 300 },
  );
  return JSON.parse(output.trim().split('\n').at(-1)!);
}

/** What a server was asked for, as its log says. */
function requests(service: string): string {
  return project.compose(['logs', '--no-color', service]);
}

test('direct: a small file goes up through the server and comes down from the store', () => {
  expect(move('direct', 20)).toEqual({ root: expect.stringMatching(/^mlflow-artifacts:\/\d/), same: true });
  expect(requests('direct')).toMatch(/GET \/api\/2.0\/mlflow-artifacts\/presigned\/\S+file.bin/);
  expect(requests('direct')).not.toMatch(/GET \/api\/2.0\/mlflow-artifacts\/artifacts\/\S+file.bin/);
});

test('direct: a large file goes both ways without the server', () => {
  const before = requests('direct').length;
  expect(move('direct', 520).same).toBe(true);
  const log = requests('direct').slice(before);
  expect(log).toMatch(/POST \/api\/2.0\/mlflow-artifacts\/mpu\/create\S+ HTTP\/1.1" 200/);
  expect(log).toMatch(/POST \/api\/2.0\/mlflow-artifacts\/mpu\/complete\S+ HTTP\/1.1" 200/);
  expect(log).not.toMatch(/(GET|PUT) \/api\/2.0\/mlflow-artifacts\/artifacts\/\S+file.bin/);
});

/** The variables of a client that works with the store by itself. */
const withKey = () => ({
  MLFLOW_S3_ENDPOINT_URL: `http://127.0.0.1:${ports.s3}`,
  AWS_ACCESS_KEY_ID: 'mlflow',
  AWS_SECRET_ACCESS_KEY: readFileSync(join(project.directory, 'secrets', 'AWS_SECRET_ACCESS_KEY'), 'utf8'),
});

test.each(['direct', 'client', 'separate'])('compressed files keep their bytes: %s', service => {
  expect(changedFiles(service, withKey())).toEqual([]);
});

test("client side: a client with a key and the store's address moves a file by itself", () => {
  const moved = move('client', 20, withKey());
  expect(moved).toEqual({ root: expect.stringMatching(/^s3:\/\/mlflow\/\d/), same: true });
  expect(requests('client')).not.toContain('mlflow-artifacts');
});

test('an artifacts server moves the file, the tracking server does not', () => {
  expect(move('separate', 20)).toEqual({
    root: expect.stringContaining(`mlflow-artifacts://127.0.0.1:${ports.artifacts}/`),
    same: true,
  });
  expect(requests('artifacts')).toMatch(/PUT \/api\/2.0\/mlflow-artifacts\/artifacts\/\S+file.bin HTTP\/1.1" 200/);
  expect(requests('separate')).not.toContain('mlflow-artifacts');
  // Clients ask for this before their first download, and give up after three seconds.
  const info = run('curl', [
    '--silent',
    '--fail',
    '--max-time',
    '3',
    `http://127.0.0.1:${ports.artifacts}/api/3.0/mlflow/server-info`,
  ]);
  expect(JSON.parse(info)).toMatchObject({ store_type: null, multipart_downloads_enabled: false });
});

test("the tracking server's pages show what an artifacts server took", () => {
  const output = run(workspace().python, [
    '-W',
    'ignore',
    '-c',
    `
import mlflow, requests, sys
mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_experiment(sys.argv[1])
with mlflow.start_run() as run:
    mlflow.log_text("hello", "hello.txt")
print(requests.get(f"{sys.argv[1]}/get-artifact", params={"path": "hello.txt", "run_id": run.info.run_id}, timeout=60).text)
`,
    `http://127.0.0.1:${ports.separate}`,
  ]);
  expect(output).toContain('hello');
});

test('what clients send is passed on to the store without a file, and an upload that breaks off leaves nothing there', () => {
  const output = project.compose(['exec', '-T', 'artifacts', 'mlflow-entrypoint', 'python', '-'], {
    timeoutSeconds: 120,
    input: `
import os, pathlib, socket, time
import boto3

store = boto3.client("s3", endpoint_url=os.environ["MLFLOW_S3_ENDPOINT_URL"])
key = "half/file.bin" # MinIO lists uploads of a whole key alone

def waits_for(count):
    end = time.monotonic() + 30
    while len(store.list_multipart_uploads(Bucket="mlflow", Prefix=key).get("Uploads", [])) != count:
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True

with socket.create_connection(("127.0.0.1", 5000)) as client:
    client.sendall(f"PUT /api/2.0/mlflow-artifacts/artifacts/{key} HTTP/1.1\\r\\nHost: localhost:5000\\r\\nContent-Length: {60 * 2**20}\\r\\n\\r\\n".encode())
    for _ in range(40):
        client.sendall(bytes(2**20))
    print("begun", waits_for(1))
    print("files", [str(path) for path in pathlib.Path("/var/tmp").rglob("*") if path.is_file()])
print("given up", waits_for(0))
print("objects", store.list_objects_v2(Bucket="mlflow", Prefix=key)["KeyCount"])
`,
  });
  expect(output.trim().split('\n')).toEqual(['begun True', 'files []', 'given up True', 'objects 0']);
});

test('artifacts that pass through a server are on disk meanwhile, and files of a killed server are removed', () => {
  const inServer = (...command: string[]) => project.compose(['exec', '-T', 'artifacts', ...command]).trim();
  expect(inServer('sh', '-c', "tr '\\0' '\\n' < /proc/1/environ")).toContain('TMPDIR=/var/tmp/');
  expect(inServer('findmnt', '--noheadings', '--output', 'FSTYPE', '/var/tmp')).not.toContain('tmpfs');
  inServer('sh', '-c', 'mkdir /var/tmp/left && echo left > /var/tmp/left/file.bin');
  project.compose(['kill', 'artifacts']);
  project.up();
  expect(inServer('ls', '-A', '/var/tmp').split('\n')).not.toContain('left');
});
