import { messagesOf, modelOf } from './rule-model';
import { ComposeApp, EnvVariable } from '../../../src/compose';
import { NoUndefinedVariables } from '../../../src/compose/rules/no-undefined-variables';
import { testProject } from '../../test-project';

test('an undeclared variable is reported, once for each construct, with the nearest one', () => {
  const app = new ComposeApp(testProject(), 'app');
  const variables = [new EnvVariable(app, 'PASSWORD'), new EnvVariable(app, 'TOKEN')];
  const model = modelOf(
    { services: { web: { labels: { a: '$PASSWORT', b: '${PASSWORT?}', c: '${PASSWORD}' } } } },
    { app, variables },
  );
  expect(messagesOf(new NoUndefinedVariables(), model)).toEqual([
    "[app/web] it refers to the variable PASSWORT, which no EnvVariable of the app declares; declare it: new EnvVariable(app, 'PASSWORT'); or did you mean PASSWORD?",
  ]);
});

test('without declared variables there is no suggestion', () => {
  expect(messagesOf(new NoUndefinedVariables(), modelOf({ name: '${NAME}' }))).toEqual([
    "[app] it refers to the variable NAME, which no EnvVariable of the app declares; declare it: new EnvVariable(app, 'NAME')",
  ]);
});

test.each(['${A:-1}', '${A-}', '${A:+x}', '${A+x}', '$$A', '$${A}', '${COMPOSE_PROJECT_NAME}', '$HOME', '${PWD}/x'])(
  '%s needs no declaration',
  text => {
    expect(messagesOf(new NoUndefinedVariables(), modelOf({ services: { web: { command: [text] } } }))).toEqual([]);
  },
);
