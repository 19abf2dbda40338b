import { ComposeApp, Network } from '../../../src/compose';
import { testProject } from '../../test-project';
import { userOfAll } from '../../user-of-all';

test('a network has no key but those that were asked for', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Network(app, 'plain');
  new Network(app, 'full', { driver: 'overlay', internal: true });
  userOfAll(app);
  expect(app.toDefinition().networks).toEqual({ plain: {}, full: { driver: 'overlay', internal: true } });
});
