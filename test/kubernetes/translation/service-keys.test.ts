import { COMPOSE_SPEC } from '../../../src/compose/spec/keys';
import { BUILD_KEYS, DEPLOY_KEYS, SERVICE_KEYS } from '../../../src/kubernetes/translation/service-keys';
import { service, translated } from '../cluster';

const serviceSpec = COMPOSE_SPEC.keys!.services.map!.keys!;

test.each([
  ['a service', Object.keys(serviceSpec), SERVICE_KEYS],
  ['`deploy`', Object.keys(serviceSpec.deploy.keys!), DEPLOY_KEYS],
  ['`build`', Object.keys(serviceSpec.build.keys!), BUILD_KEYS],
])('it is decided what becomes of each key of %s', (_, keys, fates) => {
  expect(Object.keys(fates).sort()).toEqual(keys.sort());
});

/** A value of each key that does not say what holds without it. */
const SAMPLES: { readonly [key: string]: any } = {
  annotations: { 'example.com/a': 'b' },
  attach: true,
  blkio_config: { weight: 300 },
  build: { context: './web' },
  cap_add: ['NET_BIND_SERVICE'],
  cap_drop: ['ALL'],
  cgroup: 'host',
  cgroup_parent: 'm-executor',
  command: ['serve'],
  configs: ['page'],
  container_name: 'web-1',
  cpu_count: 2,
  cpu_percent: 50,
  cpu_period: 200000,
  cpu_quota: 50000,
  cpu_rt_period: '1400us',
  cpu_rt_runtime: '400ms',
  cpu_shares: 512,
  cpus: 2,
  cpuset: '0-1',
  credential_spec: { file: 'spec.json' },
  depends_on: { db: { condition: 'service_started' } },
  deploy: { replicas: 2 },
  develop: { watch: [{ path: '.', action: 'sync' }] },
  device_cgroup_rules: ['c 1:3 mr'],
  devices: ['/dev/ttyUSB0'],
  dns: '10.0.0.53',
  dns_opt: ['ndots:2'],
  dns_search: 'example.com',
  domainname: 'example.com',
  entrypoint: ['/start'],
  env_file: '.env.web',
  environment: { A: 'b' },
  expose: ['8080'],
  extends: { service: 'base' },
  external_links: ['redis'],
  extra_hosts: ['other:10.0.0.7'],
  gpus: 'all',
  group_add: ['2000'],
  healthcheck: { test: ['CMD', 'true'] },
  hostname: 'web',
  image: 'nginx:2',
  init: true,
  ipc: 'host',
  isolation: 'hyperv',
  label_file: 'labels',
  labels: { 'example.com/a': 'b' },
  links: ['db:database'],
  logging: { driver: 'syslog' },
  mac_address: '92:d0:c6:0a:29:33',
  mem_limit: '512m',
  mem_reservation: '256m',
  mem_swappiness: 10,
  memswap_limit: '1g',
  models: ['llm'],
  network_mode: 'none',
  networks: ['inside'],
  oom_kill_disable: true,
  oom_score_adj: 100,
  pid: 'host',
  pids_limit: 100,
  platform: 'linux/arm64',
  ports: ['8080:80'],
  post_start: [{ command: 'true' }],
  pre_start: [{ command: 'true' }],
  pre_stop: [{ command: 'true' }],
  privileged: true,
  profiles: ['debug'],
  provider: { type: 'model' },
  pull_policy: 'always',
  pull_refresh_after: '24h',
  read_only: true,
  restart: 'no',
  runtime: 'runsc',
  scale: 3,
  secrets: ['password'],
  security_opt: ['seccomp:unconfined'],
  shm_size: '64m',
  stdin_open: true,
  stop_grace_period: '1m',
  stop_signal: 'SIGQUIT',
  storage_opt: { size: '1G' },
  sysctls: { 'net.ipv4.tcp_syncookies': 0 },
  tmpfs: ['/tmp'],
  tty: true,
  ulimits: { nofile: 1024 },
  umask: '0022',
  use_api_socket: true,
  user: '1000:1000',
  userns_mode: 'host',
  uts: 'host',
  volumes: ['data:/data'],
  volumes_from: ['db'],
  working_dir: '/srv',
};

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
