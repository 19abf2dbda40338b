import { ComposeApp, ComposeElement, ContainerImage, Network, Service } from '../../../src/compose';
import { testProject } from '../../test-project';
import { userOfAll } from '../../user-of-all';

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
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine') }).addOverride('volumes', ['data:/data']);
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
  expect(() => app.toDefinition()).toThrow(
    '  [app/backbone] renderDefinition() of Broken failed: no driver; see the stack of its cause',
  );
});

test('overrides come last, deletions too', () => {
  const app = new ComposeApp(testProject(), 'app');
  const network = new Network(app, 'backbone', { driver: 'bridge', internal: true });
  network.addOverride('driver', 'overlay');
  network.addDeletionOverride('internal');
  userOfAll(app);
  expect(app.toDefinition().networks).toEqual({ backbone: { driver: 'overlay' } });
});

const STEPS: { [step: string]: (service: Service) => void } = {
  amend: service => service.amend('user', 'mixin'),
  amendArray: service => service.amendArray('cap_add', 'MIXIN'),
  override: service => service.addOverride('user', 'override'),
  addToArray: service => service.addToArray('cap_add', 'OVERRIDE'),
};

class Rendered extends Service {
  protected renderDefinition(): { [key: string]: any } {
    return { ...super.renderDefinition(), user: 'hook', cap_add: ['HOOK'] };
  }
}

function userOf(props: { user?: string }, type: typeof Service, ...steps: string[]): string {
  const app = new ComposeApp(testProject(), 'app');
  const service = new type(app, 'web', { image: ContainerImage.fromRegistry('alpine'), ...props });
  steps.forEach(step => STEPS[step](service));
  return app.toDefinition().services.web.user;
}

test('a hook overrides a prop, a mixin over a hook, an override over a mixin, whatever the order of calls', () => {
  expect(userOf({ user: 'prop' }, Service)).toBe('prop');
  expect(userOf({ user: 'prop' }, Rendered)).toBe('hook');
  expect(userOf({ user: 'prop' }, Rendered, 'amend')).toBe('mixin');
  expect(userOf({ user: 'prop' }, Rendered, 'amend', 'override')).toBe('override');
  expect(userOf({ user: 'prop' }, Rendered, 'override', 'amend')).toBe('override');
});

test('what hooks, mixins and overrides add to a list is in that order, whatever the order of calls', () => {
  for (const steps of [
    ['amendArray', 'addToArray'],
    ['addToArray', 'amendArray'],
    ['addToArray', 'amendArray', 'amendArray'],
  ]) {
    const app = new ComposeApp(testProject(), 'app');
    const service = new Rendered(app, 'web', { image: ContainerImage.fromRegistry('alpine') });
    steps.forEach(step => STEPS[step](service));
    expect(app.toDefinition().services.web.cap_add).toEqual(['HOOK', 'MIXIN', 'OVERRIDE']);
  }
});

test('an override of the app overrides all of them', () => {
  const app = new ComposeApp(testProject(), 'app');
  const service = new Rendered(app, 'web', { image: ContainerImage.fromRegistry('alpine') });
  app.addOverride('services.web.user', 'app');
  app.addToArray('services.web.cap_add', 'APP');
  Object.values(STEPS).forEach(step => step(service));
  expect(app.toDefinition().services.web).toMatchObject({ user: 'app', cap_add: ['HOOK', 'MIXIN', 'OVERRIDE', 'APP'] });
});

test('a mixin override at a path that compose does not know is an error', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Network(app, 'net').amend('drive', 'x');
  expect(() => app.toDefinition()).toThrow(
    '[app/net] the mixin override "drive" names the key "drive", which the compose specification does not have there; did you mean "driver"?',
  );
});
