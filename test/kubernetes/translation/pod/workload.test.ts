import { KubernetesIdentity, KubernetesServiceOptions } from '../../../../src';
import { container, objectOf, podSpec, service, translated, translatedService } from '../../cluster';

const configured = (settings: KubernetesServiceOptions, definition: { [key: string]: any } = {}) =>
  translatedService(definition, { settings: new Map([['web', settings]]) });

test('a service without a volume is a Deployment whose pods are replaced one by one, none too early', () => {
  expect(objectOf(translatedService({}), 'Deployment', 'web').spec).toMatchObject({
    replicas: 1,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
  });
});

test('a service with a volume of its own is a StatefulSet that makes the claim', () => {
  const output = translated({
    services: { web: service({ volumes: ['site_data:/data'] }) },
    volumes: { site_data: {} },
  });

  expect(objectOf(output, 'StatefulSet', 'web').spec).toMatchObject({
    serviceName: 'web',
    volumeClaimTemplates: [
      {
        metadata: { name: 'site-data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
      },
    ],
  });
  expect(container(output, 'StatefulSet').volumeMounts).toEqual([{ name: 'site-data', mountPath: '/data' }]);
});

test('configure chooses size and class of the claim', () => {
  const output = configured({ storage: { size: '50Gi', className: 'fast' } }, { volumes: ['data:/data'] });

  expect(objectOf(output, 'StatefulSet', 'web').spec.volumeClaimTemplates[0].spec).toEqual({
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'fast',
    resources: { requests: { storage: '50Gi' } },
    volumeMode: 'Filesystem',
  });
});

test('replicas bring a budget for disruptions, and pods spread over zones and nodes', () => {
  const output = configured({ replicas: 3 });

  expect(objectOf(output, 'Deployment', 'web').spec.replicas).toBe(3);
  expect(objectOf(output, 'PodDisruptionBudget', 'web').spec).toMatchObject({ maxUnavailable: 1 });
  expect(podSpec(output).topologySpreadConstraints.map((each: any) => each.topologyKey)).toEqual([
    'topology.kubernetes.io/zone',
    'kubernetes.io/hostname',
  ]);
  expect(podSpec(output).affinity).toEqual({
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          podAffinityTerm: {
            labelSelector: {
              matchLabels: { 'app.kubernetes.io/part-of': 'app', 'app.kubernetes.io/name': 'web' },
            },
            topologyKey: 'kubernetes.io/hostname',
          },
        },
      ],
    },
  });
});

test.each([{ deploy: { replicas: 2 } }, { scale: 2 }])('the compose file may have the number of replicas: %j', keys => {
  expect(objectOf(translatedService(keys), 'Deployment', 'web').spec.replicas).toBe(2);
});

test('a change of the number of pods changes none that runs, and one pod with a volume has nowhere else to go', () => {
  const spec = (keys: { [key: string]: any }) => podSpec(translatedService(keys));

  expect(spec({ scale: 2 })).toEqual(spec({}));
  expect(podSpec(translatedService({ volumes: ['data:/data'] }), 'StatefulSet')).not.toHaveProperty('affinity');
  expect(podSpec(translatedService({ volumes: ['data:/data'] }), 'StatefulSet')).not.toHaveProperty(
    'topologySpreadConstraints',
  );
});

test('one pod has no budget', () => {
  const output = translatedService({});

  expect(output.objects.map(({ kind }) => kind)).not.toContain('PodDisruptionBudget');
});

test('autoscaling leaves the number of replicas to the autoscaler', () => {
  const output = configured({ replicas: 2, autoscaling: { maxReplicas: 5 } }, { cpus: 2 });

  expect(objectOf(output, 'Deployment', 'web').spec.replicas).toBeUndefined();
  expect(objectOf(output, 'HorizontalPodAutoscaler', 'web').spec).toMatchObject({
    minReplicas: 2,
    maxReplicas: 5,
    metrics: [{ resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '1400m' } } }],
  });
});

test('autoscaling without a CPU limit is an error', () => {
  expect(configured({ autoscaling: { maxReplicas: 5 } }).errors).toEqual([
    '[app/kubernetes/web] it is scaled by what it uses of the processors, and has no CPU limit; give it `cpus`',
  ]);
});

