import { ComposeApp, ComposeElement, ContainerImage, Network, Service, ServiceMixin } from '../../../src/compose';
import { SetKey } from '../../set-key';
import { testProject } from '../../test-project';
import { userOfAll } from '../../user-of-all';

test('the id of an element is its name; its path is for messages', () => {
  const network = new Network(new ComposeApp(testProject(), 'app'), 'backbone');
  expect([network.name, network.path, network.section]).toEqual(['backbone', 'app/backbone', 'networks']);
});

test('a custom element can be written, whose hook sees its fields', () => {
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

class AddCapability extends ServiceMixin {
  protected applyToService(service: Service): void {
    this.addToArray(service, 'cap_add', 'MIXIN');
  }
}

const STEPS: { [step: string]: (service: Service) => void } = {
  mixin: service => service.with(new SetKey('user', 'mixin')),
  addingMixin: service => service.with(new AddCapability()),
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
  expect(userOf({ user: 'prop' }, Rendered, 'mixin')).toBe('mixin');
  expect(userOf({ user: 'prop' }, Rendered, 'mixin', 'override')).toBe('override');
  expect(userOf({ user: 'prop' }, Rendered, 'override', 'mixin')).toBe('override');
});

test('what hooks, mixins and overrides add to a list is in that order, whatever the order of calls', () => {
  for (const steps of [
    ['addingMixin', 'addToArray'],
    ['addToArray', 'addingMixin'],
    ['addToArray', 'addingMixin', 'addingMixin'],
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
