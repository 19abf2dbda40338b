import { objectOf, podSpec, service, translated } from '../../cluster';

const healthcheck = { test: ['CMD', 'true'] };
const script = (output: ReturnType<typeof translated>, kind?: string, name?: string): string[] =>
  (podSpec(output, kind, name).initContainers?.[0].command[2] ?? '')
    .split('\n')
    .filter((line: string) => !/^(echo|trap) /.test(line));
const waitFor = (names: string[]) => names.map(name => `until getent hosts ${name} >/dev/null; do sleep 1; done`);

test('a pod waits until a name resolves, which it does once the other pod is ready', () => {
  const output = translated({
    services: {
      web: service({ depends_on: { api: { condition: 'service_healthy' } } }),
      api: service({ healthcheck }),
    },
  });

  expect(script(output)).toEqual(waitFor(['api']));
  expect(objectOf(output, 'Service', 'api').spec).toMatchObject({ clusterIP: 'None' });
});

test('the name of the one pod that keeps data resolves before it is ready, so that clients can try again', () => {
  const output = translated({
    services: {
      web: service({ depends_on: { db: { condition: 'service_healthy' } } }),
      early: service({ depends_on: ['db'] }),
      db: service({ healthcheck, volumes: ['data:/data'] }),
    },
  });

  expect(objectOf(output, 'Service', 'db').spec).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
  expect(script(output)).toEqual(waitFor(['db-ready']));
  expect(script(output, 'Deployment', 'early')).toEqual(waitFor(['db']));
});

test('the name of a service with an address of its own always resolves, so that another one says it', () => {
  const output = translated({
    services: {
      web: service({ depends_on: { api: { condition: 'service_healthy' } } }),
      api: service({ healthcheck, expose: ['80'] }),
    },
  });

  expect(script(output)).toEqual(waitFor(['api-ready']));
  expect(objectOf(output, 'Service', 'api-ready').spec).toEqual({
    clusterIP: 'None',
    selector: { 'app.kubernetes.io/part-of': 'app', 'app.kubernetes.io/name': 'api' },
  });
});

test('where the mere start is waited for, it is that, and what the other one waits for itself', () => {
  const output = translated({
    services: {
      web: service({ depends_on: ['api'] }),
      api: service({ healthcheck, depends_on: { db: { condition: 'service_healthy' } } }),
      db: service({ healthcheck }),
    },
  });

  expect(script(output)).toEqual(waitFor(['api-started', 'db']));
  expect(objectOf(output, 'Service', 'api-started').spec.publishNotReadyAddresses).toBe(true);
});

test('without a healthcheck a pod is ready when its container has started', () => {
  const output = translated({ services: { web: service({ depends_on: ['api'] }), api: service() } });

  expect(script(output)).toEqual(waitFor(['api']));
});

describe('an init job', () => {
  const output = translated({
    services: {
      init: { image: 'busybox:1', depends_on: { db: { condition: 'service_healthy' } } },
      later: { image: 'busybox:1', depends_on: { init: { condition: 'service_completed_successfully' } } },
      web: service({ depends_on: { later: { condition: 'service_completed_successfully' } } }),
      db: service({ healthcheck }),
    },
  });
  const [init, later] = ['init', 'later'].map(name => objectOf(output, 'Job', name).metadata.name);

  test('is waited for by asking the one pod that may read it', () => {
    expect(script(output)).toEqual([
      `until wget -q -T 5 -O - http://job-status:8001/apis/batch/v1/namespaces/team/jobs/${later} 2>/dev/null | grep -q '"completionTime"'; do sleep 1; done`,
    ]);
    expect(script(output, 'Job', 'later')[0]).toContain(`/jobs/${init} `);
    expect(script(output, 'Job', 'init')).toEqual(waitFor(['db']));
  });

  test('gives nobody but that pod a right, and that one to read these jobs alone', () => {
    expect(objectOf(output, 'Role', 'job-status').rules).toEqual([
      { apiGroups: ['batch'], resources: ['jobs'], resourceNames: [init, later].sort(), verbs: ['get'] },
    ]);
    const pods = output.objects.flatMap(({ spec }) => spec?.template?.spec ?? []);
    expect(pods.filter(({ automountServiceAccountToken: token }) => token !== false)).toEqual([
      expect.objectContaining({ serviceAccountName: 'job-status' }),
    ]);
    const [proxy] = podSpec(output, 'Deployment', 'job-status').containers;
    expect(proxy.command).toContain(
      `--accept-paths=^/apis/batch/v1/namespaces/team/jobs/(${[init, later].sort().join('|')})$`,
    );
  });

  test('is asked for by those pods alone that wait for one', () => {
    const asking = output.objects.filter(
      ({ spec }) => spec?.template?.metadata?.labels?.['projen-mlflow/asks-job-status'] === 'true',
    );
    expect(asking.map(({ metadata }) => metadata.labels['app.kubernetes.io/name'])).toEqual(['later', 'web']);
  });
});

test('an app without init jobs has no such pod', () => {
  const { objects } = translated({ services: { web: service() } });
  expect(objects.map(({ metadata }) => metadata.name)).not.toContain('job-status');
});

test('to wait for the health of an image’s own healthcheck is an error, since Kubernetes does not know it', () => {
  const { errors } = translated({
    services: { web: service({ depends_on: { api: { condition: 'service_healthy' } } }), api: service() },
  });
  expect(errors).toEqual([expect.stringContaining('it waits for the health of "api"')]);
});

test('what is left out is not waited for', () => {
  const traits = new Map([['owner', { omitted: 'not needed' }]]);
  const output = translated(
    {
      services: {
        web: service({ depends_on: { owner: { condition: 'service_completed_successfully' } } }),
        owner: { image: 'busybox:1' },
      },
    },
    { traits },
  );

  expect(podSpec(output).initContainers).toBeUndefined();
  expect(output.notes).toEqual(['owner: left out; not needed']);
});
