import { Construct } from 'constructs';
import { Component, Task, TaskStepOptions } from 'projen';
import { composeError } from '../element/compose-error';
import { SecretRotation } from '../secret/secret-rotation';

const CONTEXT_KEY = 'projen-mlflow:tasks';

/** The name by which Compose finds its file itself. */
const DEFAULT_FILE_NAME = 'compose.yaml';

/** The program of this library, found where Node.js finds the library; what follows are its arguments. */
const CLI = ['node', '--eval', "require('projen-mlflow/lib/cli/cli')", 'projen-mlflow'];

/** What the tasks do, and the arguments of `docker compose`. */
const TASKS: { [name: string]: { description: string; command: string[] } } = {
  up: { description: 'Start %, or apply changes, and wait until it works', command: ['up', '--detach', '--wait'] },
  down: { description: 'Stop % and remove its containers; with --volumes its data too', command: ['down'] },
  logs: { description: 'Show the logs of %', command: ['logs'] },
  config: {
    description: 'Show the compose file of % as Compose reads it, with the values of .env',
    command: ['config'],
  },
  ps: { description: 'List the containers of %', command: ['ps'] },
};

/**
 * The tasks of an app: `<id>:up` and so on. Each does what the command does in the directory of the
 * app: Compose reads `.env` and a developer's `compose.override.yaml` there. They need no shell, so they work on all
 * systems, and pass their arguments on to Compose.
 */
export class ComposeTasks {
  /**
   * Adds the tasks to the app's project, and hands them down to the constructs below the app.
   *
   * @param app the app
   * @param directory where the compose file is, from the project's directory
   * @param fileName the name of the compose file
   * @throws when the project already has a task of one of the names
   */
  public static provide(app: Component, directory: string, fileName: string): void {
    app.node.setContext(CONTEXT_KEY, new ComposeTasks(app, directory, fileName));
  }

  /**
   * The tasks of the app above a construct, unless it has none.
   */
  public static tryOf(construct: Construct): ComposeTasks | undefined {
    return construct.node.tryGetContext(CONTEXT_KEY);
  }

  private readonly up: Task;
  private secrets?: Task;
  private rotation?: Task;
  private readonly rotations = new Map<string, SecretRotation>();

  private constructor(
    private readonly app: Component,
    private readonly directory: string,
    private readonly fileName: string,
  ) {
    const tasks = Object.entries(TASKS).map(([name, { description, command }]) => {
      const task = this.add(name, description);
      this.compose(task, command, { receiveArgs: true });
      return task;
    });
    this.up = tasks[0];
  }

  /**
   * Lets `<id>:secrets`, and so `<id>:up`, write a secret.
   *
   * @param path the file, from the project's directory
   * @param command the program that prints the secret, and its arguments
   */
  public addSecret(path: string, command: string[]): void {
    if (!this.secrets) {
      this.secrets = this.add('secrets', 'Write the secrets of %, as the programs that know them print them');
      this.up.prependSpawn(this.secrets);
    }
    this.secrets.execArgs([...CLI, 'write-secret', path, '--', ...command]);
  }

  /**
   * Adds a task that runs a service once, in a container of its own beside the running app: `<id>:<service>`.
   *
   * @param service the name of the service
   * @param args the arguments of its command
   */
  public addRun(service: string, args: string[]): void {
    const task = this.add(service, `Run ${service} of % now, and wait for its end`);
    this.compose(task, ['run', '--rm', '--no-deps', service, ...args]);
  }

  /**
   * Lets `<id>:rotate-secret <name>` give a secret a new value, or refuse with a reason. The task exists only if it can
   * change a secret.
   *
   * @param folder the folder of the secrets, from the project's directory
   * @param name the name of the secret
   */
  public setRotation(folder: string, name: string, rotation: SecretRotation): void {
    this.rotations.set(name, rotation);
    if (!this.rotation && [...this.rotations.values()].every(({ _kind }) => _kind === 'refused')) {
      return;
    }
    this.rotation ??= this.add('rotate-secret', 'Give a secret of % a new random value, and recreate its containers');
    this.rotation.reset();
    this.rotation.execArgs(
      [...CLI, 'rotate-secret', ...this.composeFile, ...SecretRotation._toArguments(this.rotations), folder],
      { receiveArgs: true },
    );
    this.compose(this.rotation, [...TASKS.up.command, '--force-recreate']);
  }

  /** The option that names the compose file, where Compose does not find it itself. */
  private get composeFile(): string[] {
    return this.fileName === DEFAULT_FILE_NAME ? [] : ['--file', this.fileName];
  }

  private compose(task: Task, command: string[], options: TaskStepOptions = {}): void {
    // In the directory of the app, so that files of the project's directory, such as another `.env`, have no effect.
    task.execArgs(['docker', 'compose', ...this.composeFile, ...command], {
      cwd: this.directory === '.' ? undefined : this.directory,
      ...options,
    });
  }

  /**
   * Adds a task to the project: `<id>:<suffix>`.
   *
   * @param description what it does; `%` stands for the app
   * @throws when the project has a task of that name
   */
  public add(suffix: string, description: string): Task {
    const { id } = this.app.node;
    // A space, or a bracket, would mean something to the command line of projen.
    const name = `${id.replace(/[^\p{L}\p{N}._-]+/gu, '-')}:${suffix.replace(/[^\p{L}\p{N}.:_-]+/gu, '-')}`;
    if (this.app.project.tasks.tryFind(name)) {
      throw composeError(
        this.app,
        `the project already has a task "${name}"`,
        'give the app another id, or set `tasks: false`',
      );
    }
    return this.app.project.addTask(name, { description: description.replace('%', id) });
  }
}
