import { ComposeApp, Network } from '../../../src/compose';
import { testProject } from '../../test-project';
import { userOfAll } from '../../user-of-all';

test('a network has only the keys that were set', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Network(app, 'plain');
  new Network(app, 'full', { driver: 'overlay', internal: true });
  userOfAll(app);
  expect(app.toDefinition().networks).toEqual({ plain: {}, full: { driver: 'overlay', internal: true } });
});
