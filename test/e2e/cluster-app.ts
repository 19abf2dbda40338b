import { ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cluster } from './cluster';
import { attempt, CommandResult, run } from './command';
import { freePort } from './free-port';
import { UserProject } from './user-project';

/**
 * A user's project whose app runs in a namespace of the cluster.
 */
export class ClusterApp {
  public readonly project: UserProject;
  private readonly bin: string;

  /**
   * @param projenrc the text of `.projenrc.ts`, with a `KubernetesApp` called `kubernetes` in an app called `mlflow`
   * @param namespace the namespace of that app
   */
  constructor(
    projenrc: string,
    private readonly namespace: string,
  ) {
    this.project = new UserProject(projenrc);
    this.bin = join(this.project.directory, 'bin');
  }

  /** Runs a task, as `npx projen` does; it must succeed. */
  public task(name: string): string {
    const { status, stdout, stderr } = this.tryTask(name);
    if (status !== 0) {
      throw new Error(`the task ${name} ended with ${status}:\n${stdout}\n${stderr}\n${this.state()}`);
    }
    return stdout + stderr;
  }

  public tryTask(name: string): CommandResult {
    this.provideDocker();
    return attempt('npx', ['projen', `mlflow:kubernetes:${name}`], {
      cwd: this.project.directory,
      timeoutSeconds: 600,
      env: { NO_COLOR: '1', PATH: `${this.bin}:${process.env.PATH}` },
    });
  }

  /** Runs `kubectl` in the namespace. */
  public kubectl(args: string[], timeoutSeconds = 300): string {
    return cluster.kubectl(['--namespace', this.namespace, ...args], { timeoutSeconds });
  }

  /** The items of a list of objects. */
  public list(kinds: string): any[] {
    return JSON.parse(this.kubectl(['get', kinds, '--output', 'json'])).items;
  }

  /** A secret of the app. */
  public secret(name: string): string {
    return readFileSync(join(this.project.directory, 'secrets', name), 'utf8');
  }

  /** Forwards a port of this machine to a service meanwhile. */
  public async forwarded<T>(service: string, port: number, use: (uri: string) => T): Promise<T> {
    const local = await freePort();
    const forward = spawn(
      'kubectl',
      ['--namespace', this.namespace, 'port-forward', `service/${service}`, `${local}:${port}`],
      { stdio: 'ignore' },
    );
    try {
      const uri = `http://127.0.0.1:${local}`;
      run('curl', ['--silent', '--retry', '30', '--retry-delay', '1', '--retry-all-errors', uri]);
      return use(uri);
    } finally {
      await ended(forward);
    }
  }

  /** Removes what is in the cluster, and the project. */
  public remove(): void {
    try {
      cluster.removeNamespace(this.namespace);
    } finally {
      this.project.remove();
    }
  }

  /** What a person looks at when something does not work. */
  private state(): string {
    return cluster.tryKubectl(['--namespace', this.namespace, 'get', 'pods,jobs,events', '--output', 'wide']).stdout;
  }

  /** There is no registry: `docker push` brings the image into the cluster instead. */
  private provideDocker(): void {
    mkdirSync(this.bin, { recursive: true });
    const docker = run('sh', ['-c', 'command -v docker']).trim();
    const script = `#!/bin/sh\nif [ "$1" = push ]; then exec ${process.env.KUBERNETES_LOAD} "$2"; fi\nexec ${docker} "$@"\n`;
    writeFileSync(join(this.bin, 'docker'), script);
    chmodSync(join(this.bin, 'docker'), 0o755);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = new Promise<void>(resolve => void child.on('exit', () => resolve()));
  child.kill();
  await (child.exitCode === null && child.signalCode === null ? exit : undefined);
}
