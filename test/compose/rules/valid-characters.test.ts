import { ComposeApp, Config, ContainerImage, Dockerfile, EnvValue, EnvVariable, Service } from '../../../src/compose';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('alpine');

test.each([
  ['a\0b', 'a NUL character'],
  ['a\ud83d', 'half of a surrogate pair (\\ud83d)'],
  ['\udf89\ud83c', 'half of a surrogate pair (\\udf89)'],
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
      '  [app/A] description contains half of a surrogate pair (\\ud83d), which .env files cannot; remove it, or encode the value, for example as Base64',
      '  [app/A] defaultValue contains a NUL character, which .env files cannot; remove it, or encode the value, for example as Base64',
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
      '  [app/settings] the content contains half of a surrogate pair (\\ud83d); remove it',
      '  [app/image] the Dockerfile contains half of a surrogate pair (\\ud83d); remove it',
    ].join('\n'),
  );
  expect(() => dockerfile.addFile('a', '\ud83d')).toThrow(
    '[app/image] the file "a" contains half of a surrogate pair (\\ud83d); remove it',
  );
});
