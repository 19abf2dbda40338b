import { ComposeApp, ComposeElement, Network } from '../../src/compose';
import { testProject } from '../test-project';

test('the id of an element is its name; its path is for messages', () => {
  const network = new Network(new ComposeApp(testProject(), 'app'), 'backbone');
  expect([network.name, network.path, network.section]).toEqual(['backbone', 'app/backbone', 'networks']);
});

test('a team may write an element of its own, whose hook sees its fields', () => {
  class Labelled extends ComposeElement {
    public readonly section = 'volumes';
    private readonly owner = 'team';
    protected renderDefinition(): { [key: string]: any } {
      return { labels: { owner: this.owner } };
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  new Labelled(app, 'data').addOverride('driver', 'local');
  expect(app.toDefinition().volumes).toEqual({ data: { labels: { owner: 'team' }, driver: 'local' } });
});

test('a hook that fails is an error that names the construct and its class', () => {
  class Broken extends Network {
    protected renderDefinition(): { [key: string]: any } {
      throw new Error('no driver');
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  new Broken(app, 'backbone');
  expect(() => app.toDefinition()).toThrow('  [app/backbone] rendering failed: no driver; see what Broken overrides');
});

test('overrides come last, deletions too', () => {
  const app = new ComposeApp(testProject(), 'app');
  const network = new Network(app, 'backbone', { driver: 'bridge', internal: true });
  network.addOverride('driver', 'overlay');
  network.addDeletionOverride('internal');
  expect(app.toDefinition().networks).toEqual({ backbone: { driver: 'overlay' } });
});
