import * as fc from 'fast-check';
import { anyApp, appOf } from './any-app';
import { faultsOf, missingKubeconform } from './kubeconform';
import {
  KubernetesApp,
  KubernetesAppProps,
  KubernetesEntry,
  KubernetesIdentity,
  KubernetesSecrets,
  MlflowAuth,
  MlflowStack,
  MlflowStackProps,
  StackDatabase,
} from '../../src';
import { testProject } from '../test-project';

const problem = missingKubeconform();
if (problem && !process.env.CI) {
  console.error(`Objects were not checked with kubeconform: ${problem}.`);
}
const conformanceTest = problem && !process.env.CI ? test.skip : test;

conformanceTest('kubeconform is there, and finds a wrong key and a wrong type', () => {
  expect(problem).toBeUndefined();
  const service = (spec: { [key: string]: any }) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'x' },
    spec,
  });
  expect(faultsOf([service({ ports: [{ port: 80, targetPort: 'http' }] })])).toEqual([]);
  expect(faultsOf([service({ prots: [] })])).toEqual([expect.stringContaining('Service/x')]);
  expect(faultsOf([service({ ports: [{ port: '80' }] })])).toEqual([expect.stringContaining('Service/x')]);
});

conformanceTest(
  'any app is translated to objects that kubeconform accepts',
  () => {
    // one run of the program for all apps: it takes longer to load the schemas than to check an app
    const seed = Date.now();
    const objects = fc
      .sample(anyApp, { numRuns: 200, seed })
      .map(services => appOf(services))
      .filter(({ errors }) => errors.length === 0)
      .flatMap(output => output.objects);

    expect(objects.length).toBeGreaterThan(100);
    expect({ seed, faults: faultsOf(objects) }).toEqual({ seed, faults: [] });
  },
  120_000,
);

const stacks: [string, MlflowStackProps, KubernetesAppProps][] = [
  ['MySQL', {}, { entry: KubernetesEntry.ingress({ host: 'mlflow.example.com', issuer: 'letsencrypt' }) }],
  [
    'PostgreSQL and a login',
    { database: StackDatabase.postgres(), auth: MlflowAuth.basic() },
    { entry: KubernetesEntry.gateway({ host: 'mlflow.example.com', gateway: 'infra/edge' }) },
  ],
  ['SQLite', { database: StackDatabase.sqlite() }, { secrets: KubernetesSecrets.external({ store: 'vault' }) }],
];

conformanceTest.each(stacks)('so are those of the stack with %s', (_, props, clusterProps) => {
  const stack = new MlflowStack(testProject(), 'mlflow', props);
  const cluster = new KubernetesApp(stack, 'kubernetes', {
    imageRepository: 'registry.example.com/ml',
    ...clusterProps,
  });
  cluster.configure(stack.s3, {
    storage: { size: '50Gi', className: 'fast' },
    identity: KubernetesIdentity.google({ serviceAccount: 'mlflow@team.iam.gserviceaccount.com' }),
  });
  cluster.configure(stack.mlflow, {
    ...(_ === 'PostgreSQL and a login' && { replicas: 2, autoscaling: { maxReplicas: 5 } }),
    identity: KubernetesIdentity.azure({ clientId: '12345678-90ab-cdef-1234-567890abcdef' }),
  });

  expect(faultsOf(cluster.toObjects())).toEqual([]);
});
