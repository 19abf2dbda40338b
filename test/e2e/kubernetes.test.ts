import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cluster } from './cluster';
import { ClusterApp } from './cluster-app';
import { run } from './command';
import { uniqueName } from './user-project';
import { workspace } from './workspace';
import { MINIO_IMAGE, MYSQL_IMAGE, POSTGRES_IMAGE, PYTHON_IMAGE } from '../../src/default-images';

// The stack in a real cluster, as a user brings it there: with the tasks, from the packed library. Skipped without a
// cluster; `npm run test:kubernetes` runs the parts that take long as well.

const LONG = Boolean(process.env.KUBERNETES_LONG);
const whenLong = LONG ? test : test.skip;
const STACKS = [
  {
    name: 'PostgreSQL, login and three replicas',
    props: 'database: StackDatabase.postgres(), auth: MlflowAuth.basic()',
    image: POSTGRES_IMAGE,
    password: 'POSTGRES_PASSWORD',
    databasePort: 5432,
    replicas: 3,
    administrator: 'MLFLOW_AUTH_ADMIN_PASSWORD',
  },
  ...(LONG
    ? [
        {
          name: 'MySQL without a login',
          props: '',
          image: MYSQL_IMAGE,
          password: 'MYSQL_PASSWORD',
          databasePort: 3306,
          replicas: 1,
          administrator: undefined,
        },
      ]
    : []),
];

/** The ports of the app that something listens on, by workload. */
const portsOf = (databasePort: number) =>
  [
    ['db', databasePort],
    ['s3', 9000],
    ['s3', 9001],
    ['mlflow', 5000],
    ['apart', 8080],
    ['job-status', 8001],
  ] as const;

