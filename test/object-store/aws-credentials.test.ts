import { AwsCredentials, ComposeApp, ContainerImage, EnvValue, Secret, Service } from '../../src';
import { testProject } from '../test-project';

function bound(credentials: (app: ComposeApp) => AwsCredentials): any {
  const app = new ComposeApp(testProject(), 'app');
  const job = new Service(app, 'job', { image: ContainerImage.fromRegistry('alpine') });
  credentials(app).bind(job);
  return app.toDefinition().services.job;
}

test('of keys the secret is a file', () => {
  expect(
    bound(app =>
      AwsCredentials.keys({
        accessKeyId: EnvValue.of('key'),
        secretAccessKey: new Secret(app, 'S3_KEY', { file: './key' }),
      }),
    ),
  ).toMatchObject({
    environment: { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY_FILE: '/run/secrets/S3_KEY' },
    secrets: [{ source: 'S3_KEY' }],
  });
});

test('the role of the machine needs nothing', () => {
  expect(bound(() => AwsCredentials.machineRole()).environment).toBeUndefined();
});

test('a web identity is a role and a file with a token', () => {
  expect(
    bound(app =>
      AwsCredentials.webIdentity({
        roleArn: 'arn:aws:iam::123456789012:role/mlflow',
        token: new Secret(app, 'TOKEN', { file: './token' }),
      }),
    ).environment,
  ).toEqual({
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/mlflow',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/run/secrets/TOKEN',
  });
});