test('several pods on a volume that one alone may mount are an error, and none where pods can share it', () => {
  const volumes = { volumes: ['data:/data'] };
  const { errors } = configured({ replicas: 3 }, volumes);

  expect(errors).toEqual([expect.stringContaining('several pods would share the volume "data"')]);
  const shared = configured({ replicas: 3, storage: { accessMode: 'ReadWriteMany' as any } }, volumes);
  expect(shared.errors).toEqual([]);
});

test('pods of two services that share a volume come to one node, and do not overlap', () => {
  const output = translated({
    services: { web: service({ volumes: ['data:/data'] }), worker: service({ volumes: ['data:/in:ro'] }) },
  });

  expect(objectOf(output, 'PersistentVolumeClaim', 'data').metadata.labels).toMatchObject({
    'projen-mlflow/kept': 'true',
  });
  expect(objectOf(output, 'Deployment', 'web').spec.strategy).toEqual({ type: 'Recreate' });
  const together = podSpec(output).affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0];
  expect(together).toEqual({
    labelSelector: { matchLabels: { 'claim.projen-mlflow/data': 'true' } },
    topologyKey: 'kubernetes.io/hostname',
  });
  expect(objectOf(output, 'Deployment', 'worker').spec.template.metadata.labels).toMatchObject({
    'claim.projen-mlflow/data': 'true',
  });
});

const withJob = (job: { [key: string]: any }, input = {}) =>
  translated(
    {
      services: {
        init: { image: 'busybox:1', restart: 'on-failure:3', ...job },
        web: service({ depends_on: { init: { condition: 'service_completed_successfully' } } }),
      },
      configs: { script: { file: './script.sh' } },
    },
    input,
  );
const jobName = (output: ReturnType<typeof withJob>) => objectOf(output, 'Job', 'init').metadata.name;

test('a service whose end another one waits for is a Job that is tried again', () => {
  expect(objectOf(withJob({}), 'Job', 'init').spec).toMatchObject({
    backoffLimit: 3,
    template: { spec: { restartPolicy: 'OnFailure' } },
  });
});

test.each([
  ['its command', { command: ['new'] }, {}],
  ['its image', { image: 'busybox:2' }, {}],
  ['the digest of a config', { labels: { 'projen-mlflow.config.script': 'abc' } }, {}],
  ['a file that it mounts', { configs: ['script'] }, { readFile: () => 'echo 2' }],
  ['a variable', {}, { variables: new Map([['A', { value: '2', secret: false }]]) }],
])('a job runs again when %s changes', (_, job, input) => {
  const before = withJob('configs' in job ? job : {}, { readFile: () => 'echo 1' });

  expect(jobName(withJob(job, input))).not.toBe(jobName(before));
});

test('a job that did not change keeps its name, so that it is left alone', () => {
  expect(jobName(withJob({}))).toMatch(/^init-[0-9a-f]{8}$/);
  expect(jobName(withJob({}))).toBe(jobName(withJob({})));
  expect(jobName(withJob({}, { paths: new Map([['init', 'elsewhere']]) }))).toBe(jobName(withJob({})));
});

test('jobs mount secrets by a name that a new value does not change, since a Job object cannot change', () => {
  const output = translated({
    services: {
      init: { image: 'busybox:1', secrets: ['KEY'] },
      web: service({ secrets: ['KEY'], depends_on: { init: { condition: 'service_completed_successfully' } } }),
    },
    secrets: { KEY: { file: './secrets/KEY' } },
  });

  expect(output.errors).toEqual([]);
  expect(output.kustomization.secretGenerator).toEqual([
    { name: 'key-for-jobs', files: ['KEY=secrets/KEY'], options: { disableNameSuffixHash: true } },
    { name: 'key', files: ['KEY=secrets/KEY'] },
  ]);
});

test('replicas of an init job are an error', () => {
  expect(withJob({ scale: 2 }).errors).toEqual([expect.stringContaining('it is an init job, which runs once')]);
});

const roleArn = 'arn:aws:iam::123456789012:role/mlflow';
const clientId = '12345678-90ab-cdef-1234-567890abcdef';

