import { generateKeyPairSync, KeyObject } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAvailable } from './available-image';
import { run } from './command';
import { uniqueName, UserProject } from './user-project';

// External stores: an S3 server with a private certificate, stand-ins for Google's and Azure's,
// an SFTP server. A service works with each as MLflow does. Azure's is skipped where its image can be neither found nor
// pulled.

const AZURITE_IMAGE = 'mcr.microsoft.com/azure-storage/azurite:3.35.0';
const AZURE_KEY = Buffer.from('a key of the stand-in for Azure').toString('base64');
const azureIsThere = isAvailable(AZURITE_IMAGE);

/** Moves files as MLflow does. */
const PROGRAM = `
import os, pathlib, sys, tempfile
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

repository = get_artifact_repository(os.environ["DESTINATION"].rstrip("/") + "/run")
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder, "model 1.bin")
    path.write_bytes(os.urandom(20 * 2**20))
    repository.log_artifact(str(path), "models")
    print([(item.path, item.file_size) for item in repository.list_artifacts("models")])
    print("same", pathlib.Path(repository.download_artifacts("models/model 1.bin")).read_bytes() == path.read_bytes())
    pathlib.Path(folder, "deep", "down").mkdir(parents=True)
    pathlib.Path(folder, "deep", "down", "größe.txt").write_text("hello")
    repository.log_artifacts(folder, "models/all")
    print(sorted(item.path for item in repository.list_artifacts("models/all")), repository.list_artifacts("models/model 1.bin"))
    print((pathlib.Path(repository.download_artifacts("models/all")) / "deep" / "down" / "größe.txt").read_text())
repository.delete_artifacts("models")
print(repository.list_artifacts("models"))
`;

let project: UserProject;

