import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { ComposeApp, Config, ConfigProps, ContainerImage, EnvVariable, Mount, Service } from '../../../src/compose';
import { testProject } from '../../test-project';
import { userOfAll } from '../../user-of-all';

test('a config is a file next to the compose file, unchanged, which the compose file names', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app', { directory: 'deploy' });
  const config = new Config(app, 'settings', { path: 'web/settings.ini', content: 'price = $5\n' });
  new Service(app, 'web', {
    image: ContainerImage.fromRegistry('alpine'),
    mounts: [Mount.config(config, '/etc/settings.ini')],
  });

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

test('a config is an existing file, text in the compose file, a variable, or external', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  new Config(app, 'there', { path: 'web/there.conf' });
  new Config(app, 'inline', { content: 'price = $5\n' });
  new Config(app, 'of_variable', { environment: new EnvVariable(app, 'MOTD') });
  new Config(app, 'of_platform', { external: true, spec: { name: 'prod' } });
  app.expectPath('web/there.conf');
  userOfAll(app);

  expect(app.toDefinition().configs).toEqual({
    there: { file: './web/there.conf' },
    inline: { content: 'price = $$5\n' },
    of_variable: { environment: 'MOTD' },
    of_platform: { external: true, name: 'prod' },
  });
  expect(project.files.map(({ path }) => path)).not.toContain('web/there.conf');
});

test('a service that mounts text of the compose file is labelled with its digest; text from elsewhere has none', () => {
  const app = new ComposeApp(testProject(), 'app');
  const inline = new Config(app, 'inline', { content: '' });
  const there = new Config(app, 'there', { path: 'there.conf' });
  app.expectPath('there.conf');
  new Service(app, 'web', {
    image: ContainerImage.fromRegistry('alpine'),
    mounts: [Mount.config(inline, '/a', { uid: '1', gid: '2', mode: '0400' }), Mount.config(there, '/b')],
  });

  expect(app.toDefinition().services.web.labels).toEqual({ 'projen-mlflow.config.inline': 'e3b0c44298fc' });
  expect(app.toDefinition().services.web.configs).toEqual([
    { source: 'inline', target: '/a', uid: '1', gid: '2', mode: '0400' },
    { source: 'there', target: '/b' },
  ]);
});

test.each<[string, ConfigProps, string]>([
  ['nowhere', {}, 'the config has no source; give one of path, content, environment and external'],
  ['two places', { path: 'a', external: true }, 'the config has several sources; give one of'],
])('a config from %s is an error', (_, props, message) => {
  const app = new ComposeApp(testProject(), 'app');
  new Config(app, 'text', props);
  expect(() => app.toDefinition()).toThrow(`[app/text] ${message}`);
});

class Page extends Config {
  private readonly greeting = 'hello';

  protected renderContent(): string | undefined {
    return this.greeting;
  }
}

test('a subclass that gives the text by its hook alone has its file written', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app', { directory: 'deploy' });
  new Page(app, 'page', { path: 'web/page.html' });
  userOfAll(app);
  project.synth();
  expect(readFileSync(join(project.outdir, 'deploy/web/page.html'), 'utf8')).toBe('hello');
  expect(app.toDefinition().configs).toEqual({ page: { file: './web/page.html' } });
});