test.each([
  ['Amazon', KubernetesIdentity.amazon({ roleArn }), { 'eks.amazonaws.com/role-arn': roleArn }, undefined],
  [
    'Google',
    KubernetesIdentity.google({ serviceAccount: 'mlflow@team.iam.gserviceaccount.com' }),
    { 'iam.gke.io/gcp-service-account': 'mlflow@team.iam.gserviceaccount.com' },
    undefined,
  ],
  [
    'Azure',
    KubernetesIdentity.azure({ clientId, tenantId: clientId }),
    { 'azure.workload.identity/client-id': clientId, 'azure.workload.identity/tenant-id': clientId },
    'true',
  ],
  [
    'another one',
    KubernetesIdentity.annotations({ 'example.com/role': 'mlflow' }),
    { 'example.com/role': 'mlflow' },
    undefined,
  ],
])(
  'an identity of %s is a service account of the pods, without a token of the API',
  (_, identity, annotations, label) => {
    const output = configured({ identity });

    expect(objectOf(output, 'ServiceAccount', 'web').metadata.annotations).toEqual(annotations);
    expect(podSpec(output)).toMatchObject({ serviceAccountName: 'web', automountServiceAccountToken: false });
    const { labels } = objectOf(output, 'Deployment', 'web').spec.template.metadata;
    expect(labels['azure.workload.identity/use']).toBe(label);
  },
);

test('an init job may have an identity', () => {
  const identity = KubernetesIdentity.amazon({ roleArn });
  const output = withJob({}, { settings: new Map([['init', { identity }]]) });

  objectOf(output, 'ServiceAccount', 'init');
  expect(podSpec(output, 'Job', 'init').serviceAccountName).toBe('init');
});

test.each([
  [KubernetesIdentity.amazon({ roleArn: 'mlflow' }), '"mlflow" is not the ARN of a role'],
  [KubernetesIdentity.google({ serviceAccount: 'mlflow' }), '"mlflow" is not the e-mail address of a Google'],
  [KubernetesIdentity.azure({ clientId: 'mlflow' }), '"mlflow" is not an ID of Azure'],
])('an identity that no provider knows is an error', (identity, text) => {
  expect(configured({ identity }).errors).toEqual([expect.stringContaining(text)]);
});

test.each([
  [KubernetesIdentity.amazon({ roleArn }), 'AWS_ACCESS_KEY_ID'],
  [KubernetesIdentity.google({ serviceAccount: 'a@b.iam.gserviceaccount.com' }), 'GOOGLE_APPLICATION_CREDENTIALS'],
  [KubernetesIdentity.azure({ clientId }), 'AZURE_STORAGE_ACCESS_KEY_FILE'],
])('static keys beside an identity, which would not be used, are an error', (identity, name) => {
  const { errors } = translatedService(
    { environment: { [name]: 'x' } },
    { settings: new Map([['web', { identity }]]) },
  );
  expect(errors).toEqual([expect.stringContaining(`its variable ${name} has static credentials`)]);
});

test('a service in a profile is left out unless the profile is named', () => {
  const services = { services: { web: service(), debug: service({ profiles: ['debug'] }) } };

  expect(translated(services).objects.map(({ metadata }) => metadata.name)).not.toContain('debug');
  objectOf(translated(services, { profiles: ['debug'] }), 'Deployment', 'debug');
});

test('what waits for a service that is left out is an error', () => {
  const { errors } = translated({
    services: { web: service({ depends_on: ['debug'] }), debug: service({ profiles: ['debug'] }) },
  });
  expect(errors).toEqual([expect.stringContaining('it waits for "debug", which is not in the cluster')]);
});

test.each([
  ['my_db', '"my_db"'],
  ['Web', '"Web"'],
  ['1st', '"1st"'],
])('a service %s, which no pod could reach by its name, is an error', (name, text) => {
  expect(translated({ services: { [name]: service() } }).errors).toEqual([
    expect.stringContaining(`other pods cannot reach a service named ${text}`),
  ]);
});

test('pods are told of no other service in variables, and have no token of the API', () => {
  expect(podSpec(translatedService({}))).toMatchObject({
    enableServiceLinks: false,
    automountServiceAccountToken: false,
  });
});