beforeAll(() => {
  project = new UserProject(`
import {
  AwsCredentials, AzureBlobStorage, AzureCredentials, ComposeApp, ContainerImage, Dockerfile, EnvValue, GoogleCloudStorage, Healthcheck, IArtifactStore,
  MinioImage, MlflowImage, Mount, S3Checksums, S3Store, Secret, SecretSource, Service, ServiceOptions, SftpStore,
} from 'projen-mlflow';
import { readFileSync } from 'node:fs';
import { Project } from 'projen';
const project = new Project({ name: 'team', outdir: __dirname });
const app = new ComposeApp(project, 'mlflow', { appName: '${uniqueName('external')}' });
const outside = [app.outboundNetwork]; // the network of external services
const given = (name: string) => new Secret(app, name, { source: SecretSource.givenFile() });
const built = (id: string, base: string, line: string) => {
  const dockerfile = new Dockerfile(app, id + '-image');
  dockerfile.addStage('server', base).run([line]);
  return ContainerImage.fromDockerfile(dockerfile);
};

const s3 = new Service(app, 's3', {
  networks: outside,
  image: MinioImage.fork(),
  command: ['server', '/data', '--certs-dir', '/certs'],
  environment: { MINIO_ROOT_USER: EnvValue.of('team'), MINIO_ROOT_PASSWORD: EnvValue.of('not-a-real-secret') },
  mounts: [Mount.bind('./certs', '/certs', { readOnly: true })],
  healthcheck: Healthcheck.shell('curl -fs --cacert /certs/public.crt --resolve s3:9000:127.0.0.1 https://s3:9000/minio/health/cluster'),
});
const gcs = new Service(app, 'gcs', {
  networks: outside,
  image: built('gcs', 'python:3.13-slim', 'pip install --quiet --root-user-action ignore gcp-storage-emulator==2026.7.19'),
  command: ['gcp-storage-emulator', 'start', '--host', '0.0.0.0', '--port', '9023', '--in-memory', '--default-bucket', 'mlflow'],
});
const sftp = new Service(app, 'sftp', {
  networks: outside,
  image: built('sftp', 'debian:13-slim', 'apt-get update && apt-get install -y --no-install-recommends openssh-server && mkdir -p /run/sshd && useradd --create-home mlflow'),
  command: ['sh', '-c', 'install -m 600 /keys/host /etc/ssh/host && install -D -m 644 /keys/authorized /home/mlflow/.ssh/authorized_keys && exec /usr/sbin/sshd -D -e -h /etc/ssh/host'],
  mounts: [Mount.bind('./keys', '/keys', { readOnly: true })],
  healthcheck: Healthcheck.shell('pgrep sshd || kill -0 1'),
});

const image = new MlflowImage(app, 'image');
const client = (name: string, store: IArtifactStore, options: ServiceOptions) => {
  const service = new Service(app, name, { image: ContainerImage.fromDockerfile(image), command: ['sleep', 'infinity'], healthcheck: Healthcheck.command(['true']), ...options });
  const { destination, pythonPackages } = store.bind(service);
  image.addPackages(...pythonPackages ?? []);
  service.addEnvironment('DESTINATION', destination);
};
client('s3_client', new S3Store(app, 's3_store', {
  bucket: 'mlflow', prefix: 'artifacts', endpoint: 'https://s3:9000', caFile: 'certs/public.crt', checksums: S3Checksums.WHEN_REQUIRED,
  credentials: AwsCredentials.keys({ accessKeyId: EnvValue.of('team'), secretAccessKey: given('S3_SECRET') }),
}), { dependsOn: [s3] });
client('gcs_client', new GoogleCloudStorage(app, 'gcs_store', { bucket: 'mlflow', prefix: 'artifacts', project: 'team' }), {
  dependsOn: [gcs], environment: { STORAGE_EMULATOR_HOST: EnvValue.of('http://gcs:9023') },
});
const account = { host: 'sftp', user: 'mlflow', path: '/home/mlflow/artifacts', privateKey: given('SFTP_KEY') };
for (const [name, key] of [['sftp', 'host'], ['misled', 'other']]) {
  client(name + '_client', new SftpStore(app, name + '_store', { ...account, hostKey: readFileSync(__dirname + '/keys/' + key + '.pub', 'utf8') }), { dependsOn: [sftp] });
}
if (${azureIsThere}) {
  const azure = new Service(app, 'azure', {
    networks: outside,
    image: ContainerImage.fromRegistry('${AZURITE_IMAGE}'),
    command: ['azurite-blob', '--blobHost', '0.0.0.0', '--location', '/tmp', '--skipApiVersionCheck', '--disableTelemetry'],
    environment: { AZURITE_ACCOUNTS: EnvValue.of('team:${AZURE_KEY}') },
  });
  client('azure_client', new AzureBlobStorage(app, 'azure_store', {
    account: 'team', container: 'mlflow', credentials: AzureCredentials.connectionString(given('AZURE_CONNECTION')),
  }), { dependsOn: [azure] });
}
project.synth();
`);
  const write = (path: string, text: string) => {
    mkdirSync(join(project.directory, path, '..'), { recursive: true });
    project.write(path, text);
  };
  const user = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [host, other] = [0, 1].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));
  write('secrets/SFTP_KEY', user.privateKey.export({ type: 'sec1', format: 'pem' }) as string);
  write('keys/authorized', `${sshKey(user.publicKey)}\n`);
  write('keys/host', host.privateKey.export({ type: 'pkcs1', format: 'pem' }) as string);
  write('keys/host.pub', sshKey(host.publicKey));
  write('keys/other.pub', sshKey(other.publicKey));
  write('secrets/S3_SECRET', 'not-a-real-secret\n');
  write(
    'secrets/AZURE_CONNECTION',
    `DefaultEndpointsProtocol=http;AccountName=team;AccountKey=${AZURE_KEY};BlobEndpoint=http://azure:10000/team;\n`,
  );
  mkdirSync(join(project.directory, 'certs'));
  run(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=s3',
      '-addext',
      'subjectAltName=DNS:s3',
      '-keyout',
      'certs/private.key',
      '-out',
      'certs/public.crt',
    ],
    { cwd: project.directory },
  );
  writeFileSync(join(project.directory, 'certs', 'README'), 'made for a test\n');
  project.projen();
  project.up();
  project.compose([
    'exec',
    '-T',
    's3',
    'sh',
    '-c',
    'printf "team\\nnot-a-real-secret\\n" | mc --insecure alias set a https://127.0.0.1:9000 && mc --insecure mb a/mlflow',
  ]);
});

afterAll(() => project.remove());

