import { ComposeApp, ContainerImage, EnvValue, Service, ServiceProps } from '../../../src/compose';
import { testProject } from '../../test-project';

function appWith(props: Partial<ServiceProps>): ComposeApp {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine'), ...props });
  return app;
}

test.each(['', '\n', '=', 'A=B', 'A='])('%j is not a valid name for an environment variable', name => {
  expect(() => appWith({ environment: { [name]: EnvValue.of('x') } }).toDefinition()).toThrow(
    `[app/web] ${JSON.stringify(name)} is not a valid name for an environment variable; use a name that is not empty and contains no "="`,
  );
});

test.each(['A B', 'a.b', '1', 'é', '$A', '<<'])('the kernel takes the name %j', name => {
  expect(() => appWith({ environment: { [name]: EnvValue.of('x') } }).toDefinition()).not.toThrow();
});

test('an environment variable is at most as long as the kernel takes, in bytes and with its name', () => {
  const value = 'é$'.repeat(43_690); // 131,070 bytes
  expect(() => appWith({ environment: { A: EnvValue.of(value.slice(0, -1)) } }).toDefinition()).not.toThrow();
  expect(() => appWith({ environment: { A: EnvValue.of(value) } }).toDefinition()).toThrow(
    '[app/web] environment.A is 131072 bytes long, but the kernel accepts at most 131071 (name and value together); move it to a file: new Config(…), Mount.config(…)',
  );
});

test('a argument of a command is at most as long as the kernel takes', () => {
  expect(() => appWith({ command: ['x'.repeat(131_071)] }).toDefinition()).not.toThrow();
  expect(() => appWith({ command: ['-c', 'x'.repeat(131_072)] }).toDefinition()).toThrow(
    '[app/web] command.1 is 131072 bytes long',
  );
  expect(() => appWith({ entrypoint: ['x'.repeat(131_072)] }).toDefinition()).toThrow(
    '[app/web] entrypoint.0 is 131072 bytes long',
  );
});

test('an environment in the form of a list is passed over', () => {
  const app = appWith({});
  app.addOverride('services.web.environment', ['A=B']);
  expect(() => app.toDefinition()).not.toThrow();
});
