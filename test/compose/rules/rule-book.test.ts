import { LogLevel } from 'projen';
import {
  ComposeApp,
  ComposeAppProps,
  ComposeModel,
  ComposeOverlay,
  ContainerImage,
  IComposeRule,
  RuleLevel,
  RuleViolation,
  Service,
} from '../../../src/compose';
import { testProject } from '../../test-project';

class Owned implements IComposeRule {
  constructor(
    public readonly name: string,
    public readonly level?: RuleLevel,
  ) {}

  public check(model: ComposeModel): RuleViolation[] {
    return model.services
      .filter(({ definition }) => !definition.labels)
      .map(({ path }) => ({ path, problem: 'nobody owns it', remedy: 'label it' }));
  }
}

function appWith(level?: RuleLevel, props: ComposeAppProps = {}): ComposeApp {
  const app = new ComposeApp(testProject({ logging: { level: LogLevel.WARN } }), 'app', props);
  app.addRule(new Owned('owned', level));
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine:3.22') }).addDeletionOverride('restart');
  return app;
}

/** What synthesis prints, without colours. */
function printed(synthesize: () => void): string[] {
  const print = jest.spyOn(console, 'error').mockImplementation();
  try {
    synthesize();
    return print.mock.calls.map(texts => texts.join(' ').replace(/\u001b\[\d+m/g, ''));
  } finally {
    print.mockRestore();
  }
}

test('a rule of the team has a name, and a violation is an error unless the rule says otherwise', () => {
  expect(() => appWith().toDefinition()).toThrow('  [app/web] nobody owns it; label it (owned)');
  expect(() => appWith(RuleLevel.ERROR).toDefinition()).toThrow('  [app/web] nobody owns it; label it (owned)');
  expect(() => appWith(RuleLevel.WARNING).toDefinition()).not.toThrow();
});

test('a warning is printed at synthesis, once, and the files are written', () => {
  const app = appWith(RuleLevel.WARNING);
  new ComposeApp(app.project, 'other', { directory: 'other' });
  expect(printed(() => app.toYaml())).toEqual([]);
  expect(printed(() => app.project.synth())).toEqual([
    expect.stringContaining('[app/web] nobody owns it; label it (owned)'),
  ]);
  expect(printed(() => app.project.synth())).toEqual([]);
});

test('with an overlay, a warning that the base does not have is printed too', () => {
  const app = appWith(RuleLevel.WARNING);
  new ComposeOverlay(app, 'prod').addOverride('services.extra', { image: 'alpine:3.22' });
  expect(printed(() => app.project.synth())).toEqual([
    expect.stringContaining('[app/web] nobody owns it; label it (owned)'),
    expect.stringContaining('[app/extra] with compose.prod.yaml: nobody owns it; label it (owned)'),
  ]);
});

test('a strict app fails for warnings', () => {
  const app = appWith(RuleLevel.WARNING, { strict: true });
  expect(() => app.project.synth()).toThrow('  [app/web] nobody owns it; label it (owned)');
});

test('a warning can be ignored, in a strict app too', () => {
  const app = appWith(RuleLevel.WARNING, { strict: true });
  app.services[0].ignoreRule('owned', 'it is for one test');
  expect(printed(() => app.project.synth())).toEqual([]);
});

test.each(['', 'Owned', 'owned_', 'two words', '-owned', '1st'])('%j is not a valid name for a rule', name => {
  const app = new ComposeApp(testProject(), 'app');
  expect(() => app.addRule(new Owned(name))).toThrow(
    `[app] "${name}" is not a valid name for a rule; use lower-case words joined by dashes, such as "no-port-conflict"`,
  );
});

test.each(['owned', 'no-port-conflict'])('a second rule of the name %s is an error', name => {
  expect(() => appWith().addRule(new Owned(name))).toThrow(
    `[app] the app has a rule "${name}" already; give this one another name`,
  );
});
