import { ComposeApp, Volume } from '../../src/compose';
import { testProject } from '../test-project';

test('a volume has no key but those that were asked for', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Volume(app, 'plain');
  new Volume(app, 'full', { driver: 'nfs', external: true });
  expect(app.toDefinition().volumes).toEqual({ plain: {}, full: { driver: 'nfs', external: true } });
});
