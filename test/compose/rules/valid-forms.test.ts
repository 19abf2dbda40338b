import { messagesOf, modelOf } from './rule-model';
import { ComposeApp, ContainerImage, Service } from '../../../src/compose';
import { ValidForms } from '../../../src/compose/rules/valid-forms';
import { testProject } from '../../test-project';

const messages = (web: any) => messagesOf(new ValidForms(), modelOf({ services: { web } }));

test.each<[any, string]>([
  [{ depends_on: null }, "depends_on is null, which Compose refuses; give it a value, or take it away: addDeletionOverride('depends_on')"],
  [{ healthcheck: null }, 'healthcheck is null'],
  [{ environment: null }, 'environment is null'],
  [{ depends_on: { db: null } }, 'depends_on.db has no condition; give it one of service_started, service_healthy, service_completed_successfully'],
  [{ depends_on: { db: {} } }, 'depends_on.db has no condition'],
  [{ depends_on: { db: { condition: 'healthy' } } }, 'depends_on.db has the condition "healthy", which Compose does not know'],
  [{ healthcheck: { test: ['curl', 'x'] } }, 'its healthcheck begins with "curl"; begin the list with "CMD", "CMD-SHELL" or "NONE"'],
  [{ command: "echo 'a" }, 'its command cannot be split into arguments'],
  [{ entrypoint: 'echo a\\' }, 'its entrypoint cannot be split into arguments'],
])('%j is told', (web, message) => {
  expect(messages(web)).toEqual([expect.stringContaining(`[app/web] ${message}`)]);
});

test.each<[any]>([
  [{}], [{ 'command': null, 'entrypoint': null, 'deploy': null, 'x-team': null }], [{ depends_on: ['db'] }], [{ depends_on: { db: { condition: '${CONDITION}' } } }],
  [{ healthcheck: { test: 'curl x' } }], [{ healthcheck: { test: ['NONE'] } }], [{ healthcheck: { test: ['${FORM}', 'x'] } }], [{ command: 'echo "a b"' }],
])('%j is fine', web => {
  expect(messages(web)).toEqual([]);
});

test('a dependency without a value is no raw TypeError', () => {
  const app = new ComposeApp(testProject(), 'app');
  const image = ContainerImage.fromRegistry('alpine:3.22');
  new Service(app, 'db', { image });
  new Service(app, 'web', { image }).addOverride('depends_on', { db: null });
  expect(() => app.toDefinition()).toThrow('[app/web] depends_on.db has no condition; give it one of');
});

test('a command may be a text', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine:3.22') }).addOverride('command', 'sleep 1');
  expect(app.toDefinition().services.web.command).toBe('sleep 1');
});
