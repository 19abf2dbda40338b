import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project, Testing } from 'projen';
import { parseAllDocuments } from 'yaml';
import {
  ComposeApp,
  ComposeOverlay,
  ContainerImage,
  EnvVariable,
  KubernetesApp,
  KubernetesAppProps,
  KubernetesEntry,
  KubernetesSecrets,
  KubernetesTemplate,
  MlflowAuth,
  MlflowStack,
  MlflowStackProps,
  Service,
  StackDatabase,
} from '../../src';
import { testProject } from '../test-project';

function stackOn(props: MlflowStackProps, clusterProps: KubernetesAppProps = {}) {
  const stack = new MlflowStack(testProject(), 'mlflow', props);
  const cluster = new KubernetesApp(stack, 'kubernetes', {
    namespace: 'mlflow',
    imageRepository: 'registry.example.com/ml',
    ...clusterProps,
  });
  return { stack, cluster };
}

function web(clusterProps: KubernetesAppProps = {}) {
  const app = new ComposeApp(testProject(), 'app', { directory: 'deploy' });
  const service = new Service(app, 'web', { image: ContainerImage.fromRegistry('nginx:1') });
  return { app, service, cluster: new KubernetesApp(app, 'kubernetes', clusterProps) };
}

test.each([
  ['MySQL', StackDatabase.mysql()],
  ['PostgreSQL', StackDatabase.postgres()],
])('the default stack with %s', (_, database) => {
  const { cluster } = stackOn(
    { database },
    { entry: KubernetesEntry.gateway({ host: 'mlflow.example.com', gateway: 'infra/edge' }) },
  );
  const yaml = KubernetesTemplate.fromApp(cluster)
    .toYaml()
    .replace(/-[0-9a-f]{8}\b/g, '-DIGEST')
    .replace(/ml\/mlflow:[0-9a-f]{12}/g, 'ml/mlflow:DIGEST');
  expect(yaml).toMatchSnapshot();
});

test('what a cluster has alone, and changes of single keys', () => {
  const { stack, cluster } = stackOn({ database: StackDatabase.postgres() });
  cluster.configure(stack.mlflow, { replicas: 3 });
  cluster.configure(stack.mlflow, { autoscaling: { maxReplicas: 10 } });
  cluster.configure(stack.db, { storage: { size: '50Gi', className: 'fast' } });
  cluster.addOverride('Deployment/mlflow', 'spec.template.spec.priorityClassName', 'high');
  cluster.addDeletionOverride('Deployment/mlflow', 'spec.template.spec.topologySpreadConstraints');

  const template = KubernetesTemplate.fromApp(cluster);
  template.hasObject('HorizontalPodAutoscaler', 'mlflow', { spec: { minReplicas: 3, maxReplicas: 10 } });
  template.hasObject('PodDisruptionBudget', 'mlflow');
  template.hasObject('Deployment', 'mlflow', {
    spec: { template: { spec: { priorityClassName: 'high', topologySpreadConstraints: undefined } } },
  });
  const [claim] = template.toJson().find(({ metadata }) => metadata.name === 'db').spec.volumeClaimTemplates;
  expect(claim.spec).toMatchObject({ storageClassName: 'fast', resources: { requests: { storage: '50Gi' } } });
});

test('users in PostgreSQL allow several replicas', () => {
  const { stack, cluster } = stackOn({ database: StackDatabase.postgres(), auth: MlflowAuth.basic() });
  cluster.configure(stack.mlflow, { replicas: 3 });
  const template = KubernetesTemplate.fromApp(cluster);
  template.hasObject('Deployment', 'mlflow', { spec: { replicas: 3, strategy: { type: 'RollingUpdate' } } });
  expect(template.toJson().filter(({ kind }: any) => kind === 'PersistentVolumeClaim')).toEqual([]);
});

test.each([
  [
    'MySQL holds the data',
    { auth: MlflowAuth.basic() },
    'use PostgreSQL as the backend store, or set `store` of the login to a PostgresService, or keep one replica',
  ],
  [
    'they are to stay in a volume',
    { database: StackDatabase.postgres(), auth: MlflowAuth.basic({ usersInVolume: true }) },
    'remove `usersInVolume` of the login, so that users are in PostgreSQL, or keep one replica',
  ],
])('users in SQLite allow one replica: %s', (_, props, remedy) => {
  const { stack, cluster } = stackOn(props);
  KubernetesTemplate.fromApp(cluster).hasObject('Deployment', 'mlflow', { spec: { strategy: { type: 'Recreate' } } });

  cluster.configure(stack.mlflow, { replicas: 3 });
  expect(() => cluster.toObjects()).toThrow(
    `[mlflow/mlflow] several pods would share the volume "users_volume", which only one pod may mount; ${remedy}`,
  );
});

