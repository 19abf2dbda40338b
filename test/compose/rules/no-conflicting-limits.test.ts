import { messagesOf, modelOf } from './rule-model';
import { ComposeApp, ComposeOverlay, ContainerImage, HardenedService } from '../../../src/compose';
import { NoConflictingLimits } from '../../../src/compose/rules/no-conflicting-limits';
import { testProject } from '../../test-project';

const messages = (web: any) => messagesOf(new NoConflictingLimits(), modelOf({ services: { web } }));
const limits = (entries: any) => ({ deploy: { resources: { limits: entries } } });

test.each<[any, string]>([
  [
    { cpus: 1, cpu_quota: 50_000 },
    'cpus and cpu_quota cannot both be set: the engine refuses the container; remove one of the two',
  ],
  [{ cpus: '1', cpu_period: 50_000 }, 'cpus and cpu_period cannot both be set'],
  [{ cpu_quota: '50ms', ...limits({ cpus: '1' }) }, 'deploy.resources.limits.cpus and cpu_quota cannot both be set'],
  [{ cpus: 1, ...limits({ cpus: '2' }) }, 'cpus and deploy.resources.limits.cpus have different values (1 and 2)'],
  [
    { mem_limit: '100m', ...limits({ memory: '1g' }) },
    'mem_limit and deploy.resources.limits.memory have different values',
  ],
  [
    { mem_reservation: '100m', deploy: { resources: { reservations: { memory: '50m' } } } },
    'mem_reservation and deploy.resources.reservations.memory have different values',
  ],
  [{ pids_limit: 100, ...limits({ pids: 50 }) }, 'pids_limit and deploy.resources.limits.pids have different values'],
  [{ scale: 2, deploy: { replicas: 3 } }, 'scale and deploy.replicas have different values'],
  [{ mem_limit: '100m', mem_reservation: '200m' }, 'the reserved memory is more than the memory limit'],
  [
    { mem_limit: '100m', memswap_limit: '50m' },
    'memswap_limit, which is memory and swap together, is less than the memory limit',
  ],
  [{ memswap_limit: '50m' }, 'memswap_limit also needs a memory limit'],
])('%j is told', (web, message) => {
  expect(messages(web)).toEqual([expect.stringContaining(`[app/web] ${message}`)]);
});

test.each<[any]>([
  [{}],
  [{ cpus: 1 }],
  [{ cpu_quota: 50_000, cpu_period: 100_000 }],
  [{ cpus: 1, ...limits({ cpus: '1.0' }) }],
  [{ mem_limit: '1g', ...limits({ memory: '1024m' }) }],
  [{ scale: 2, deploy: { replicas: 2 } }],
  [{ cpus: '${CPUS}', cpu_quota: 50_000 }],
  [{ mem_limit: '${MEMORY}', memswap_limit: '1g' }],
  [{ memswap_limit: -1 }],
  [{ mem_limit: '1g', memswap_limit: '2g', mem_reservation: '512m' }],
])('%j is fine', web => {
  expect(messages(web)).toEqual([]);
});

class Limited extends HardenedService {
  protected renderLimits() {
    return { cpus: 2 };
  }
}

const appWith = () => {
  const app = new ComposeApp(testProject(), 'app');
  return { app, db: new Limited(app, 'db', { image: ContainerImage.fromRegistry('alpine:3.22') }) };
};

test('processors that an override of the service or of the app sets take the place of the quota that is rendered', () => {
  const { app, db } = appWith();
  expect(app.toDefinition().services.db).toMatchObject({ cpu_quota: 200_000 });
  app.addOverride('services.db.cpus', 2);
  expect(app.toDefinition().services.db).toMatchObject(limits({ cpus: '2', pids: 512 }));
  expect(app.toDefinition().services.db).not.toHaveProperty('cpu_quota');
  app.addDeletionOverride('services.db.cpus');
  db.addOverride('cpus', 3);
  app.addOverride('services.db.cpus', 3);
  expect(app.toDefinition().services.db).not.toHaveProperty('cpu_quota');
});

test('processors that an overlay sets take the place of the quota too, in that environment alone', () => {
  const { app, db } = appWith();
  const overlay = new ComposeOverlay(app, 'prod');
  overlay.element(db).addOverride('cpus', 2);
  expect(app.toDefinition().services.db).toMatchObject({ cpu_quota: 200_000 });
  expect(overlay.toDefinition().services.db).toMatchObject(limits({ cpus: '2' }));
  expect(overlay.toDefinition().services.db).not.toHaveProperty('cpu_quota');
  expect(overlay.toYaml()).toContain('cpu_quota: !reset');
});

test.each<[string, any, any]>([
  ['cpus', 1.5, { cpus: '1.5' }],
  ['mem_limit', '4g', { memory: '4g' }],
  ['mem_limit', 4096, { memory: '4096' }],
  ['pids_limit', 1000, { pids: '1000' }],
])(
  'an override of %s of a hardened service takes the place of its default, where Compose reads it',
  (key, value, limit) => {
    const { app, db } = appWith();
    db.addOverride(key, value);
    expect(app.toDefinition().services.db).toMatchObject(limits(limit));
    expect(app.toDefinition().services.db).not.toHaveProperty(key);
  },
);

test('two different overrides of one limit are an error', () => {
  const { app, db } = appWith();
  db.addOverride('mem_limit', '4g');
  db.addOverride('deploy.resources.limits.memory', '3g');
  expect(() => app.toDefinition()).toThrow('mem_limit and deploy.resources.limits.memory have different values');
});

test.each<[any, string]>([
  [{ cpus: 1, ...limits({ pids: 5 }) }, 'set deploy.resources.limits.cpus in place of cpus'],
  [{ mem_limit: '1g', ...limits({}) }, 'set deploy.resources.limits.memory in place of mem_limit'],
  [{ pids_limit: 5, ...limits({ memory: '1g' }) }, 'set deploy.resources.limits.pids in place of pids_limit'],
  [
    { mem_reservation: '1g', deploy: { resources: { reservations: { cpus: '1' } } } },
    'set deploy.resources.reservations.memory in place of mem_reservation',
  ],
])('%j is refused by Compose, which misses the same value', (web, remedy) => {
  expect(messages(web)).toEqual([expect.stringContaining(remedy)]);
});

test.each<[any]>([
  [{ cpus: '0', ...limits({ pids: 5 }) }],
  [{ mem_limit: '1g', ...limits({ memory: '${M}' }) }],
  [{ mem_reservation: '1g', ...limits({ pids: 5 }) }],
  [{ scale: 2, deploy: { labels: { a: 'b' } } }],
])('%j is accepted by Compose', web => {
  expect(messages(web)).toEqual([]);
});

test('a quota together with `cpus` is an error', () => {
  const { app, db } = appWith();
  db.addOverride('cpu_quota', 50_000);
  app.addOverride('services.db.cpus', 2);
  expect(() => app.toDefinition()).toThrow('[app/db] deploy.resources.limits.cpus and cpu_quota cannot both be set');
});
