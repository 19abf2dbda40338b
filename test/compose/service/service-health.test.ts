import { ComposeApp, ContainerImage, Healthcheck, Service, ServiceProps } from '../../../src/compose';
import { SetKey } from '../../set-key';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('alpine:3.22');
const healthcheck = Healthcheck.shell('true');

/** The condition by which a service waits for the health, or else for the start, of another one. */
function conditionFor(
  props: Partial<ServiceProps>,
  change: (db: Service, app: ComposeApp) => void = () => undefined,
  type = Service,
): string {
  const app = new ComposeApp(testProject(), 'app');
  const db = new type(app, 'db', { image, ...props });
  new Service(app, 'web', { image, dependsOn: [db] });
  change(db, app);
  return app.toDefinition().services.web.depends_on.db.condition;
}

class WithHealthcheck extends Service {
  protected renderDefinition() {
    return { ...super.renderDefinition(), healthcheck };
  }
}

test.each<[string, string]>([
  ['the prop', conditionFor({ healthcheck })],
  ['the prop `spec`', conditionFor({ spec: { healthcheck: { test: ['CMD', 'true'] } } })],
  ['the image', conditionFor({ image: ContainerImage.fromRegistry('alpine:3.22', { hasHealthcheck: true }) })],
  [
    'options for the healthcheck of the image',
    conditionFor({
      image: ContainerImage.fromRegistry('alpine:3.22', { hasHealthcheck: true }),
      spec: { healthcheck: { interval: '1s' } },
    }),
  ],
  ['a mixin', conditionFor({}, db => db.with(new SetKey('healthcheck', { test: 'true' })))],
  ['an override', conditionFor({}, db => db.addOverride('healthcheck', { test: ['CMD', 'true'] }))],
  ['an override of the test alone', conditionFor({}, db => db.addOverride('healthcheck.test', 'true'))],
  ['an override with a Healthcheck', conditionFor({}, db => db.addOverride('healthcheck', healthcheck))],
  [
    'an override of the app',
    conditionFor({}, (_, app) => app.addOverride('services.db.healthcheck.test', ['CMD', 'true'])),
  ],
  [
    'an override of the app that takes `disable` back',
    conditionFor({ healthcheck }, (db, app) => {
      db.addOverride('healthcheck.disable', true);
      app.addDeletionOverride('services.db.healthcheck.disable');
    }),
  ],
  ['the hook of the whole service', conditionFor({}, undefined, WithHealthcheck)],
])('a dependant waits for health by %s', (_, condition) => {
  expect(condition).toBe('service_healthy');
});

test.each<[string, string]>([
  ['nothing', conditionFor({})],
  ['a disabled healthcheck', conditionFor({ healthcheck: Healthcheck.disabled() })],
  ['NONE', conditionFor({ healthcheck }, db => db.addOverride('healthcheck.test', ['NONE']))],
  ['NONE in `spec`', conditionFor({ healthcheck, spec: { healthcheck: { test: ['NONE'] } } })],
  ['disable', conditionFor({ healthcheck }, db => db.addOverride('healthcheck.disable', true))],
  [
    'NONE in place of the healthcheck of the image',
    conditionFor({
      image: ContainerImage.fromRegistry('alpine:3.22', { hasHealthcheck: true }),
      spec: { healthcheck: { test: ['NONE'] } },
    }),
  ],
  ['options alone', conditionFor({ spec: { healthcheck: { interval: '1s' } } })],
  ['a deleted healthcheck', conditionFor({ healthcheck }, db => db.addDeletionOverride('healthcheck'))],
  [
    'a healthcheck that the app deletes',
    conditionFor({ healthcheck }, (_, app) => app.addDeletionOverride('services.db.healthcheck')),
  ],
  [
    'a service that the app replaces',
    conditionFor({ healthcheck }, (_, app) => app.addOverride('services.db', { image: 'alpine:3.22' })),
  ],
  [
    'the hook of the whole service, disabled by override',
    conditionFor({}, db => db.addOverride('healthcheck', { disable: true }), WithHealthcheck),
  ],
])('a dependant waits for the start with %s', (_, condition) => {
  expect(condition).toBe('service_started');
});
