import {
  ComposeApp,
  ContainerImage,
  DependencyCondition,
  Dockerfile,
  Healthcheck,
  Service,
  ServiceOptions,
} from '../../../src/compose';
import { testProject } from '../../test-project';

const MESSAGE =
  '[app/web] it waits until "db" is healthy, but "db" has no healthcheck; give "db" a healthcheck, or use DependencyCondition.STARTED';

function appWith(
  options: ServiceOptions = {},
  image = ContainerImage.fromRegistry('alpine'),
): { app: ComposeApp; db: Service; web: Service } {
  const app = new ComposeApp(testProject(), 'app');
  const db = new Service(app, 'db', { image, ...options });
  const web = new Service(app, 'web', { image });
  web.addDependency(db, DependencyCondition.HEALTHY);
  return { app, db, web };
}

test('a dependency that must be healthy has a healthcheck', () => {
  expect(() => appWith({ healthcheck: Healthcheck.shell('true') }).app.toDefinition()).not.toThrow();
});

test('to wait for the health of a service without a healthcheck is an error', () => {
  expect(() => appWith().app.toDefinition()).toThrow(MESSAGE);
});

test('to wait for the health of a service whose healthcheck is disabled is an error', () => {
  const image = ContainerImage.fromRegistry('alpine', { hasHealthcheck: true });
  expect(() => appWith({ healthcheck: Healthcheck.disabled() }, image).app.toDefinition()).toThrow(MESSAGE);
});

test('the healthcheck of an image counts', () => {
  expect(() =>
    appWith({}, ContainerImage.fromRegistry('alpine', { hasHealthcheck: true })).app.toDefinition(),
  ).not.toThrow();
});

test('the HEALTHCHECK of a Dockerfile counts', () => {
  const app = new ComposeApp(testProject(), 'app');
  const dockerfile = new Dockerfile(app, 'image');
  const stage = dockerfile.addStage('server', 'alpine');
  const db = new Service(app, 'db', { image: ContainerImage.fromDockerfile(dockerfile) });
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine') }).addDependency(
    db,
    DependencyCondition.HEALTHY,
  );
  expect(() => app.toDefinition()).toThrow(MESSAGE);
  stage.healthcheck(Healthcheck.shell('true'));
  expect(() => app.toDefinition()).not.toThrow();
});

test.each<[string, any, boolean]>([
  ['healthcheck', { test: 'true' }, true],
  ['healthcheck.disable', true, false],
  ['healthcheck', { test: ['NONE'] }, false],
  ['healthcheck', { test: ['NONE', 'true'] }, false],
  ['healthcheck', {}, false],
])('an override decides: %s %j', (path, value, allowed) => {
  const { app, db } = appWith();
  db.addOverride(path, value);
  const check = expect(() => app.toDefinition());
  if (allowed) {
    check.not.toThrow();
  } else {
    check.toThrow(MESSAGE);
  }
});

test('the short form of depends_on waits for the start alone', () => {
  const { app, web } = appWith();
  web.addOverride('depends_on', ['db']);
  expect(() => app.toDefinition()).not.toThrow();
});

test('a service that an override made has the healthcheck that the override gives it', () => {
  const { app, web } = appWith();
  web.addOverride('depends_on', { extra: { condition: 'service_healthy' } });
  app.addOverride('services.extra.image', 'x');
  expect(() => app.toDefinition()).toThrow('"extra" has no healthcheck');
  app.addOverride('services.extra.healthcheck.test', ['CMD', 'true']);
  expect(() => app.toDefinition()).not.toThrow();
});
