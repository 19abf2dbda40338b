import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { ComposeApp, ComposeOverlay, EnvVariable, Secret } from '../../src/compose';
import { pathInProject } from '../../src/compose/app-directory';
import { testProject } from '../test-project';
import { userOfAll } from '../user-of-all';

test('a path of an app starts at its directory', () => {
  const app = new ComposeApp(testProject(), 'app', { directory: 'deploy' });
  expect(pathInProject(new Construct(app, 'part'), 'image/Dockerfile')).toBe('deploy/image/Dockerfile');
});

test('a path without an app is an error', () => {
  expect(() => pathInProject(new Construct(testProject(), 'stray'), 'x')).toThrow(
    "[stray] there is no ComposeApp above this construct; make it below one: new ComposeApp(project, 'id')",
  );
});

test.each(['../x', 'a/../../../x', '..'])('the path %s, out of the project, is an error', path => {
  const app = new ComposeApp(testProject(), 'app');
  expect(() => pathInProject(app, path)).toThrow(`[app] the path "${path}" leads out of the project; give one below the directory of the app`);
});

test('a path may lead out of the directory of the app, as long as it stays in the project', () => {
  expect(pathInProject(new ComposeApp(testProject(), 'app', { directory: 'deploy' }), '../shared/x')).toBe('shared/x');
});

test.each(['../compose.yaml', 'deploy/compose.yaml', 'deploy\\\\compose.yaml', '/compose.yaml', '..', '.', ''])('a compose file named %j is an error', fileName => {
  expect(() => new ComposeApp(testProject(), 'app', { fileName })).toThrow(`[app] "${fileName}" is not the name of a file`);
  const app = new ComposeApp(testProject(), 'app');
  expect(() => new ComposeOverlay(app, 'prod', { fileName })).toThrow(`[app/prod] "${fileName}" is not the name of a file`);
});

test.each(['..data', '.deploy', '...', 'a..b/..c'])('a directory named %s is one of the project', directory => {
  const project = testProject();
  const app = new ComposeApp(project, 'app', { directory });
  userOfAll(app);
  project.synth();
  expect(existsSync(join(project.outdir, directory, 'compose.yaml'))).toBe(true);
});

test.each(['..', '../elsewhere', 'a/../..', '/srv/app', 'back\\slash'])('a directory out of the project, %s, is an error', directory => {
  expect(() => new ComposeApp(testProject(), 'app', { directory })).toThrow('is not in the project');
});

test.each(['apps/[team]', 'a*b', 'a?b', '#hash', '!bang', 'a b'])('git ignores the secrets of an app in the directory %s', directory => {
  const project = testProject();
  const app = new ComposeApp(project, 'app', { directory });
  new EnvVariable(app, 'A', { secret: true });
  new Secret(app, 'TOKEN');
  userOfAll(app);
  project.synth();
  const git = (...args: string[]) => spawnSync('git', args, { cwd: project.outdir, encoding: 'utf8' });
  git('init', '--quiet');
  const untracked = git('-c', 'core.quotePath=false', 'ls-files', '--others', '--exclude-standard', '-z').stdout.split('\0');
  expect(untracked).toContain(`${directory}/compose.yaml`);
  expect(untracked.filter(path => /secrets|\.env$/.test(path))).toEqual([]);
});
