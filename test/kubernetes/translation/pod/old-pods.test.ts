import { container, objectOf, podSpec, service, translated } from '../../cluster';

const traits = new Map([['migrate', { oldPodsVariable: 'OLD_PODS' }]]);
const waits = { depends_on: { migrate: { condition: 'service_completed_successfully' } } };
const app = {
  services: {
    migrate: { image: 'mlflow:1', restart: 'on-failure:5' },
    web: service({ ...waits, deploy: { replicas: 3 } }),
    store: service({ ...waits, volumes: ['data:/data'] }),
    other: service(),
  },
  volumes: { data: {} },
};
const output = translated(app, { traits });
const job = objectOf(output, 'Job', 'migrate');
const stopped = 'http://job-status:8002/apis/apps/v1/namespaces/team';

test('a job is told of the workloads that wait for it, and of the pods that wait for another version of it', () => {
  expect(container(output, 'Job', 'migrate').env).toEqual([
    { name: 'JOB_NAME', valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } } },
    { name: 'OLD_PODS', value: expect.any(String) },
  ]);
  const { pods, workloads } = JSON.parse(container(output, 'Job', 'migrate').env[1].value);
  expect(workloads).toEqual([`${stopped}/deployments/web`, `${stopped}/statefulsets/store`]);
  expect(decodeURIComponent(pods)).toBe(
    'http://job-status:8002/api/v1/namespaces/team/pods?labelSelector=' +
      'app.kubernetes.io/part-of=app,app.kubernetes.io/name in (web,store),job.projen-mlflow/migrate!=$(JOB_NAME)',
  );
});

test('pods that wait for it have its name as a label, and their workloads the number of replicas', () => {
  const web = objectOf(output, 'Deployment', 'web');

  expect(web.metadata.annotations).toEqual({ 'projen-mlflow/replicas': '3' });
  expect(web.spec.template.metadata.labels['job.projen-mlflow/migrate']).toBe(job.metadata.name);
  expect(web.spec.selector.matchLabels).not.toHaveProperty('job.projen-mlflow/migrate');
  expect(objectOf(output, 'Deployment', 'other').metadata.annotations).toBeUndefined();
});

test('the number of replicas is not part of the job, which would run again', () => {
  const scaled = translated(app, { traits, settings: new Map([['web', { replicas: 7 }]]) });
  expect(objectOf(scaled, 'Job', 'migrate')).toEqual(job);
  expect(objectOf(scaled, 'Deployment', 'web').metadata.annotations).toEqual({ 'projen-mlflow/replicas': '7' });
});

test('it waits until pods of an earlier version cannot start, and workloads are of this version', () => {
  const { command, env } = podSpec(output, 'Job', 'migrate').initContainers[0];
  expect(env.map(({ name }: any) => name)).toEqual(['JOB_NAME']);
  expect(command[2].split('\n').filter((line: string) => !/^(echo|trap)/.test(line))).toEqual([
    'until wget -q -T 5 -O - http://job-status:8002/apis/batch/v1/namespaces/team/jobs/$JOB_NAME 2>/dev/null >/dev/null; do sleep 1; done',
    ...['deployments/web', 'statefulsets/store'].map(
      path =>
        `until wget -q -T 5 -O - ${stopped}/${path} 2>/dev/null | grep -q "\\"job.projen-mlflow/migrate\\": *\\"$JOB_NAME\\""; do sleep 1; done`,
    ),
  ]);
});

test('a port of its own, which no other pod reaches, gives the rights to scale these workloads and to list pods', () => {
  expect(objectOf(output, 'Role', 'job-status').rules).toEqual([
    { apiGroups: ['batch'], resources: ['jobs'], resourceNames: [job.metadata.name], verbs: ['get'] },
    { apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['web'], verbs: ['get'] },
    { apiGroups: ['apps'], resources: ['deployments/scale'], resourceNames: ['web'], verbs: ['patch'] },
    { apiGroups: ['apps'], resources: ['statefulsets'], resourceNames: ['store'], verbs: ['get'] },
    { apiGroups: ['apps'], resources: ['statefulsets/scale'], resourceNames: ['store'], verbs: ['patch'] },
    { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
  ]);
  const [status, stop] = podSpec(output, 'Deployment', 'job-status').containers.map(({ command }: any) => command);
  const jobs = `^/apis/batch/v1/namespaces/team/jobs/(${job.metadata.name})$`;
  expect(status).toEqual(
    expect.arrayContaining([`--accept-paths=${jobs}`, '--reject-methods=^(POST|PUT|PATCH|DELETE)$']),
  );
  expect(stop).toContain('--reject-methods=^(POST|PUT|DELETE)$');
  expect(stop.find((word: string) => word.startsWith('--accept-paths')).split(/[=,]/)).toEqual([
    '--accept-paths',
    jobs,
    '^/api/v1/namespaces/team/pods$',
    '^/apis/apps/v1/namespaces/team/deployments/web(/scale)?$',
    '^/apis/apps/v1/namespaces/team/statefulsets/store(/scale)?$',
  ]);
  expect(objectOf(output, 'Service', 'job-status').spec.ports.map(({ port }: any) => port)).toEqual([8001, 8002]);
});

test('its pods alone reach that port', () => {
  const stopping = { 'app.kubernetes.io/part-of': 'app', 'projen-mlflow/stops-old-pods': 'true' };

  expect(objectOf(output, 'NetworkPolicy', 'job-status').spec.ingress[1]).toEqual({
    from: [{ podSelector: { matchLabels: stopping } }],
    ports: [{ port: 8002, protocol: 'TCP' }],
  });
  expect(objectOf(output, 'NetworkPolicy', 'stop-old-pods').spec).toMatchObject({
    podSelector: { matchLabels: stopping },
    egress: [{ ports: [{ port: 8002 }] }],
  });
  const pods = output.objects.filter(
    ({ spec }) => spec?.template?.metadata?.labels?.['projen-mlflow/stops-old-pods'] === 'true',
  );
  expect(pods).toEqual([job]);
});

test('without such a job there is neither port nor right', () => {
  const plain = translated(app);
  expect(objectOf(plain, 'Role', 'job-status').rules).toHaveLength(1);
  expect(podSpec(plain, 'Deployment', 'job-status').containers).toHaveLength(1);
  expect(plain.objects.map(({ metadata }) => metadata.name)).not.toContain('stop-old-pods');
});
