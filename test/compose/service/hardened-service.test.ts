import {
  ComposeApp,
  ContainerImage,
  HardenedProps,
  HardenedService,
  HardenedServiceProps,
  ResourceLimits,
  ResourceLimitsProps,
  SecretSource,
} from '../../../src/compose';
import { testProject } from '../../test-project';

const image = ContainerImage.fromRegistry('alpine');

class Cache extends HardenedService {
  protected renderHardening(): HardenedProps {
    return { ...super.renderHardening(), capabilities: ['SETUID'], tmpfs: ['/run'] };
  }
  protected renderLimits(): ResourceLimitsProps {
    return { memory: '1g', cpus: 1.5, pids: 64 };
  }
}

function cache(
  props: Partial<HardenedServiceProps> = {},
  secretSource?: SecretSource,
): { app: ComposeApp; service: Cache; definition(): any } {
  const app = new ComposeApp(testProject(), 'app', { secretSource });
  const service = new Cache(app, 'cache', { image, ...props });
  return { app, service, definition: () => app.toDefinition().services.cache };
}

test('by default a service has no capabilities, no new privileges, and a read-only root file system', () => {
  const app = new ComposeApp(testProject(), 'app');
  new HardenedService(app, 'web', { image });
  expect(app.toDefinition().services.web).toEqual({
    image: 'alpine',
    restart: 'unless-stopped',
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    deploy: { resources: { limits: { pids: 512 } } },
    read_only: true,
    tmpfs: ['/tmp'],
  });
});

test('a kind of service says what it needs all the same, and what it can live with', () => {
  expect(cache().definition()).toMatchObject({
    cap_drop: ['ALL'],
    cap_add: ['SETUID'],
    tmpfs: ['/run'],
    deploy: { resources: { limits: { memory: '1g', pids: 64 } } },
    cpu_quota: 150_000,
  });
});

test('CPUs are limited by a quota: the engine refuses `cpus` above the CPUs of a small host', () => {
  expect(cache().definition().deploy.resources.limits).not.toHaveProperty('cpus');
});

test.each<[string, (service: Cache) => void]>([
  ['an override', service => service.addOverride('cpus', 2)],
  ['an override below deploy', service => service.addOverride('deploy.resources.limits.cpus', '2')],
  ['a mixin', service => service.with(new ResourceLimits({ cpus: 2 }))],
])('%s of the processors takes the place of the quota, since the engine refuses both', (_, change) => {
  const { service, definition } = cache();
  change(service);
  expect(definition()).not.toHaveProperty('cpu_quota');
  expect(definition().cpus ?? definition().deploy.resources.limits.cpus).toBeDefined();
});

test('single keys are given back by overrides', () => {
  const { service, definition } = cache();
  service.addDeletionOverride('read_only');
  service.addOverride('deploy.resources.limits.memory', '4g');
  service.addDeletionOverride('cpu_quota');
  expect(definition()).not.toHaveProperty('read_only');
  expect(definition()).not.toHaveProperty('cpu_quota');
  expect(definition().deploy.resources.limits.memory).toBe('4g');
});

test('hardening can be turned off', () => {
  expect(cache({ hardened: false }).definition()).toEqual({ image: 'alpine', restart: 'unless-stopped' });
});

test('its root may be written to where secrets come from variables, which Compose copies into the container', () => {
  expect(cache({}, SecretSource.envVariable()).definition()).not.toHaveProperty('read_only');
  expect(cache({}, SecretSource.command(['pass', '{name}'])).definition()).toHaveProperty('read_only', true);
});

test('spec adds to what confines a service, and takes away only what it names', () => {
  const app = new ComposeApp(testProject(), 'app');
  const specs = {
    label: { securityOpt: ['label=disable'] },
    privileges: { securityOpt: ['no-new-privileges:false'] },
    drop: { capDrop: ['NET_RAW'] },
    add: { capAdd: ['CAP_CHOWN'] },
    tmpfs: { tmpfs: ['/cache', '/tmp:size=1m'] },
  };
  Object.entries(specs).forEach(([id, spec]) => new Cache(app, id, { image, spec }));
  const { label, privileges, drop, add, tmpfs } = app.toDefinition().services;
  expect(label.security_opt).toEqual(['no-new-privileges:true', 'label=disable']);
  expect(privileges.security_opt).toEqual(['no-new-privileges:false']);
  expect(drop.cap_drop).toEqual(['ALL', 'NET_RAW']);
  expect(add.cap_add).toEqual(['SETUID', 'CAP_CHOWN']);
  expect(tmpfs.tmpfs).toEqual(['/run', '/cache', '/tmp:size=1m']);
});
