import {
  fileWith,
  fileWithSections,
  REFUSED_BY_COMPOSE,
  REFUSED_LATER,
  REFUSED_SECTIONS,
  RefusedValue,
} from './refused-values';
import { ComposeApp, ComposeOverlay, ContainerImage, Service } from '../../../src/compose';
import { testProject } from '../../test-project';

/** An app that is made of overrides. */
function appOf(file: { [section: string]: any }): ComposeApp {
  const app = new ComposeApp(testProject(), 'app');
  for (const [section, entries] of Object.entries(file)) {
    if (typeof entries === 'object' && !Array.isArray(entries)) {
      Object.entries(entries).forEach(([name, definition]) => app.addOverride(`${section}.${name}`, definition));
    } else {
      app.addOverride(section, entries);
    }
  }
  return app;
}

function messageOf(app: ComposeApp): string {
  try {
    app.toDefinition();
    return 'it is accepted';
  } catch (error) {
    return (error as Error).message;
  }
}

const told = (rule: string) => expect.stringContaining(rule === 'override' ? 'the override "' : ` (${rule})`);

const byGrammar = Object.entries(REFUSED_BY_COMPOSE).concat(Object.entries(REFUSED_LATER));

test.each(byGrammar)('%s: what Compose or the engine refuses is an error', (_, values) => {
  const messages = values.map(([definition]) => messageOf(appOf(fileWith(definition))));
  const missed = values.filter(([, rule], index) => !told(rule).asymmetricMatch(messages[index]));
  expect(missed).toEqual([]);
  expect(messages.filter(message => /TypeError|is not a function|Cannot read/.test(message))).toEqual([]);
});

test.each<RefusedValue>(REFUSED_SECTIONS)('%j is an error (%s)', (sections, rule) => {
  expect(messageOf(appOf(fileWithSections(sections)))).toEqual(told(rule));
});

test.each(byGrammar)('%s: also in an overlay', (_, [[definition, rule]]) => {
  const app = appOf(fileWith({}));
  const overlay = new ComposeOverlay(app, 'prod');
  Object.entries(definition).forEach(([key, value]) => overlay.addOverride(`services.web.${key}`, value));
  expect(messageOf(app)).toEqual(told(rule));
});

test('a value that a variable decides is not judged', () => {
  const app = new ComposeApp(testProject(), 'app');
  const web = new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine:3.22') });
  app.addOverride('services.web.x-note', 'none');
  for (const key of ['restart', 'scale', 'cpus', 'privileged', 'working_dir', 'ipc', 'mac_address']) {
    web.addOverride(key, { toCompose: () => '${X}' });
  }
  expect(messageOf(app)).not.toMatch(/valid-(scalars|restart-policies|entries)/);
});
