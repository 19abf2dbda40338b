import { ComposeApp, Volume } from '../../../src/compose';
import { testProject } from '../../test-project';
import { userOfAll } from '../../user-of-all';

test('a volume has only the keys that were set', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Volume(app, 'plain');
  new Volume(app, 'full', { driver: 'nfs' });
  userOfAll(app);
  expect(app.toDefinition().volumes).toEqual({ plain: {}, full: { driver: 'nfs' } });
});
