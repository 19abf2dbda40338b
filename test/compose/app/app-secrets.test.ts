import { Construct } from 'constructs';
import { ComposeApp, SecretSource } from '../../../src/compose';
import { secretSourceOf } from '../../../src/compose/app/app-secrets';
import { testProject } from '../../test-project';

test('all constructs below an app have its source', () => {
  const secretSource = SecretSource.envVariable();
  const app = new ComposeApp(testProject(), 'app', { secretSource });
  expect(secretSourceOf(new Construct(new Construct(app, 'a'), 'b'))).toBe(secretSource);
});

test('two apps have each their own', () => {
  const project = testProject();
  const one = new ComposeApp(project, 'one', { secretSource: SecretSource.envVariable() });
  const two = new ComposeApp(project, 'two', { directory: 'two' });
  expect([secretSourceOf(one).suitsReadOnly, secretSourceOf(two).suitsReadOnly]).toEqual([false, true]);
});
