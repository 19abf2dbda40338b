import { Project } from 'projen';
import { AmazonS3, AwsCredentials, ComposeApp, MlflowService, PostgresService } from 'projen-mlflow';

const project = new Project({ name: 'aws-s3' });
project.defaultTask!.exec('tsx .projenrc.ts');

const app = new ComposeApp(project, 'mlflow');
new MlflowService(app, 'mlflow', {
  backendStore: new PostgresService(app, 'db'),
  artifactStore: new AmazonS3(app, 's3', {
    bucket: 'my-team-mlflow',
    region: 'eu-central-1',
    expectedBucketOwner: '123456789012',
    credentials: AwsCredentials.machineRole(),
  }),
});

project.synth();