test('a pod gets requests for a moment after it is told to end, and then the time of `stop_grace_period`', () => {
  const output = translatedService({ stop_grace_period: '1m', stop_signal: 'QUIT' });

  expect(podSpec(output)).toMatchObject({ terminationGracePeriodSeconds: 65, os: { name: 'linux' } });
  expect(container(output).lifecycle).toEqual({ preStop: { sleep: { seconds: 5 } }, stopSignal: 'SIGQUIT' });
});

const scheduled = (definition: { [key: string]: any } = {}, settings: KubernetesServiceOptions = {}) =>
  translated(
    {
      services: {
        web: service({
          entrypoint: ['scheduler', '--', 'clean'],
          command: ['schedule'],
          volumes: ['record:/record'],
          environment: { RECORD: '/record', MODE: 'all' },
          healthcheck: { test: ['CMD', 'health'] },
          ...definition,
        }),
      },
      volumes: { record: {} },
    },
    {
      settings: new Map([['web', settings]]),
      traits: new Map([
        [
          'web',
          {
            schedule: { expression: '0 4 * * 0', timeZone: 'Europe/Berlin', arguments: ['now'] },
            omittedMounts: ['/record'],
            omittedEnvironment: ['RECORD'],
          },
        ],
      ]),
    },
  );

test('a service that runs at times is a CronJob that makes up for missed times, and never runs twice at once', () => {
  const output = scheduled({ stop_grace_period: '20s' });
  const { spec } = objectOf(output, 'CronJob', 'web');
  const { template, ...job } = spec.jobTemplate.spec;

  expect({ ...spec, jobTemplate: undefined }).toEqual({
    schedule: '0 4 * * 0',
    timeZone: 'Europe/Berlin',
    concurrencyPolicy: 'Forbid',
    startingDeadlineSeconds: 604_800,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 3,
  });
  expect(job).toEqual({ backoffLimit: 2 });
  expect(template.spec).toMatchObject({ restartPolicy: 'Never', terminationGracePeriodSeconds: 20 });
  const [main] = template.spec.containers;
  expect(main).toMatchObject({ command: ['scheduler', '--', 'clean'], args: ['now'] });
  expect(main.env).toEqual([{ name: 'MODE', value: 'all' }]);
  expect(Object.keys(main)).not.toEqual(expect.arrayContaining(['volumeMounts', 'livenessProbe', 'lifecycle']));
  expect(output.objects.map(({ kind }) => kind)).not.toContain('PersistentVolumeClaim');
  expect(output.objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).not.toContain('Service/web');
  expect(output.workloads).toEqual([]);
  expect(output.notes).toEqual(
    expect.arrayContaining([
      'web: `restart` has no counterpart: a run that fails is tried again 2 times',
      'web: `healthcheck` has no counterpart: the Jobs of the CronJob show how they ended',
    ]),
  );
});

test('pods of a CronJob may have a service account of their own', () => {
  const output = scheduled(
    {},
    { identity: KubernetesIdentity.amazon({ roleArn: 'arn:aws:iam::123456789012:role/cleaner' }) },
  );

  expect(objectOf(output, 'ServiceAccount', 'web').metadata.annotations).toEqual({
    'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/cleaner',
  });
  expect(objectOf(output, 'CronJob', 'web').spec.jobTemplate.spec.template.spec.serviceAccountName).toBe('web');
});

test.each([
  [{ replicas: 2 }, 'it runs at times of a schedule, one pod at once; leave `replicas` and `autoscaling` out'],
  [{ autoscaling: { maxReplicas: 2 } }, 'it runs at times of a schedule, one pod at once; leave'],
])('several pods of a CronJob are an error: %#', (settings, message) => {
  expect(scheduled({}, settings).errors.join()).toContain(message);
});

test.each([
  [
    'service_healthy',
    '[app/kubernetes/db] it waits for "web", which runs at times of a schedule; remove the dependency',
  ],
  ['service_completed_successfully', '[app/kubernetes/web] others wait for its end, and it runs at times; remove the'],
])('a service that waits for one that runs at times is an error: %s', (condition, message) => {
  const output = translated(
    { services: { web: service(), db: service({ depends_on: { web: { condition } } }) } },
    { traits: new Map([['web', { schedule: { expression: '0 4 * * 0', timeZone: 'UTC', arguments: [] } }]]) },
  );

  expect(output.errors.join('\n')).toContain(message);
});
