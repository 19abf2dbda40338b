import { AmazonS3, AmazonS3Props, ComposeApp, ContainerImage, Service } from '../../src';
import { testProject } from '../test-project';

function environmentOf(props: Partial<AmazonS3Props> = {}): any {
  const app = new ComposeApp(testProject(), 'app');
  const store = new AmazonS3(app, 'store', { bucket: 'team-mlflow', ...props });
  const job = new Service(app, 'job', { image: ContainerImage.fromRegistry('alpine') });
  store.bind(job);
  return app.toDefinition().services.job.environment;
}

test("by default the region's own address is asked, in the role of the machine", () => {
  expect(environmentOf()).toEqual({ AWS_DEFAULT_REGION: 'us-east-1', MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE: 'auto' });
});

test('region, key of encryption, owner and endpoint may be given', () => {
  expect(
    environmentOf({
      region: 'eu-central-1',
      kmsKeyId: 'alias/mlflow',
      expectedBucketOwner: '123456789012',
      uploadExtraArgs: { StorageClass: 'STANDARD_IA' },
      endpoint: 'https://bucket.vpce-1.s3.eu-central-1.vpce.amazonaws.com',
    }),
  ).toMatchObject({
    AWS_DEFAULT_REGION: 'eu-central-1',
    MLFLOW_S3_EXPECTED_BUCKET_OWNER: '123456789012',
    MLFLOW_S3_UPLOAD_EXTRA_ARGS:
      '{"ServerSideEncryption":"aws:kms","SSEKMSKeyId":"alias/mlflow","StorageClass":"STANDARD_IA"}',
    MLFLOW_S3_ENDPOINT_URL: 'https://bucket.vpce-1.s3.eu-central-1.vpce.amazonaws.com',
  });
});

test('an owner that is no account is an error', () => {
  expect(() => environmentOf({ expectedBucketOwner: 'me' })).toThrow(
    '[app/store] "me" is not an AWS account ID; use 12 digits',
  );
});
