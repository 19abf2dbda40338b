import { isAvailable } from './available-image';
import { attempt } from './command';
import { uniqueName, UserProject } from './user-project';
import { GARAGE_IMAGE, RUSTFS_IMAGE, SEAWEEDFS_IMAGE, VERSITYGW_IMAGE } from '../../src/default-images';

// Each S3 server makes its buckets, and MLflow's user works with them and with nothing else. A server whose image can
// be neither found nor pulled is skipped, and so is in CI the one that takes minutes to build.

interface Server {
  readonly name: string;
  /** The image to have; none where it is built. */
  readonly image?: string;
  /** Makes the server, as a user does it. */
  readonly code: string;
  /** The ports at which it answers others in its network. */
  readonly answersAt: number[];
  /** Secrets with what JSON, shells and `sed` would change, where the server takes any character. */
  readonly secrets?: string[];
}

const AWKWARD = 'a\ttab "quotes" \\back\\slash $HOME `x` & ü';

const SERVERS: Server[] = [
  {
    name: 'MinIO, built from source',
    code: "new MinioService(app, 's3', { image: MinioImage.fromSource(app, 'minio'), ports: [] })",
    answersAt: [9000, 9001],
  },
  {
    name: 'SeaweedFS',
    image: SEAWEEDFS_IMAGE,
    code: "new SeaweedfsService(app, 's3', { ports: [] })",
    answersAt: [8333],
    secrets: ['S3_ROOT_PASSWORD', 'AWS_SECRET_ACCESS_KEY'],
  },
  {
    name: 'VersityGW',
    image: VERSITYGW_IMAGE,
    code: "new VersityGwService(app, 's3', { ports: [] })",
    answersAt: [7070],
    secrets: ['S3_ROOT_PASSWORD', 'AWS_SECRET_ACCESS_KEY'],
  },
  { name: 'RustFS', image: RUSTFS_IMAGE, code: "new RustfsService(app, 's3', { ports: [] })", answersAt: [9000, 9001] },
  { name: 'Garage', image: GARAGE_IMAGE, code: "new GarageService(app, 's3', { ports: [] })", answersAt: [3900, 3903] },
];

/** Works with the store as MLflow does, and tries what its user may not. */
const PROGRAM = `
import os, pathlib, tempfile
import boto3
from botocore.config import Config
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

repository = get_artifact_repository("s3://mlflow/run")
with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder, "größe 1.bin")
    path.write_bytes(os.urandom(20 * 2**20))
    repository.log_artifact(str(path), "models")
    print([(item.path, item.file_size) for item in repository.list_artifacts("models")])
    print("same", pathlib.Path(repository.download_artifacts("models/größe 1.bin")).read_bytes() == path.read_bytes())
repository.delete_artifacts("models")
print(repository.list_artifacts("models"))
s3 = boto3.client("s3", endpoint_url=os.environ["MLFLOW_S3_ENDPOINT_URL"], config=Config(s3={"addressing_style": "path"}))
for attempt in (
    lambda: s3.create_bucket(Bucket="mine"),
    lambda: s3.list_objects_v2(Bucket="others"),
    lambda: s3.put_object(Bucket="others", Key="file", Body=b""),
    lambda: s3.delete_bucket(Bucket="mlflow"),
):
    try:
        attempt()
        print("allowed")
    except s3.exceptions.ClientError as error:
        print(error.response["ResponseMetadata"]["HTTPStatusCode"])
`;

/** Prints at which ports a host answers HTTP, of either version. */
const SCAN = `
import socket
from concurrent.futures import ThreadPoolExecutor

address = socket.gethostbyname("s3")

def answers(port):
    for request in (b"GET / HTTP/1.1\\r\\nHost: s3\\r\\n\\r\\n", b"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])):
        try:
            with socket.create_connection((address, port), 5) as connection:
                connection.sendall(request)
                if connection.recv(1):
                    return True
        except OSError:
            pass
    return False

with ThreadPoolExecutor(16) as pool:
    print([port for port, answered in enumerate(pool.map(answers, range(1, 65536)), 1) if answered])
`;

let project: UserProject | undefined;

afterEach(() => {
  project?.remove();
  project = undefined;
});

for (const server of SERVERS) {
  ((server.image ? isAvailable(server.image) : !process.env.CI) ? test : test.skip)(
    `${server.name}: MLflow's user has the buckets and no others, and nothing but the API answers`,
    () => {
      project = new UserProject(`
import {
  BucketInit, ComposeApp, ContainerImage, DependencyCondition, EnvValue, GarageService, Healthcheck, MinioImage, MinioService, MlflowImage, RustfsService, SeaweedfsService, Secret, Service,
  VersityGwService,
} from 'projen-mlflow';
import { Project } from 'projen';
const project = new Project({ name: 'team', outdir: __dirname });
const app = new ComposeApp(project, 'mlflow', { appName: '${uniqueName('s3')}' });
const server = ${server.code};
const buckets = new BucketInit(app, 'create_s3_buckets', { server, buckets: ['mlflow', 'data'] });
const image = new MlflowImage(app, 'image');
image.addPackages('boto3');
const client = new Service(app, 'client', {
  image: ContainerImage.fromDockerfile(image), command: ['sleep', 'infinity'], networks: [app.publicNetwork], healthcheck: Healthcheck.command(['true']),
});
buckets.bind(client);
if (!(server instanceof GarageService)) { // whose keys the app would have to name
  client.addDependency(new BucketInit(app, 'others', {
    server, buckets: ['others'], accessKeyId: EnvValue.of('others'), secretAccessKey: new Secret(app, 'OTHERS'), region: EnvValue.of('us-east-1'),
  }), DependencyCondition.COMPLETED_SUCCESSFULLY);
}
project.synth();
`);
      project.projen();
      for (const name of server.secrets ?? []) {
        project.write(`secrets/${name}`, `${AWKWARD}\r\n`); // as an editor on Windows leaves it
      }
      project.up();
      const inClient = (program: string) =>
        project!
          .compose(['exec', '-T', 'client', 'mlflow-entrypoint', 'python', '-W', 'ignore', '-'], { input: program })
          .trim();
      const work = () => inClient(PROGRAM).split('\n');
      const expected = [
        "[('models/größe 1.bin', 20971520)]",
        'same True',
        '[]',
        '403',
        expect.stringMatching(/40[34]/),
        expect.stringMatching(/40[34]/),
        '403',
      ];
      expect(work()).toEqual(expected);
      expect(JSON.parse(inClient(SCAN))).toEqual(server.answersAt);
      project.compose(['down', '--timeout', '10']);
      project.up(); // the scripts find all there, and so do clients
      expect(work()).toEqual(expected);
      const secrets = project.compose(['exec', '-T', 'client', 'sh', '-c', 'cat /run/secrets/*']).trim();
      const shown =
        project.compose(['top']) +
        project.compose(['logs', '--no-color']) +
        attempt('docker', ['inspect', ...project.compose(['ps', '--all', '--quiet']).trim().split('\n')]).stdout;
      expect(shown).not.toContain(secrets);
    },
  );
}
