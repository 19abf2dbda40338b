import { Construct } from 'constructs';
import { ComposeApp } from '../../src/compose';
import { pathInProject } from '../../src/compose/app-directory';
import { testProject } from '../test-project';

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
