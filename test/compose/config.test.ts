import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { ComposeApp, Config, ContainerImage, Mount, Service } from '../../src/compose';
import { testProject } from '../test-project';

test('a config is a file beside the compose file, word for word, which the compose file names', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app', { directory: 'deploy' });
  const config = new Config(app, 'settings', { path: 'web/settings.ini', content: 'price = $5\n' });
  new Service(app, 'web', { image: ContainerImage.fromRegistry('alpine'), mounts: [Mount.config(config, '/etc/settings.ini')] });

  project.synth();

  expect(readFileSync(join(project.outdir, 'deploy/web/settings.ini'), 'utf8')).toBe('price = $5\n');
  expect(app.toDefinition().configs).toEqual({ settings: { file: './web/settings.ini' } });
  expect(app.toDefinition().services.web.configs).toEqual([{ source: 'settings', target: '/etc/settings.ini' }]);
});

test('two configs of one path are an error', () => {
  const app = new ComposeApp(testProject(), 'app');
  new Config(app, 'one', { path: 'x', content: '' });
  expect(() => new Config(app, 'two', { path: 'x', content: '' })).toThrow(
    '[app/two] the project already writes a file "x"; give one of the two another directory or name',
  );
});

test('a config without an app is an error', () => {
  expect(() => new Config(new Construct(testProject(), 'stray'), 'config', { path: 'x', content: '' })).toThrow(
    '[stray/config] there is no ComposeApp above this construct',
  );
});
