import { ComposeApp, ComposeModel, ContainerImage, IComposeRule, RuleViolation, Service } from '../../../src/compose';
import { testProject } from '../../test-project';

test('a rule sees the file as it would be written: hooks, overrides and references applied', () => {
  const seen: ComposeModel[] = [];
  class Spy implements IComposeRule {
    public readonly name = 'spy';
    public check(model: ComposeModel): RuleViolation[] {
      seen.push(model);
      return [];
    }
  }
  const app = new ComposeApp(testProject(), 'app');
  app.addRule(new Spy());
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine'), command: ['$'] }).addOverride(
    'hostname',
    'h',
  );
  const definition = app.toDefinition();
  expect(seen).toHaveLength(1);
  expect(seen[0].definition).toEqual(definition);
  expect(seen[0].services).toMatchObject([
    { name: 'web', path: 'app/web', definition: { command: ['$$'], hostname: 'h' } },
  ]);
});
