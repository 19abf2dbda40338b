import { ComposeApp, EnvVariable } from '../../../src/compose';
import { testProject } from '../../test-project';
import { userOfAll } from '../../user-of-all';

test('the id of a variable is its name, its props can be read, and by default nothing is set', () => {
  const app = new ComposeApp(testProject(), 'app');
  const plain = new EnvVariable(app, 'PLAIN');
  expect([plain.variableName, plain.description, plain.defaultValue, plain.secret]).toEqual([
    'PLAIN',
    undefined,
    undefined,
    false,
  ]);
  const full = new EnvVariable(app, 'FULL', { description: 'd', defaultValue: 'v', secret: true });
  expect([full.description, full.defaultValue, full.secret]).toEqual(['d', 'v', true]);
});

test('a reference makes compose stop when the variable is missing or empty', () => {
  expect(new EnvVariable(new ComposeApp(testProject(), 'app'), 'TOKEN').toCompose()).toBe('${TOKEN:?set it in .env}');
});

test.each(['1A', 'A-B', 'A B', 'Ä'])('the name %s is an error', name => {
  const app = new ComposeApp(testProject(), 'app');
  new EnvVariable(app, name);
  expect(() => app.toDefinition()).toThrow(
    `[app/${name}] "${name}" is not a valid name for a variable; use letters, digits and underscores, not beginning with a digit`,
  );
});

test.each(['A', '_a', 'aB_9'])('the name %s is allowed', name => {
  const app = new ComposeApp(testProject(), 'app');
  new EnvVariable(app, name);
  userOfAll(app);
  expect(() => app.toDefinition()).not.toThrow();
});

test('a secret with a default value, which would be committed, is an error', () => {
  const app = new ComposeApp(testProject(), 'app');
  new EnvVariable(app, 'TOKEN', { secret: true, defaultValue: 'x' });
  expect(() => app.toDefinition()).toThrow(
    '[app/TOKEN] a secret has a default value, which would be committed; remove defaultValue (a random value is made) or secret',
  );
});
