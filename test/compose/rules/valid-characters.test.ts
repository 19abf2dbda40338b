import { ComposeApp, Config, ContainerImage, Dockerfile, EnvValue, EnvVariable, Service } from '../../../src/compose';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('alpine');

test.each([
  ['a\0b', 'a NUL character'],
  ['a\ud83d', 'half of a character (\\ud83d without its other half)'],
  ['\udf89\ud83c', 'half of a character (\\udf89 without its other half)'],
])('%j is an error that names construct and key', (text, character) => {
  const app = new ComposeApp(testProject(), 'app');
  const service = new Service(app, 'web', { image, environment: { A: EnvValue.of(text) }, command: ['-c', text] });
  service.addOverride('deploy.labels', { [text]: '' });
  app.addOverride('x-notes.key', text);
  const remedy = 'which cannot be passed to a container; take it out, or encode the value, as Base64 for example';
  expect(() => app.toDefinition()).toThrow(
    [
      'the compose app is not valid, nothing was written:',
      `  [app/web] command.1 holds ${character}, ${remedy} (valid-characters)`,
      `  [app/web] environment.A holds ${character}, ${remedy} (valid-characters)`,
      `  [app/web] deploy.labels.${JSON.stringify(text)} holds ${character}, ${remedy} (valid-characters)`,
      `  [app/key] it holds ${character}, ${remedy} (valid-characters)`,
    ].join('\n'),
  );
});

test.each(['', '\n'])('%j is not a valid name for a label', name => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image, labels: { [name]: 'x' } });
  expect(() => app.toDefinition()).toThrow(
    `[app/web] ${JSON.stringify(name)} is not a valid name for a label; use a name that is not empty`,
  );
});

test('whole pairs of surrogates are characters', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Service(app, 'web', { image, environment: { '🎉': EnvValue.of('🎉') } });
  expect(() => app.toDefinition()).not.toThrow();
});

test('what .env cannot hold is an error of the variable', () => {
  const app = new ComposeApp(testProject(), 'app');
  new EnvVariable(app, 'A', { defaultValue: '\0', description: '\ud83d' });
  expect(() => app.toDefinition()).toThrow(
    [
      '  [app/A] description holds half of a character (\\ud83d without its other half), which .env cannot; take it out, or encode the value, as Base64 for example',
      '  [app/A] defaultValue holds a NUL character, which .env cannot; take it out, or encode the value, as Base64 for example',
    ].join('\n'),
  );
});

test('half of a character in a file is an error before anything is written', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Config(app, 'settings', { path: 'settings', content: 'a\ud83d' });
  const dockerfile = new Dockerfile(app, 'image');
  dockerfile.addStage('only', 'alpine').run(['echo \ud83d']);
  expect(() => app.toDefinition()).toThrow(
    [
      '  [app/settings] the content holds half of a character (\\ud83d without its other half); take it out',
      '  [app/image] the Dockerfile holds half of a character (\\ud83d without its other half); take it out',
    ].join('\n'),
  );
  expect(() => dockerfile.addFile('a', '\ud83d')).toThrow(
    '[app/image] the file "a" holds half of a character (\\ud83d without its other half); take it out',
  );
});