(cluster.isNamed ? describe : describe.skip).each(STACKS)(
  'the stack in a cluster: $name',
  ({ props, image, password, databasePort, replicas, administrator }) => {
    const namespace = uniqueName('cluster');
    const [proxies, strangers] = ['proxies', 'strangers'].map(name => `${namespace}-${name}`);
    let app: ClusterApp;
    let firstRun: string;

    const projenrc = (pods: number) => `
import { Project } from 'projen';
import { ContainerImage, Duration, KubernetesApp, KubernetesEntry, MlflowAuth, MlflowStack, Network, Service, StackDatabase } from 'projen-mlflow';

const project = new Project({ name: '${namespace}', outdir: __dirname });
const stack = new MlflowStack(project, 'mlflow', { server: { workers: 1 }, ${props} }); // several pods, few processors
new Service(stack, 'apart', {
  image: ContainerImage.fromRegistry('${PYTHON_IMAGE}'),
  command: ['python', '-m', 'http.server', '8080', '--directory', '/var/empty'],
  user: '10001:10001',
  stopGracePeriod: Duration.seconds(1), // it ignores the signal
  networks: [new Network(stack, 'outside')],
});
const cluster = new KubernetesApp(stack, 'kubernetes', {
  namespace: '${namespace}',
  imageRepository: 'registry.invalid/ml',
  entry: KubernetesEntry.ingress({ host: 'mlflow.example.com', proxyNamespace: '${proxies}' }),
  waitImage: '${cluster.waitImage()}',
  kubectlImage: '${cluster.kubectlImage()}',
});
cluster.configure(stack.mlflow, { replicas: ${pods} });
cluster.configure(stack.s3, { storage: { size: '1Gi' } });
cluster.configure(stack.db, { storage: { size: '1Gi' } });
project.synth();
`;

    /** Runs a client, with a file of 100 MiB, through a forwarded port. */
    async function client(action: 'write' | 'read', ...rest: string[]) {
      return app.forwarded('mlflow', 5000, uri =>
        JSON.parse(
          run(workspace().python, [join(__dirname, 'client.py'), action, uri, app.project.directory, ...rest], {
            timeoutSeconds: 300,
            env: {
              LARGE_MIB: '100',
              ...(administrator && {
                MLFLOW_TRACKING_USERNAME: 'admin',
                MLFLOW_TRACKING_PASSWORD: app.secret(administrator),
              }),
            },
          })
            .trim()
            .split('\n')
            .at(-1)!,
        ),
      );
    }

    const podsOf = (workload: string): any[] =>
      app
        .list('pods')
        .filter(
          ({ metadata, status }) =>
            metadata.labels?.['app.kubernetes.io/name'] === workload &&
            metadata.deletionTimestamp === undefined &&
            status.phase === 'Running',
        );

    const restartsOf = (workload: string): number =>
      podsOf(workload).reduce((sum, { status }) => sum + status.containerStatuses[0].restartCount, 0);

    beforeAll(() => {
      cluster.waitUntilReady();
      app = new ClusterApp(projenrc(replicas), namespace);
    });

    afterAll(() => {
      [proxies, strangers].forEach(each =>
        cluster.tryKubectl(['delete', 'namespace', each, '--ignore-not-found', '--wait=false']),
      );
      app?.remove();
    });

    test('comes up by its tasks, under Pod Security "restricted", without a restart', () => {
      app.project.projen();
      app.task('push');
      // at the last moment: on a full disk, a node soon removes images that no pod uses
      cluster.load(image, MINIO_IMAGE, PYTHON_IMAGE, cluster.waitImage(), cluster.kubectlImage());

      expect(app.task('apply')).toContain(`deployment "mlflow" successfully rolled out`);
      expect(podsOf('mlflow')).toHaveLength(replicas);
      expect(restartsOf('mlflow') + restartsOf('db') + restartsOf('s3')).toBe(0);
      expect(
        JSON.parse(cluster.kubectl(['get', 'namespace', namespace, '--output', 'json'])).metadata.labels,
      ).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
      expect(app.list('events').filter(({ reason }) => reason === 'FailedCreate')).toEqual([]);
    });

    test('nothing differs from what was applied, and a second apply runs no job again', () => {
      const jobs = app.list('jobs').map(({ metadata }) => metadata.uid);

      expect(app.tryTask('diff')).toMatchObject({ status: 0 });
      app.task('apply');
      expect(app.list('jobs').map(({ metadata }) => metadata.uid)).toEqual(jobs);
    });

    test('a client logs runs and large artifacts through a forwarded port, and reads them back', async () => {
      const { run: id, digests } = await client('write');
      firstRun = id;
      expect(await client('read', id)).toMatchObject({ digests, prediction: 301 });
    });

    test('only the entry is reachable from outside, and only where the network has it, pods reach others', () => {
      for (const each of [proxies, strangers]) {
        cluster.kubectl(['create', 'namespace', each]);
        cluster.kubectl([
          ...['--namespace', each, 'run', 'foreign', '--image', PYTHON_IMAGE, '--image-pull-policy', 'IfNotPresent'],
          ...['--command', '--', 'python', '-m', 'http.server', '8080'],
        ]);
      }
      for (const each of [proxies, strangers]) {
        cluster.kubectl(['--namespace', each, 'wait', 'pod/foreign', '--for', 'condition=Ready', '--timeout', '120s']);
      }
      const addresses = new Map(
        portsOf(databasePort).map(([workload]) => [workload, podsOf(workload)[0].status.podIP as string]),
      );
      const foreign = JSON.parse(
        cluster.kubectl(['--namespace', strangers, 'get', 'pod', 'foreign', '--output', 'json']),
      ).status.podIP;
      const reachable = (from: string, inNamespace: string) => {
        const other = new Map<string, string>([...addresses, ['foreign', foreign]]);
        const ports = [...portsOf(databasePort), ['foreign', 8080] as const];
        return ports
          .filter(([workload]) => !from.includes(workload))
          .filter(([workload, port]) => reaches(inNamespace, from, other.get(workload)!, port))
          .map(([workload, port]) => `${workload}:${port}`);
      };

      expect(reachable('pod/foreign', strangers)).toEqual([]);
      expect(reachable('pod/foreign', proxies)).toEqual(['mlflow:5000']);
      expect(reachable('statefulset/db', namespace)).toEqual(['s3:9000', 's3:9001', 'mlflow:5000']);
      expect(reachable('deployment/apart', namespace)).toEqual(['foreign:8080']);
      expect(reachable('deployment/mlflow', namespace)).toEqual([
        `db:${databasePort}`,
        's3:9000',
        's3:9001',
        'job-status:8001',
      ]);
    });

    test('after all pods were deleted it works again, with all data', async () => {
      app.kubectl(['delete', 'pods', '--all', '--wait']);
      app.task('apply');

      expect(await client('read', firstRun)).toMatchObject({ prediction: 301 });
    });

    test('new secrets restart the pods that use them, and a deleted job passes them on to the S3 server', async () => {
      const before = podsOf('mlflow').map(({ metadata }) => metadata.uid);
      for (const secret of [password, 'AWS_SECRET_ACCESS_KEY']) {
        writeFileSync(join(app.project.directory, 'secrets', secret), uniqueName('rotated'));
      }
      app.kubectl(['delete', 'jobs', '--selector', 'app.kubernetes.io/name=create-s3-buckets']);
      app.task('apply');

      expect(podsOf('mlflow').filter(({ metadata }) => before.includes(metadata.uid))).toHaveLength(0);
      expect(
        app.list('secrets').filter(({ metadata }) => metadata.name.startsWith(objectNameOf(password))),
      ).toHaveLength(
        2, // that of services and that of jobs
      );
      expect(await client('read', firstRun)).toMatchObject({ prediction: 301 });
    });

    whenLong('it is scaled by the number of replicas, also of one that ran', () => {
      for (const pods of replicas === 1 ? [3, 1] : [1, 3]) {
        app.project.write('.projenrc.ts', projenrc(pods));
        app.project.projen();
        app.task('apply');
        expect(app.list('deployments').find(({ metadata }) => metadata.name === 'mlflow').status).toMatchObject({
          readyReplicas: pods,
          updatedReplicas: pods,
        });
      }
    });

    whenLong('delete leaves the volumes, so that it is there again with another apply', async () => {
      const claims = app.list('persistentvolumeclaims').map(({ metadata }) => metadata.uid);
      app.task('delete');

      app.kubectl(['wait', 'pods', '--all', '--for', 'delete', '--timeout', '120s']);
      expect(app.list('deployments,statefulsets,jobs,secrets,services').map(({ metadata }) => metadata.name)).toEqual(
        [],
      );
      expect(app.list('persistentvolumeclaims').map(({ metadata }) => metadata.uid)).toEqual(claims);
      app.task('apply');
      expect(await client('read', firstRun)).toMatchObject({ prediction: 301 });
    });

    (process.env.KUBERNETES_RESTART ? whenLong : test.skip)('after a restart of the node all works again', async () => {
      run('sh', ['-c', process.env.KUBERNETES_RESTART!], { timeoutSeconds: 300 });
      cluster.waitUntilReady();
      app.task('apply');
      expect(await client('read', firstRun)).toMatchObject({ prediction: 301 });
    });
  },
);

function objectNameOf(secret: string): string {
  return secret.toLowerCase().replaceAll('_', '-');
}

/** Whether a container, which has bash, connects to an address. */
function reaches(namespace: string, container: string, host: string, port: number): boolean {
  return (
    cluster.tryKubectl([
      ...['--namespace', namespace, 'exec', container, '--'],
      ...['timeout', '3', 'bash', '-c', `</dev/tcp/${host}/${port}`],
    ]).status === 0
  );
}