test('every object of the stack has keys that Kubernetes knows', () => {
  const { cluster } = stackOn({}, { entry: KubernetesEntry.ingress({ host: 'mlflow.example.com' }) });
  for (const { kind, metadata, ...sections } of cluster.toObjects()) {
    const name = kind === 'Job' ? metadata.labels['app.kubernetes.io/name'] : metadata.name;
    cluster.addOverride(`${kind}/${name}`, 'metadata', metadata);
    for (const [section, value] of Object.entries(sections).filter(([key]) => key !== 'apiVersion')) {
      cluster.addOverride(`${kind}/${name}`, section, value); // which checks all that is below it
    }
  }
  expect(() => cluster.toObjects()).not.toThrow();
});

test('the reverse proxy and the jobs that give volumes away are not needed', () => {
  const { cluster } = stackOn({ proxy: { host: 'mlflow.example.com' } });
  const names = cluster.toObjects().map(({ kind, metadata }) => `${kind}/${metadata.name}`);

  expect(names).not.toContain('Deployment/proxy');
  expect(names.filter(name => name.includes('volume-owner'))).toEqual([]);
});

describe('synthesis', () => {
  const synthesized = () => {
    const { app, cluster } = web({ namespace: 'team' });
    new Service(app, 'api', { image: ContainerImage.fromRegistry('nginx:1') });
    cluster.addOverride('Deployment/api', 'spec.minReadySeconds', 5);
    return Testing.synth(app.project);
  };

  test('writes a kustomization beside the compose file, and a file for each group of objects', () => {
    const files = synthesized();

    expect(
      Object.keys(files)
        .filter(path => /kubernetes\/|kustomization/.test(path))
        .sort(),
    ).toEqual([
      'deploy/kubernetes/api.yaml',
      'deploy/kubernetes/namespace.yaml',
      'deploy/kubernetes/network-policies.yaml',
      'deploy/kubernetes/web.yaml',
      'deploy/kustomization.yaml',
    ]);
    expect(parseAllDocuments(files['deploy/kustomization.yaml'])[0].toJSON()).toMatchObject({
      kind: 'Kustomization',
      namespace: 'team',
      resources: ['namespace', 'network-policies', 'web', 'api'].map(group => `kubernetes/${group}.yaml`),
    });
    const [deployment] = parseAllDocuments(files['deploy/kubernetes/api.yaml']).map(each => each.toJSON());
    expect(deployment).toMatchObject({ kind: 'Deployment', spec: { minReadySeconds: 5 } });
  });

  test('gives the project tasks', () => {
    const { tasks } = synthesized()['.projen/tasks.json'];

    expect(Object.keys(tasks).filter(name => name.includes('kubernetes'))).toEqual([
      'app:kubernetes:apply',
      'app:kubernetes:delete',
      'app:kubernetes:diff',
      'app:kubernetes:push',
    ]);
    expect(tasks['app:kubernetes:apply'].steps.map(({ execArgs }: any) => execArgs.slice(0, 4))).toEqual([
      ['kubectl', 'apply', '--kustomize', '.'],
      ['kubectl', 'rollout', 'status', 'deployment/web'],
      ['kubectl', 'rollout', 'status', 'deployment/api'],
      ['kubectl', 'apply', '--kustomize', '.'], // with --prune: what the app has no more
    ]);
    expect(tasks['app:kubernetes:apply'].steps.at(-1).execArgs).toEqual(
      expect.arrayContaining(['--prune', '--selector', 'app.kubernetes.io/part-of=team-app', 'core/v1/Secret']),
    );
    expect(tasks['app:kubernetes:apply'].steps[0].cwd).toBe('deploy');
  });

  test('pushes what is built', () => {
    const { stack, cluster } = stackOn({});
    const image = KubernetesTemplate.fromApp(cluster)
      .toJson()
      .find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'mlflow').spec.template.spec
      .containers[0].image;
    const { tasks } = Testing.synth(stack.project)['.projen/tasks.json'];

    expect(tasks['mlflow:kubernetes:push'].steps.map(({ execArgs }: any) => execArgs)).toEqual([
      ['docker', 'build', '--tag', image, '--file', 'mlflow/Dockerfile', './mlflow'],
      ['docker', 'push', image],
    ]);
  });

  test('says in the files what Kubernetes has no key for', () => {
    const { stack } = stackOn({});
    expect(Testing.synth(stack.project)['kubernetes/db.yaml']).toMatch(/^# db: `deploy.resources.limits.pids` is /m);
  });

  test('prints what has no counterpart and may matter', () => {
    const { app, service } = web();
    const warn = jest.spyOn(app.project.logger, 'warn').mockImplementation();
    service.addOverride('ulimits', { nofile: 1024 });
    Testing.synth(app.project);

    expect(warn.mock.calls.flat().filter(text => /ulimits/.test(text))).toEqual([
      '[app/web] `ulimits` is a matter of the nodes in Kubernetes; set it in the container runtime of the nodes',
    ]);
  });

  test('writes nothing when something is wrong', () => {
    const { app, service } = web();
    service.addOverride('privileged', true);

    expect(() => app.project.synth()).toThrow(/\[app\/web\] `privileged` is forbidden .*; leave it out/);
    expect(existsSync(join(app.project.outdir, 'deploy/compose.yaml'))).toBe(false);
  });

  test('is the same each time', () => {
    expect(synthesized()).toEqual(synthesized());
  });
});

