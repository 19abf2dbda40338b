import { messagesOf, modelOf } from './rule-model';
import { ComposeApp, EnvVariable } from '../../../src/compose';
import { NoUnusedVariables } from '../../../src/compose/rules/no-unused-variables';
import { testProject } from '../../test-project';

function unused(definition: { [section: string]: any }, name = 'TOKEN'): string[] {
  const app = new ComposeApp(testProject(), 'app');
  return messagesOf(new NoUnusedVariables(), modelOf(definition, { app, variables: [new EnvVariable(app, name)] }));
}

test('an unused variable is reported, with its path', () => {
  expect(unused({ services: { web: { command: ['$$TOKEN'] } } })).toEqual([
    '[app/TOKEN] the compose file does not use the variable TOKEN; use it, or remove it',
  ]);
});

test.each<[string, any]>([
  ['a reference', { services: { web: { image: '${TOKEN:-a}' } } }],
  ['a reference in another', { services: { web: { image: '${A:-${TOKEN}}' } } }],
  ['a name that is passed on', { services: { web: { environment: ['TOKEN'] } } }],
  ['a secret', { secrets: { key: { environment: 'TOKEN' } } }],
  ['a service that takes the whole .env', { services: { web: { env_file: '.env' } } }],
  ['an included file, of which nobody knows', { include: ['other.yaml'] }],
])('%s is a use', (_, definition) => {
  expect(unused(definition)).toEqual([]);
});

test.each(['COMPOSE_PROFILES', 'DOCKER_HOST'])('%s is for Compose itself', name => {
  expect(unused({}, name)).toEqual([]);
});

test('a use with an overlay alone is one', () => {
  const app = new ComposeApp(testProject(), 'app');
  const variables = [new EnvVariable(app, 'TOKEN')];
  const prod = modelOf({ services: { web: { command: ['$TOKEN'] } } });
  expect(messagesOf(new NoUnusedVariables(), modelOf({}, { app, variables, variants: [modelOf({}), prod] }))).toEqual(
    [],
  );
});
