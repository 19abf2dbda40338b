import { ComposeApp, Config, ContainerImage, Mount, Network, Service, Volume } from '../../../src/compose';
import { testProject } from '../../test-project';
import { userOfAll } from '../../user-of-all';

const image = ContainerImage.fromRegistry('alpine');

function appWithWeb(): { app: ComposeApp; web: Service } {
  const app = new ComposeApp(testProject(), 'app');
  return { app, web: new Service(app, 'web', { image }) };
}

test('elements of the app can be referenced', () => {
  const { app, web } = appWithWeb();
  web.addDependency(new Service(app, 'db', { image }));
  web.addNetwork(new Network(app, 'net'));
  web.addMount(Mount.volume(new Volume(app, 'data'), '/data'));
  web.addMount(Mount.config(new Config(app, 'settings', { path: 'x', content: '' }), '/x'));
  web.addMount(Mount.bind('./x', '/y'));
  web.addMount(Mount.tmpfs('/tmp'));
  expect(() => app.toDefinition()).not.toThrow();
});

test('elements of another app cannot be referenced', () => {
  const { app, web } = appWithWeb();
  const far = new ComposeApp(testProject(), 'far');
  web.addDependency(new Service(far, 'db', { image }));
  web.addNetwork(new Network(far, 'net'));
  web.addMount(Mount.volume(new Volume(far, 'data'), '/data'));
  web.addMount(Mount.config(new Config(far, 'settings', { path: 'x', content: '' }), '/x'));
  expect(() => app.toDefinition()).toThrow(
    new Error(
      [
        'the compose app is not valid, nothing was written:',
        '  [app/web] the service "db" is not in this app; add it to the app, or did you mean "web"? (no-undefined-references)',
        '  [app/web] the network "net" is not in this app; add a network of that name to the app (no-undefined-references)',
        '  [app/web] the volume "data" is not in this app; add a volume of that name to the app (no-undefined-references)',
        '  [app/web] the config "settings" is not in this app; add a config of that name to the app (no-undefined-references)',
      ].join('\n'),
    ),
  );
});

test('the nearest name is suggested', () => {
  const { app, web } = appWithWeb();
  new Network(app, 'frontend');
  new Network(app, 'backend');
  web.addOverride('networks', ['backed']);
  expect(() => app.toDefinition()).toThrow(
    '[app/web] the network "backed" is not in this app; add it to the app, or did you mean "backend"?',
  );
});

test.each<[string, any, string | undefined]>([
  ['depends_on', ['nobody'], 'the service "nobody"'],
  ['depends_on', { nobody: { condition: 'service_started' } }, 'the service "nobody"'],
  ['depends_on', ['web2'], undefined],
  ['networks', ['nowhere'], 'the network "nowhere"'],
  ['networks', { nowhere: null }, 'the network "nowhere"'],
  ['networks', { net: { aliases: ['x'] } }, undefined],
  ['networks', ['default', 'net'], undefined],
  ['volumes', ['nothing:/x'], 'the volume "nothing"'],
  ['volumes', ['nothing:/x:ro'], 'the volume "nothing"'],
  ['volumes', [{ type: 'volume', source: 'nothing', target: '/x' }], 'the volume "nothing"'],
  [
    'volumes',
    [
      'data:/x',
      './rel:/y',
      '/abs:/z',
      '~/home:/h',
      '/anonymous',
      { type: 'volume', target: '/a' },
      { type: 'bind', source: 'x', target: '/b' },
    ],
    undefined,
  ],
  ['configs', ['none'], 'the config "none"'],
  ['configs', [{ source: 'none', target: '/x' }], 'the config "none"'],
  ['configs', ['settings', { source: 'settings', target: '/x' }], undefined],
])('in the short and the long form: %s %j', (key, value, missing) => {
  const { app, web } = appWithWeb();
  new Service(app, 'web2', { image });
  new Network(app, 'net');
  new Volume(app, 'data');
  new Config(app, 'settings', { path: 'x', content: '' });
  userOfAll(app);
  web.addOverride(key, value);
  if (missing) {
    expect(() => app.toDefinition()).toThrow(`[app/web] ${missing} is not in this app`);
  } else {
    expect(() => app.toDefinition()).not.toThrow();
  }
});

test('what included files declare may be named; Compose itself knows whether they do', () => {
  const { app, web } = appWithWeb();
  web.addOverride('depends_on', ['elsewhere']);
  expect(() => app.toDefinition()).toThrow('the service "elsewhere" is not in this app');
  app.addOverride('include', ['other.yaml']);
  app.expectPath('other.yaml');
  expect(() => app.toDefinition()).not.toThrow();
});