test('an overlay may be what the cluster is made of', () => {
  const app = new ComposeApp(testProject(), 'app');
  const service = new Service(app, 'web', { image: ContainerImage.fromRegistry('nginx:1') });
  const production = new ComposeOverlay(app, 'production');
  production.element(service).addOverride('image', 'nginx:2');
  const cluster = new KubernetesApp(production, 'kubernetes');

  const [container] = KubernetesTemplate.fromApp(cluster)
    .toJson()
    .find(({ kind }) => kind === 'Deployment').spec.template.spec.containers;
  expect(container.image).toBe('nginx:2');
});

test('variables have their default values, or those that are given', () => {
  const { app, service, cluster } = web({ variables: { HOST: 'db.example.com' } });
  service.addEnvironment('HOST', new EnvVariable(app, 'HOST'));
  service.addEnvironment('PORT', new EnvVariable(app, 'PORT', { defaultValue: '5432' }));

  expect(cluster.toKustomization().configMapGenerator).toEqual([
    { name: 'variables', literals: ['HOST="db.example.com"', 'PORT="5432"'] },
  ]);
});

test('the tag of an image follows the files of its context', () => {
  const project = testProject();
  mkdirSync(join(project.outdir, 'web'));
  writeFileSync(join(project.outdir, 'web/Dockerfile'), 'FROM nginx:1\n');
  const app = new ComposeApp(project, 'app');
  new Service(app, 'web', { image: ContainerImage.fromDefinition({ build: './web' }) });
  const cluster = new KubernetesApp(app, 'kubernetes', { imageRepository: 'registry.example.com' });
  const image = () =>
    cluster.toObjects().find(({ kind }) => kind === 'Deployment').spec.template.spec.containers[0].image;

  const before = image();
  expect(image()).toBe(before);
  writeFileSync(join(project.outdir, 'web/Dockerfile'), 'FROM nginx:2\n');
  expect(image()).not.toBe(before);
});

describe('what cannot be is an error', () => {
  test.each([
    [{ namespace: 'Team' }, '[app/kubernetes] "Team" is not a valid namespace for an app'],
    [{ namespace: 'kube-system' }, '"kube-system" is not a valid namespace for an app'],
    [
      { imageRepository: 'https://registry.example.com' },
      '"https://registry.example.com" is not a registry and folder',
    ],
    [{ secrets: KubernetesSecrets.existing('My Secrets') }, '"My Secrets" is not a valid name of a Secret'],
    [{ entry: KubernetesEntry.gateway({ host: 'localhost', gateway: 'edge' }) }, '"localhost" is not a host name'],
    [{ entry: KubernetesEntry.ingress({ host: 'a.example.com' }) }, 'no service is known for the host'],
  ])('%j', (props, text) => {
    expect(() => web(props).cluster.toObjects()).toThrow(text);
  });

  test('a size that Kubernetes cannot read', () => {
    const { service, cluster } = web();
    service.addOverride('volumes', ['/data']);
    cluster.configure(service, { storage: { size: 'large' } });
    expect(() => cluster.toObjects()).toThrow(
      '[app/web] Kubernetes cannot read the size "large"; give a number with a unit',
    );
  });

  test('configure for a service of another app', () => {
    expect(() => web().cluster.configure(web().service, {})).toThrow(
      /^\[app\/kubernetes\] the service "app\/web" belongs to/,
    );
  });

  test('an entry that leads to a service of another app', () => {
    const entry = KubernetesEntry.gateway({ host: 'a.example.com', gateway: 'edge', service: web().service });
    expect(() => web({ entry }).cluster.toObjects()).toThrow('belongs to another app');
  });

  test('two clusters in one directory', () => {
    const { app } = web();
    expect(() => new KubernetesApp(app, 'other')).toThrow(
      /the project already writes a file "deploy\/kustomization.yaml"/,
    );
  });

  test('no app above it', () => {
    expect(() => new KubernetesApp(testProject() as Project, 'kubernetes')).toThrow('there is no ComposeApp above');
  });
});

test('the template says what is missing', () => {
  const template = KubernetesTemplate.fromApp(web().cluster);

  template.hasObject('Deployment', 'web', { spec: { replicas: 1 } });
  expect(() => template.hasObject('Deployment', 'web', { spec: { replicas: 2 } })).toThrow(
    'Deployment/web.spec.replicas: expected 2, found 1',
  );
  expect(() => template.hasObject('Deployment', 'wbe')).toThrow('did you mean "Deployment/web"?');
});

test('the folder of the package that is loaded by all does not load the translation', () => {
  const source = readFileSync(join(__dirname, '../../src/kubernetes/kubernetes-app.ts'), 'utf8');

  expect(source.match(/^import \{.*\} from '.\/translation\/(?!cluster-input')/m)).toBeNull();
});

test('a project may be synthesized twice', () => {
  const { app, service, cluster } = web();
  app.project.synth();
  cluster.configure(service, { replicas: 2 });
  app.project.synth();

  const path = join(app.project.outdir, 'deploy/kubernetes/web.yaml');
  expect(parseAllDocuments(readFileSync(path, 'utf8'))[0].toJSON().spec.replicas).toBe(2);
});
