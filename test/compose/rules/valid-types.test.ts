import { messagesOf, modelOf } from './rule-model';
import { ComposeApp, ContainerImage, Service } from '../../../src/compose';
import { ValidTypes } from '../../../src/compose/rules/valid-types';
import { testProject } from '../../test-project';

const messages = (web: any) => messagesOf(new ValidTypes(), modelOf({ services: { web } }));

test.each<[any, string]>([
  [{ depends_on: null }, 'depends_on: expected a list or a map, got null; give it a value, or leave it out'],
  [{ healthcheck: null }, 'healthcheck: expected a map, got null'],
  [{ environment: null }, 'environment: expected a list or a map, got null'],
  [{ depends_on: { db: null } }, 'depends_on.db: expected a map, got null'],
  [
    { depends_on: { db: {} } },
    'depends_on.db: expected the key "condition", which is missing; give it one of service_started, service_healthy, service_completed_successfully',
  ],
  [
    { depends_on: { db: { condition: 'healthy' } } },
    'depends_on.db.condition: expected one of "service_started", "service_healthy", "service_completed_successfully"',
  ],
  [{ ports: '80:80' }, 'ports: expected a list, got a string; put the entries into a list'],
  [
    { volumes: [{ target: '/x' }] },
    'volumes.0: expected the key "type", which is missing; give it one of bind, volume,',
  ],
  [
    { no_such_key: 1 },
    'no_such_key: the compose specification does not have the key "no_such_key" there; did you mean',
  ],
  [{ security_opt: ['A', 'A'] }, 'security_opt.1: the list has this entry twice'],
  [
    { healthcheck: { test: ['curl', 'x'] } },
    'the test of its healthcheck begins with "curl"; begin the list with "CMD", "CMD-SHELL" or "NONE"',
  ],
  [{ command: "echo 'a" }, 'its command cannot be split into arguments'],
  [{ entrypoint: 'echo a\\' }, 'its entrypoint cannot be split into arguments'],
])('%j is told', (web, message) => {
  expect(messages(web)).toEqual([expect.stringContaining(`[app/web] ${message}`)]);
});

test.each<[any]>([
  [{}],
  [{ command: null, entrypoint: null, deploy: null, 'x-team': null }],
  [{ depends_on: ['db'] }],
  [{ depends_on: { db: { condition: '${CONDITION}' } } }],
  [{ healthcheck: { test: 'curl x' } }],
  [{ healthcheck: { test: ['NONE'] } }],
  [{ healthcheck: { test: ['${FORM}', 'x'] } }],
  [{ command: 'echo "a b"' }],
])('%j is fine', web => {
  expect(messages(web)).toEqual([]);
});

test('other entries, and the file itself, are checked too', () => {
  expect(
    messagesOf(new ValidTypes(), modelOf({ networks: { net: { internal: [] } }, volumes: { data: null }, include: 5 })),
  ).toEqual([
    expect.stringContaining('[app/net] internal: expected'),
    expect.stringContaining('[app] include: expected a list, got a number'),
  ]);
});

test('a hook that renders a form that Compose does not read breaks the rule', () => {
  class Team extends Service {
    protected renderDefinition() {
      return { ...super.renderDefinition(), profiles: 'debug' };
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  new Team(app, 'web', { image: ContainerImage.fromRegistry('alpine:3.22') });
  expect(() => app.toDefinition()).toThrow(
    '[app/web] profiles: expected a list, got a string; put the entries into a list',
  );
});

test('a dependency without a condition is an error', () => {
  const app = new ComposeApp(testProject(), 'app');
  const image = ContainerImage.fromRegistry('alpine:3.22');
  new Service(app, 'db', { image });
  new Service(app, 'web', { image }).addOverride('depends_on', { db: {} });
  expect(() => app.toDefinition()).toThrow(
    '[app/web] depends_on.db: expected the key "condition", which is missing; give it one of',
  );
});

test('a command may be a text', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine:3.22') }).addOverride('command', 'sleep 1');
  expect(app.toDefinition().services.web.command).toBe('sleep 1');
});
