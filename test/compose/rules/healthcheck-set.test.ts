import { messagesOf, modelOf } from './rule-model';
import { ComposeApp, ContainerImage, RuleLevel, Service } from '../../../src/compose';
import { HealthcheckSet } from '../../../src/compose/rules/healthcheck-set';
import { testProject } from '../../test-project';

const messages = (web: any) => messagesOf(new HealthcheckSet(), modelOf({ services: { web } }));

test('a service that runs on without a healthcheck is a warning', () => {
  expect(new HealthcheckSet().level).toBe(RuleLevel.WARNING);
  expect(messages({ restart: 'unless-stopped' })).toEqual([
    '[app/web] it has no healthcheck, so Compose does not notice when it hangs; add a healthcheck, or set hasHealthcheck if the image has its own',
  ]);
});

test.each<[any]>([[{ healthcheck: { test: 'true' } }], [{ healthcheck: { disable: true } }], [{ restart: 'no' }]])(
  '%j is fine',
  more => {
    expect(messages({ restart: 'unless-stopped', ...more })).toEqual([]);
  },
);

test('the healthcheck of an image counts', () => {
  const app = new ComposeApp(testProject(), 'app', { strict: true });
  const image = ContainerImage.fromRegistry('team/web:1', { hasHealthcheck: true });
  new Service(app, 'web', { image }).addOverride('mem_limit', '1g');
  expect(() => app.toDefinition()).not.toThrow();
});
