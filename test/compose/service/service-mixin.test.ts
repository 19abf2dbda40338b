import { ComposeApp, ContainerImage, Network, Service, ServiceMixin } from '../../../src/compose';
import { SetKey } from '../../set-key';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('alpine');

class Team extends ServiceMixin {
  private readonly capability = 'SYS_NICE';

  protected applyToService(service: Service): void {
    this.addOverride(service, 'logging.driver', 'local');
    this.addDeletionOverride(service, 'restart');
    this.addToArray(service, 'cap_add', this.capability);
  }
}

test("a team's mixin changes the services that are there, by its own methods", () => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image, networks: [new Network(app, 'net')] });
  app.with(new Team(), new Team());
  new Service(app, 'later', { image });
  expect(app.toDefinition().services).toEqual({
    web: { image: 'alpine', networks: ['net'], logging: { driver: 'local' }, cap_add: ['SYS_NICE'] },
    later: { image: 'alpine', restart: 'unless-stopped' },
  });
});

test('a mixin may support some services alone', () => {
  class Public extends Team {
    public supports(construct: Service): boolean {
      return super.supports(construct) && construct.publishedPorts.length > 0;
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image, ports: [{ target: 80 }] });
  new Service(app, 'db', { image });
  app.with(new Public());
  expect(app.toDefinition().services).toMatchObject({
    web: { logging: { driver: 'local' } },
    db: { restart: 'unless-stopped' },
  });
});

test('a mixin override at a path that compose does not know is an error', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image }).with(new SetKey('logging.drive', 'x'));
  expect(() => app.toDefinition()).toThrow(
    '[app/web] the mixin override "logging.drive" names the key "drive", which the compose specification does not have there; did you mean "driver"?',
  );
});
