import { container, translatedService } from '../../cluster';

const resources = (definition: { [key: string]: any }) => container(translatedService(definition)).resources;

test.each([
  [
    { cpus: 1.5, mem_limit: '2560m' },
    { cpu: '1500m', memory: '2560Mi' },
  ],
  [{ cpu_quota: 500000 }, { cpu: '5' }],
  [{ cpu_quota: 100000, cpu_period: 200000 }, { cpu: '500m' }],
  [{ deploy: { resources: { limits: { cpus: '2', memory: '1g' } } } }, { cpu: '2', memory: '1Gi' }],
  [{ mem_limit: 1000 }, { memory: '1000' }],
])('the limits of %j are %j', (definition, limits) => {
  expect(resources(definition).limits).toEqual(limits);
});

test('little is set aside unless the compose file reserves it: Kubernetes itself would take the limits', () => {
  expect(resources({ cpus: 4, mem_limit: '1g' }).requests).toEqual({ cpu: '100m', memory: '512Mi' });
  expect(resources({ cpus: 0.05 }).requests).toEqual({ cpu: '50m' });
  expect(resources({ deploy: { resources: { reservations: { cpus: '2', memory: '3g' } } } }).requests).toEqual({
    cpu: '2',
    memory: '3Gi',
  });
  expect(resources({ mem_reservation: '64m' }).requests).toEqual({ cpu: '100m', memory: '64Mi' });
});

test('configure sets aside what it says', () => {
  const settings = new Map([['web', { requests: { cpu: '2', memory: '4Gi' } }]]);

  expect(container(translatedService({}, { settings })).resources.requests).toEqual({ cpu: '2', memory: '4Gi' });
});

test.each([
  [{ requests: { memory: 'much' } }, '`requests.memory` of "much"'],
  [{ requests: { cpu: '-1' } }, '`requests.cpu` of "-1"'],
  [{ storage: { size: '50 GB' } }, 'cannot read the size "50 GB"'],
  [{ storage: { size: '0Gi' } }, 'cannot read the size "0Gi"'],
])('%j is an error', (settings, text) => {
  const { errors } = translatedService({ volumes: ['data:/data'] }, { settings: new Map([['web', settings]]) });
  expect(errors).toEqual([expect.stringContaining(text)]);
});
