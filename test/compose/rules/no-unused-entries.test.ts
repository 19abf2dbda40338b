import { messagesOf, modelOf } from './rule-model';
import { ComposeApp, ComposeOverlay, ContainerImage, Mount, Service, Volume } from '../../../src/compose';
import { NoUnusedEntries, containersIn } from '../../../src/compose/rules/no-unused-entries';
import { testProject } from '../../test-project';

const elements = { networks: { net: {} }, volumes: { data: {} }, configs: { text: {} }, secrets: { key: {} } };

test('unused entries are reported, for each section', () => {
  expect(messagesOf(new NoUnusedEntries(), modelOf({ ...elements, services: { web: {} } }))).toEqual([
    '[app/net] no service uses the network "net"; use it in a service, or remove it',
    '[app/data] no service uses the volume "data"; use it in a service, or remove it',
    '[app/text] no service uses the config "text"; use it in a service, or remove it',
    '[app/key] no service uses the secret "key"; use it in a service, or remove it',
  ]);
});

test.each<[string, any]>([
  ['short forms', { networks: ['net'], volumes: ['data:/data'], configs: ['text'], secrets: ['key'] }],
  [
    'long forms',
    {
      networks: { net: null },
      volumes: [{ type: 'volume', source: 'data', target: '/data' }],
      configs: [{ source: 'text' }],
      secrets: [{ source: 'key' }],
    },
  ],
  ['a build', { networks: ['net'], volumes: ['data:/data'], configs: ['text'], build: { secrets: ['key'] } }],
  [
    'a build in long form',
    { networks: ['net'], volumes: ['data:/data'], configs: ['text'], build: { secrets: [{ source: 'key' }] } },
  ],
  [
    'a step before the start',
    { pre_start: [{ networks: ['net'], volumes: ['data:/data'], configs: ['text'], secrets: ['key'] }] },
  ],
  [
    'variables, of which nobody knows',
    { networks: ['${NET}'], volumes: ['${DATA}:/data'], configs: ['${TEXT}'], secrets: ['${KEY}'] },
  ],
])('what is used by %s is not', (_, web) => {
  expect(messagesOf(new NoUnusedEntries(), modelOf({ ...elements, services: { web } }))).toEqual([]);
});

test('entries that only a job or a service of an included file uses are not reported', () => {
  expect(
    messagesOf(new NoUnusedEntries(), modelOf({ networks: { net: {} }, jobs: { nightly: { networks: ['net'] } } })),
  ).toEqual([]);
  const included = [
    {
      entries: (section: string) =>
        section === 'services' ? [{ name: 'db', path: 'db', definition: { networks: ['net'] } }] : [],
    },
  ];
  expect(messagesOf(new NoUnusedEntries(), modelOf({ networks: { net: {} } }, { included }))).toEqual([]);
  expect(messagesOf(new NoUnusedEntries(), modelOf({ networks: { net: {} }, include: ['other.yaml'] }))).toEqual([]);
});

test('the network "default" is used by a service without networks', () => {
  expect(messagesOf(new NoUnusedEntries(), modelOf({ networks: { default: {} }, services: { web: {} } }))).toEqual([]);
  expect(
    messagesOf(
      new NoUnusedEntries(),
      modelOf({ networks: { default: {} }, services: { web: { network_mode: 'none' } } }),
    ),
  ).toHaveLength(1);
});

test('entries that are used only with an overlay, or only without, are used', () => {
  const app = new ComposeApp(testProject(), 'app');
  const [one, two] = ['one', 'two'].map(name => new Volume(app, name));
  const web = new Service(app, 'web', {
    image: ContainerImage.fromRegistry('alpine:3.22'),
    mounts: [Mount.volume(one, '/data')],
  });
  const prod = new ComposeOverlay(app, 'prod');
  prod.element(web).addOverride('volumes', [`${two.name}:/data`]);
  expect(() => app.toDefinition()).not.toThrow();
  new Volume(prod, 'three');
  expect(() => app.toDefinition()).toThrow(
    /^[^\n]*\n {2}\[app\/prod\/three\] with compose\.prod\.yaml: no service uses the volume "three"[^\n]*$/,
  );
});

test('services, jobs and the steps before their start are containers', () => {
  const model = modelOf({
    services: { web: { image: 'a', pre_start: [{ image: 'b' }] } },
    jobs: { nightly: { image: 'c' } },
  });
  expect(containersIn(model).map(({ path, definition }) => `${path} ${definition.image}`)).toEqual([
    'app/web a',
    'app/web b',
    'app/nightly c',
  ]);
});