/** A public key as SSH writes it (RFC 4253, 6.6; RFC 5656, 3.1). */
function sshKey(key: KeyObject): string {
  const { kty, e, n, x, y } = key.export({ format: 'jwk' });
  const field = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const number = (text: string) => {
    const bytes = Buffer.from(text, 'base64url');
    return field(bytes[0] > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
  };
  const [type, ...fields] =
    kty === 'EC'
      ? ([
          'ecdsa-sha2-nistp256',
          field(Buffer.from('nistp256')),
          field(Buffer.concat([Buffer.of(4), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')])),
        ] as const)
      : (['ssh-rsa', number(e!), number(n!)] as const);
  return `${type} ${Buffer.concat([field(Buffer.from(type)), ...fields]).toString('base64')}`;
}

function work(client: string): string[] {
  return project
    .compose(['exec', '-T', client, 'mlflow-entrypoint', 'python', '-W', 'ignore', '-'], { input: PROGRAM })
    .trim()
    .split('\n');
}

const MOVED = [
  "[('models/model 1.bin', 20971520)]",
  'same True',
  "['models/all/deep', 'models/all/model 1.bin'] []",
  'hello',
  '[]',
];

test('another S3 server, with its own certificate', () => expect(work('s3_client')).toEqual(MOVED));

test('Google Cloud Storage', () => expect(work('gcs_client')).toEqual(MOVED));

test('SFTP, with keys on both sides', () => expect(work('sftp_client')).toEqual(MOVED));

test('mlflow gc removes links from an SFTP server, and leaves what they lead to', () => {
  const inServer = (line: string) =>
    project.compose(['exec', '-T', '--user', 'mlflow', 'sftp', 'sh', '-c', line]).trim();
  const inClient = (command: string[], input = '') =>
    project.compose(
      [
        'exec',
        '-T',
        '--env',
        'MLFLOW_TRACKING_URI=sqlite:////tmp/mlflow.db',
        'sftp_client',
        'mlflow-entrypoint',
        ...command,
      ],
      { input },
    );
  const id = inClient(
    ['python', '-W', 'ignore', '-'],
    `
import mlflow, os
experiment = mlflow.create_experiment("links", artifact_location=os.environ["DESTINATION"].rstrip("/") + "/links")
with mlflow.start_run(experiment_id=experiment) as run:
    mlflow.log_text("hello", "folder/hello.txt")
print(run.info.run_id)
mlflow.delete_run(run.info.run_id)
`,
  )
    .trim()
    .split('\n')
    .at(-1)!;
  const artifacts = `/home/mlflow/artifacts/links/${id}/artifacts`;
  inServer(
    `mkdir -p ~/precious/deep && echo keep > ~/precious/deep/file && ln -s ~/precious ${artifacts}/link && ln -s ~/precious ${artifacts}/folder/link && ln -s /nowhere ${artifacts}/broken`,
  );
  expect(
    inServer(`find ${artifacts} | sort`)
      .split('\n')
      .map(path => path.replace(artifacts, '')),
  ).toEqual(['', '/broken', '/folder', '/folder/hello.txt', '/folder/link', '/link']);
  inClient(['mlflow', 'gc', '--backend-store-uri', 'sqlite:////tmp/mlflow.db', '--run-ids', id]);
  expect(inServer(`ls -d ${artifacts} 2> /dev/null || cat ~/precious/deep/file`)).toBe('keep');
});

test('an SFTP server with another key than expected is refused', () => {
  const { status, stderr } = project.tryCompose(
    ['exec', '-T', 'misled_client', 'mlflow-entrypoint', 'python', '-W', 'ignore', '-'],
    { input: PROGRAM },
  );
  expect(status).toBe(1);
  expect(stderr).toContain("Host key for server 'sftp' does not match");
});

(azureIsThere ? test : test.skip)('Azure Blob Storage, by a connection string', () => {
  project.compose([
    'exec',
    '-T',
    'azure_client',
    'python',
    '-c',
    `
import pathlib
from azure.storage.blob import BlobServiceClient
BlobServiceClient.from_connection_string(pathlib.Path("/run/secrets/AZURE_CONNECTION").read_text().strip()).create_container("mlflow")
`,
  ]);
  expect(work('azure_client')).toEqual(MOVED);
});

test('no secret is in docker inspect, an argument list or a log', () => {
  const clients = ['s3_client', 'sftp_client', ...(azureIsThere ? ['azure_client'] : [])];
  const shown =
    project.compose(['top', ...clients]) +
    project.compose(['logs', '--no-color', ...clients]) +
    run('docker', [
      'inspect',
      ...project
        .compose(['ps', '--quiet', ...clients])
        .trim()
        .split('\n'),
    ]);
  for (const secret of ['not-a-real-secret', 'PRIVATE KEY', AZURE_KEY]) {
    expect(shown).not.toContain(secret);
  }
});
