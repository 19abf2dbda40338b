import { ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Project } from 'projen';
import { KubernetesApp, MlflowStack, StackDatabase } from '../../../src';
import { cluster } from '../../e2e/cluster';
import { attempt, CommandOptions, run } from '../../e2e/command';

const READY_SECONDS = 600;

/**
 * The default stack in a namespace of its own, in two versions.
 */
export class ClusterStack {
  /** The IP address of each pod that there was, with its name. */
  public readonly podOf = new Map<string, string>();

  private readonly directories: { [version: string]: string } = {};
  private watch?: ChildProcess;

  constructor(
    public readonly namespace: string,
    private readonly database: StackDatabase,
    private readonly replicas: number,
  ) {}

  /** Writes the manifests of a version, and builds its image. */
  public prepare(version?: string): void {
    const name = version ?? 'new';
    const directory = mkdtempSync(join(tmpdir(), 'chaos-'));
    const [other] = Object.values(this.directories);
    if (other) {
      cpSync(join(other, 'secrets'), join(directory, 'secrets'), { recursive: true });
    }
    this.directories[name] = directory;
    const project = new Project({ name: 'chaos', outdir: directory });
    const { database, namespace } = this;
    const stack = new MlflowStack(project, 'mlflow', { appName: namespace, database, server: { version, workers: 1 } });
    const kubernetes = new KubernetesApp(stack, 'kubernetes', {
      imageRepository: 'registry.invalid/chaos',
      waitImage: cluster.waitImage(),
      kubectlImage: cluster.kubectlImage(),
    });
    kubernetes.configure(stack.mlflow, { replicas: this.replicas });
    kubernetes.configure(stack.s3, { storage: { size: '1Gi' } });
    kubernetes.configure(stack.db!, { storage: { size: '1Gi' } });
    project.synth();
    const tasks = JSON.parse(readFileSync(join(directory, '.projen', 'tasks.json'), 'utf8')).tasks;
    for (const { execArgs } of tasks['mlflow:kubernetes:push'].steps) {
      if (execArgs[1] === 'build') {
        run(execArgs[0], execArgs.slice(1), { cwd: directory, timeoutSeconds: 1800 });
      }
    }
    cluster.load(...imagesOf(kubernetes.toObjects()));
  }

  /** `kubectl apply -k` of a version. */
  public apply(version = 'new'): void {
    run('kubectl', ['apply', '--kustomize', this.directories[version]]);
  }

  /** Waits until all servers are of the version that was applied last. */
  public waitForServers(): void {
    this.kubectl(['rollout', 'status', 'deployment/mlflow', '--timeout', `${READY_SECONDS}s`]);
  }

  /** Runs `kubectl` in the namespace. */
  public kubectl(words: string[], options: CommandOptions = {}): string {
    return run('kubectl', ['--namespace', this.namespace, ...words], { timeoutSeconds: READY_SECONDS, ...options });
  }

  /** The image of a version. */
  public imageOf(version = 'new'): string {
    return /image: "(registry\.invalid\/[^"]+)"/.exec(
      readFileSync(join(this.directories[version], 'kubernetes', 'mlflow.yaml'), 'utf8'),
    )![1];
  }

  /** The name of the migration Job of a version. */
  public migrationOf(version = 'new'): string {
    return /name: "(migrate-[0-9a-f]{8})"/.exec(
      readFileSync(join(this.directories[version], 'kubernetes', 'migrate.yaml'), 'utf8'),
    )![1];
  }

  /** The names of pods, but for those of the clients. */
  public pods(selector = `app.kubernetes.io/part-of=${this.namespace}`): string[] {
    return this.kubectl(['get', 'pods', '--selector', selector, '--output', 'name'])
      .split('\n')
      .filter(name => name !== '' && !name.includes('/clients'));
  }

  /** Ends a pod as if its node had died. */
  public kill(pod: string): void {
    attempt('kubectl', ['--namespace', this.namespace, 'delete', pod, '--force', '--grace-period=0', '--wait=false']);
  }

  /** Starts a pod with clients, in the networks of the server. */
  public startClients(runs: string[]): void {
    this.removeClients();
    const container = {
      name: 'clients',
      image: this.imageOf(),
      command: ['python', '-c', readFileSync(join(__dirname, 'clients.py'), 'utf8'), 'http://mlflow:5000', ...runs],
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    };
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'clients',
        labels: { 'app.kubernetes.io/part-of': this.namespace, 'network.projen-mlflow/public': 'true' },
      },
      spec: {
        restartPolicy: 'Never',
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [container],
      },
    };
    this.kubectl(['apply', '--filename', '-'], { input: JSON.stringify(pod) });
    this.kubectl(['wait', '--for=condition=Ready', 'pod/clients', '--timeout=120s']);
  }

  /** Ends the clients; returns what they told. */
  public removeClients(): string {
    const { status, stdout } = attempt('kubectl', ['--namespace', this.namespace, 'logs', 'clients']);
    this.kubectl(['delete', 'pod', 'clients', '--ignore-not-found', '--force', '--grace-period=0']);
    return status === 0 ? stdout : '';
  }

  /** Notes the addresses of pods from now on. */
  public watchPods(): void {
    const format = 'jsonpath={.status.podIP} {.metadata.name}{"\\n"}';
    this.watch = spawn('kubectl', ['--namespace', this.namespace, 'get', 'pods', '--watch', '--output', format]);
    let text = '';
    this.watch.stdout!.on('data', chunk => {
      const lines = `${text}${chunk}`.split('\n');
      text = lines.pop()!;
      lines.map(line => line.split(' ')).forEach(([address, name]) => address && this.podOf.set(address, name));
    });
  }

  /** Removes all of it. */
  public remove(): void {
    this.watch?.kill();
    cluster.removeNamespace(this.namespace);
    for (const [version, directory] of Object.entries(this.directories)) {
      if (existsSync(join(directory, 'kubernetes'))) {
        attempt('docker', ['image', 'rm', this.imageOf(version)]);
      }
      rmSync(directory, { recursive: true, force: true });
    }
  }
}

/** The images of all containers of objects. */
function imagesOf(objects: any[]): string[] {
  const pods = objects.map(({ spec }) => spec?.template?.spec).filter(Boolean);
  const containers = pods.flatMap(({ initContainers = [], containers: all }) => [...initContainers, ...all]);
  return [...new Set<string>(containers.map(({ image }) => image))];
}
