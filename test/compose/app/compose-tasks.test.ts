import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { Project } from 'projen';
import { ComposeApp, ComposeAppProps } from '../../../src/compose';
import { testProject } from '../../test-project';

/** The steps of the tasks of a project, by name, as projen writes them. */
function stepsOf(project: Project): { [task: string]: any[] } {
  project.synth();
  const { tasks } = JSON.parse(readFileSync(join(project.outdir, '.projen/tasks.json'), 'utf8'));
  return Object.fromEntries(Object.entries<any>(tasks).map(([name, { steps }]) => [name, steps]));
}

function stepsWith(props: ComposeAppProps): { [task: string]: any[] } {
  const project = testProject();
  new ComposeApp(project, 'app', props);
  return stepsOf(project);
}

test('an app adds tasks that run Compose without a shell and pass arguments on', () => {
  expect(stepsWith({})).toMatchObject({
    'app:up': [{ execArgs: ['docker', 'compose', 'up', '--detach', '--wait'], receiveArgs: true }],
    'app:down': [{ execArgs: ['docker', 'compose', 'down'], receiveArgs: true }],
    'app:logs': [{ execArgs: ['docker', 'compose', 'logs'], receiveArgs: true }],
    'app:config': [{ execArgs: ['docker', 'compose', 'config'], receiveArgs: true }],
    'app:ps': [{ execArgs: ['docker', 'compose', 'ps'], receiveArgs: true }],
  });
  expect(stepsWith({})['app:up'][0]).not.toHaveProperty('cwd');
});

test('tasks run in the directory of the app, where its .env is', () => {
  expect(stepsWith({ directory: './deploy/mlflow/' })['app:ps']).toEqual([
    { execArgs: ['docker', 'compose', 'ps'], cwd: 'deploy/mlflow', receiveArgs: true },
  ]);
});

test('tasks name a compose file that Compose would not find, or not first', () => {
  expect(stepsWith({ fileName: 'docker-compose.yml' })['app:ps'][0].execArgs).toEqual([
    'docker',
    'compose',
    '--file',
    'docker-compose.yml',
    'ps',
  ]);
});

test('tasks are for the team to leave out', () => {
  expect(Object.keys(stepsWith({ tasks: false })).filter(name => name.startsWith('app:'))).toEqual([]);
});

test('each app of a project, and of a subproject, has its own tasks', () => {
  const parent = testProject();
  new ComposeApp(parent, 'one', { directory: 'one' });
  new ComposeApp(parent, 'two', { directory: 'two' });
  const child = new Project({ parent, name: 'part', outdir: 'packages/part' });
  new ComposeApp(child, 'one', { appName: 'part', directory: 'deploy' });

  expect(stepsOf(parent)).toMatchObject({ 'one:up': [{ cwd: 'one' }], 'two:up': [{ cwd: 'two' }] });
  expect(stepsOf(child)['one:up']).toMatchObject([{ cwd: 'deploy' }]);
});

test('a task that the project has already is an error', () => {
  const project = testProject();
  project.addTask('app:logs');
  expect(() => new ComposeApp(project, 'app')).toThrow(
    '[app] the project already has a task "app:logs"; give the app another id, or set `tasks: false`',
  );
});

test('two apps of one id in one project are an error, unless one leaves its tasks out', () => {
  const project = testProject();
  new ComposeApp(new Construct(project, 'a'), 'app', { directory: 'a' });
  expect(() => new ComposeApp(new Construct(project, 'b'), 'app', { directory: 'b' })).toThrow(
    '[b/app] the project already has a task "app:up"',
  );
  new ComposeApp(new Construct(project, 'c'), 'app', { directory: 'c', tasks: false });
});

test.each([
  ['My App', 'My-App:up'],
  ['a [b] $0', 'a-b-0:up'],
  ['日本', '日本:up'],
  ['a.b_c-d', 'a.b_c-d:up'],
])('the id %s gives the task %s, which needs no quotes', (id, task) => {
  const project = testProject();
  new ComposeApp(project, id);
  expect(project.tasks.tryFind(task)).toBeDefined();
});

test('the team may change a task', () => {
  const project = testProject();
  new ComposeApp(project, 'app');
  project.tasks.tryFind('app:up')!.exec('echo done');
  expect(stepsOf(project)['app:up']).toHaveLength(2);
});
