import { container, translated, translatedService } from '../../cluster';

const healthcheck = {
  test: ['CMD', 'ready', '*'],
  interval: '10s',
  timeout: '1500ms',
  retries: 6,
  start_period: '2m',
  start_interval: '500ms',
};
const exec = { command: ['ready', '*'] };

test('a healthcheck is a startup probe with its start period as the budget, then readiness and liveness', () => {
  expect(container(translatedService({ healthcheck }))).toMatchObject({
    startupProbe: { exec, timeoutSeconds: 2, periodSeconds: 1, failureThreshold: 180 },
    readinessProbe: { exec, timeoutSeconds: 2, periodSeconds: 10, failureThreshold: 6 },
    livenessProbe: { exec, timeoutSeconds: 2, periodSeconds: 10, failureThreshold: 18 },
  });
});

test('a pod with data is ended by no probe: a database that recovers would begin anew', () => {
  const probes = container(translatedService({ healthcheck, volumes: ['data:/data'] }), 'StatefulSet');

  expect(probes.livenessProbe).toBeUndefined();
  expect(probes.startupProbe.periodSeconds * probes.startupProbe.failureThreshold).toBe(24 * 60 * 60);
});

test('a request that tells the same takes the place of a healthcheck, but not of another one', () => {
  const request = { command: ['ready', '*'], path: '/health', port: 8080, prefixVariable: 'PREFIX' };
  const probe = (definition: { [key: string]: any }) =>
    container(translatedService(definition, { traits: new Map([['web', { healthRequest: request }]]) })).readinessProbe;

  expect(probe({ healthcheck }).httpGet).toEqual({ path: '/health', port: 8080 });
  expect(probe({ healthcheck, environment: { PREFIX: '/ml' } }).httpGet).toEqual({ path: '/ml/health', port: 8080 });
  expect(probe({ healthcheck: { test: ['CMD', 'other'] } }).exec.command).toEqual(['other']);
});

test('Compose’s own values hold where the healthcheck has none', () => {
  expect(container(translatedService({ healthcheck: { test: ['CMD', 'true'] } }))).toMatchObject({
    startupProbe: { periodSeconds: 30, failureThreshold: 3 },
    readinessProbe: { periodSeconds: 30, timeoutSeconds: 30, failureThreshold: 3 },
  });
});

test.each([
  [{ test: ['CMD-SHELL', 'curl localhost || exit 1'] }, 'curl localhost || exit 1'],
  [{ test: 'echo $$$$ $$HOME' }, 'echo $$$$ $$HOME'],
])('the shell runs %j', (check, script) => {
  expect(container(translatedService({ healthcheck: check })).readinessProbe.exec.command).toEqual([
    '/bin/sh',
    '-c',
    script,
  ]);
});

test.each([[{ disable: true }], [{ test: ['NONE'] }]])('%j means no probe', check => {
  expect(container(translatedService({ healthcheck: check })).readinessProbe).toBeUndefined();
});

test('a job has no probe', () => {
  const output = translated({
    services: {
      init: { image: 'busybox:1', healthcheck },
      web: {
        image: 'nginx:1',
        restart: 'always',
        depends_on: { init: { condition: 'service_completed_successfully' } },
      },
    },
  });
  const job = output.objects.find(({ kind }) => kind === 'Job')!;
  expect(job.spec.template.spec.containers[0].startupProbe).toBeUndefined();
});

test.each([
  [{ interval: '5s' }, 'its `healthcheck` changes that of its image'],
  [{ test: ['CMD', 'true'], interval: 'often' }, '`healthcheck.interval` is not a duration'],
  [{ disable: '${OFF}' }, 'a variable decides on its `healthcheck`'],
])('%j is an error', (check, text) => {
  expect(translatedService({ healthcheck: check }).errors).toEqual([expect.stringContaining(text)]);
});
