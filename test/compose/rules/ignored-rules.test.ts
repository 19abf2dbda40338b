import { ComposeApp, ComposeOverlay, ContainerImage, EnvVariable, Service } from '../../../src/compose';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('alpine:3.22');

function appWithClash(): { app: ComposeApp; one: Service; two: Service } {
  const app = new ComposeApp(testProject(), 'app');
  const ports = [{ target: 80, published: 8080 }];
  return { app, one: new Service(app, 'one', { image, ports }), two: new Service(app, 'two', { image, ports }) };
}

test('a service ignores a rule that it breaks, with a reason', () => {
  const { app, two } = appWithClash();
  expect(() => app.toDefinition()).toThrow('publish it on another port (no-port-conflict)');
  two.ignoreRule('no-port-conflict', 'they never run at once');
  expect(() => app.toDefinition()).not.toThrow();
});

test('it ignores that rule alone, and for itself alone', () => {
  const { app, two } = appWithClash();
  two.ignoreRule('no-port-conflict', 'they never run at once');
  two.addPort({ target: 0 });
  expect(() => app.toDefinition()).toThrow(/^[^\n]*\n {2}\[app\/two\] 0 is not a valid port; [^\n]*$/);
  const three = new Service(app, 'three', { image, ports: [{ target: 80, published: 8080 }] });
  expect(() => app.toDefinition()).toThrow(`[${three.path}] it publishes`);
});

test('a rule that is kept, or does not exist, cannot be ignored', () => {
  const { app, one, two } = appWithClash();
  two.ignoreRule('no-port-conflict', 'they never run at once');
  one.ignoreRule('no-port-conflict', 'they never run at once');
  one.ignoreRule('no-port-clsh', 'a typo');
  expect(() => app.toDefinition()).toThrow(
    new Error(
      [
        'the compose app is not valid, nothing was written:',
        '  [app/one] it ignores the rule "no-port-conflict", but does not violate it; remove ignoreRule',
        '  [app/one] it ignores the rule "no-port-clsh", which does not exist; did you mean "no-port-conflict"?',
      ].join('\n'),
    ),
  );
});

test.each(['', ' \n'])('the reason %j is none', reason => {
  const { app, one } = appWithClash();
  const message = (path: string) =>
    `[${path}] it ignores the rule "no-port-conflict" without a reason; give the reason why the rule does not apply here`;
  expect(() => one.ignoreRule('no-port-conflict', reason)).toThrow(message('app/one'));
  expect(() => app.ignoreRule('no-port-conflict', reason)).toThrow(message('app'));
  expect(() => new EnvVariable(app, 'A').ignoreRule('no-port-conflict', reason)).toThrow(message('app/A'));
});

test('what an override of the app made is ignored by the app, but not what its services do', () => {
  const { app, two } = appWithClash();
  app.addOverride('networks.lost', {});
  app.ignoreRule('no-unused-entries', 'a second file uses it');
  app.ignoreRule('no-port-conflict', 'no');
  expect(() => app.toDefinition()).toThrow(
    /^[^\n]*\n {2}\[app\/two\] it publishes [^\n]*\n {2}\[app\] it ignores the rule "no-port-conflict", but [^\n]*$/,
  );
  two.addOverride('ports.0.published', '8081');
  expect(() => app.toDefinition()).toThrow(/^[^\n]*\n {2}\[app\] it ignores the rule "no-port-conflict", but [^\n]*$/);
});

test('a variable ignores that nothing in the file uses it', () => {
  const { app } = appWithClash();
  app.node.tryRemoveChild('two');
  const variable = new EnvVariable(app, 'BACKUP_TARGET');
  expect(() => app.toDefinition()).toThrow(
    '[app/BACKUP_TARGET] the compose file does not use the variable BACKUP_TARGET',
  );
  variable.ignoreRule('no-unused-variables', 'backup.sh reads .env');
  expect(() => app.toDefinition()).not.toThrow();
});

test('a rule that is broken with an overlay alone can be ignored', () => {
  const { app, two } = appWithClash();
  two.addOverride('ports.0.published', '8081');
  new ComposeOverlay(app, 'prod').addOverride('services.two.ports.0.published', '8080');
  expect(() => app.toDefinition()).toThrow('[app/two] with compose.prod.yaml: it publishes');
  two.ignoreRule('no-port-conflict', 'one is switched off there');
  expect(() => app.toDefinition()).not.toThrow();
});
