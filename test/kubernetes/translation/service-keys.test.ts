import { COMPOSE_SPEC } from '../../../src/compose/spec/keys';
import { BUILD_KEYS, DEPLOY_KEYS, SERVICE_KEYS } from '../../../src/kubernetes/translation/service-keys';
import { service, translated } from '../cluster';
import { SAMPLES } from '../samples';

const serviceSpec = COMPOSE_SPEC.keys!.services.map!.keys!;

test.each([
  ['a service', Object.keys(serviceSpec), SERVICE_KEYS],
  ['`deploy`', Object.keys(serviceSpec.deploy.keys!), DEPLOY_KEYS],
  ['`build`', Object.keys(serviceSpec.build.keys!), BUILD_KEYS],
])('it is decided what becomes of each key of %s', (_, keys, fates) => {
  expect(Object.keys(fates).sort()).toEqual(keys.sort());
});

/** What holds in each pod, whether the service says it or not. */
const ALWAYS = ['cap_drop'];

/** What cannot be translated beside `image`, or without something else. */
const BESIDE: { readonly [key: string]: any } = { cpu_period: { cpu_quota: 50000 } };

function outcome(definition: { [key: string]: any }): string {
  const { objects, kustomization, errors, warnings, notes } = translated(
    {
      services: { web: service(definition), db: service() },
      configs: { page: { content: 'hello' } },
      secrets: { password: { file: './secrets/password' } },
      networks: { inside: { internal: true } },
      volumes: { data: {} },
    },
    { imageRepository: 'registry.example.com/team' },
  );
  return JSON.stringify([objects, kustomization, errors, warnings, notes]);
}

test.each(Object.keys(serviceSpec).filter(key => !ALWAYS.includes(key)))(
  'the key `%s` is in the objects, or in an error, warning or note',
  key => {
    const beside = BESIDE[key] ?? {};

    expect(SAMPLES[key]).toBeDefined();
    expect(outcome({ ...beside, [key]: SAMPLES[key] })).not.toBe(outcome(beside));
  },
);

const untranslated = Object.entries(SERVICE_KEYS).filter(([, fate]) => fate !== 'translated');

test.each(untranslated)('what is said of `%s` names service and key', (key, fate) => {
  const { errors, warnings, notes } = translated({
    services: { web: service({ [key]: SAMPLES[key] }), db: service() },
  });
  const level = (fate as { level: string }).level;
  const said = { error: errors, warning: warnings, note: notes }[level]!;

  expect(said.filter(text => text.includes('web') && text.includes(`\`${key}\``))).toHaveLength(1);
  if (level !== 'note') {
    expect(said[0]).toMatch(/^\[app\/kubernetes\/web\] .+; .+[^.]$/);
  }
});

test.each([
  ['deploy', { deploy: { placement: { constraints: ['node.role == manager'] } } }, '`deploy.placement`'],
  ['deploy', { deploy: { mode: 'global' } }, '`deploy.mode`'],
  ['build', { build: { context: '.', ssh: ['default'] } }, '`build.ssh`'],
  ['build', { build: { context: '.', dockerfile_inline: 'FROM scratch' } }, '`build.dockerfile_inline`'],
  [
    'devices',
    { deploy: { resources: { reservations: { devices: [{ capabilities: ['gpu'] }] } } } },
    'reservations.devices',
  ],
  ['networks', { networks: { inside: { ipv4_address: '10.0.0.7' } } }, '`networks.inside.ipv4_address`'],
])('a key below `%s` that has no counterpart is an error', (_, definition, text) => {
  const { errors } = translated(
    { services: { web: service(definition) }, networks: { inside: {} } },
    { imageRepository: 'registry.example.com' },
  );
  expect(errors).toEqual([expect.stringContaining(text)]);
});

test.each([
  [{ include: ['other.yaml'] }, '`include`'],
  [{ jobs: { nightly: {} } }, '`jobs`'],
  [{ models: { llm: { model: 'ai/smollm2' } } }, '`models`'],
  [{ networks: { wide: { driver: 'macvlan' } } }, 'the network "wide" has `driver`'],
  [{ networks: { other: { external: true } } }, 'the network "other" has `external`'],
  [{ secrets: { a: { file: './a', template_driver: 'golang' } } }, '`secrets.a.template_driver`'],
])('what an app has beside services that is not translated is an error: %j', (definition, text) => {
  expect(translated({ services: { web: service() }, ...definition }).errors).toEqual([expect.stringContaining(text)]);
});

test('extensions are left alone', () => {
  const { errors, warnings, notes } = translated({ services: { web: service({ 'x-team': true }) } });
  expect([errors, warnings, notes]).toEqual([[], [], []]);
});
