import { Component, Task } from 'projen';
import { composeError } from './compose-error';

/** The name by which Compose finds its file itself. */
const DEFAULT_FILE_NAME = 'compose.yaml';

/** What the tasks do, and the words behind `docker compose`. */
const TASKS: { [name: string]: { description: string; command: string[] } } = {
  up: { description: 'Start %, or take changes over, and wait until it works', command: ['up', '--detach', '--wait'] },
  down: { description: 'Stop % and remove its containers; with --volumes its data too', command: ['down'] },
  logs: { description: 'Show the logs of %', command: ['logs'] },
  config: { description: 'Show the compose file of % as Compose reads it, with the values of .env', command: ['config'] },
  ps: { description: 'List the containers of %', command: ['ps'] },
};

/**
 * Adds tasks that run Compose on an app: `<id>:up` and so on. Each does what the command does in the directory of the
 * app: Compose takes the `.env` from there, and a `compose.override.yaml` of a developer. They need no shell, so they
 * work on any system, and pass the words that follow them on to Compose.
 *
 * @param app the app
 * @param directory where the compose file is, from the project's directory
 * @param fileName the name of the compose file
 * @throws when the project has a task of such a name: it would do something else than people expect
 */
export function addComposeTasks(app: Component, directory: string, fileName: string): void {
  const file = fileName === DEFAULT_FILE_NAME ? [] : ['--file', fileName];
  // A space, or a bracket, would mean something to the command line of projen.
  const prefix = app.node.id.replace(/[^\p{L}\p{N}._-]+/gu, '-');
  for (const [name, { description, command }] of Object.entries(TASKS)) {
    const task = addTask(app, `${prefix}:${name}`, description.replace('%', app.node.id));
    // Started in the directory, as people do, so that nothing of the project's directory, such as another `.env`, has a say.
    task.execArgs(['docker', 'compose', ...file, ...command], { cwd: directory === '.' ? undefined : directory, receiveArgs: true });
  }
}

function addTask(app: Component, name: string, description: string): Task {
  if (app.project.tasks.tryFind(name)) {
    throw composeError(app, `the project already has a task "${name}"`, 'give the app another id, or leave its tasks out: `tasks: false`');
  }
  return app.project.addTask(name, { description });
}
