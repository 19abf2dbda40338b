import { Project } from 'projen';
import { KubernetesApp, KubernetesEntry, MlflowStack, StackDatabase } from 'projen-mlflow';

const project = new Project({ name: 'kubernetes' });
project.defaultTask!.exec('tsx .projenrc.ts');

const stack = new MlflowStack(project, 'mlflow', { database: StackDatabase.postgres() });

const cluster = new KubernetesApp(stack, 'kubernetes', {
  namespace: 'mlflow',
  imageRepository: 'registry.example.com/ml',
  entry: KubernetesEntry.gateway({ host: 'mlflow.example.com', gateway: 'infra/edge' }),
});
cluster.configure(stack.mlflow, { replicas: 2 });
cluster.configure(stack.db, { storage: { size: '50Gi' } });
cluster.configure(stack.s3, { storage: { size: '500Gi' } });

project.synth();
