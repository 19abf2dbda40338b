import {
  AwsCredentials,
  ComposeApp,
  ContainerImage,
  EnvValue,
  S3AddressingStyle,
  S3Checksums,
  S3Store,
  S3StoreProps,
  Secret,
  Service,
  SignedUrls,
} from '../../src';
import { testProject } from '../test-project';

function bound(props: Partial<S3StoreProps> = {}): { destination: string; definition: any; config: any } {
  const app = new ComposeApp(testProject(), 'app');
  app.expectPath('./ca.pem');
  const store = new S3Store(app, 'store', {
    bucket: 'mlflow',
    endpoint: 'https://s3.example.com',
    credentials: AwsCredentials.machineRole(),
    ...props,
  });
  const job = new Service(app, 'job', { image: ContainerImage.fromRegistry('alpine') });
  const config = store.bind(job);
  const { services, configs } = app.toDefinition();
  return { destination: config.destination.toCompose(), definition: { ...services.job, fileOf: configs }, config };
}

test('a consumer gets the address of the bucket', () => {
  const { destination, definition, config } = bound();
  expect(destination).toBe('s3://mlflow/');
  expect(definition.environment).toEqual({
    MLFLOW_S3_ENDPOINT_URL: 'https://s3.example.com',
    AWS_DEFAULT_REGION: 'us-east-1',
    MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE: 'path',
  });
  expect(config).toMatchObject({ pythonPackages: ['boto3'], signedUrls: SignedUrls.EVERYWHERE });
});

test('all settings', () => {
  const { destination, definition } = bound({
    prefix: '/team/artifacts/',
    region: 'eu-central-1',
    addressingStyle: S3AddressingStyle.VIRTUAL,
    checksums: S3Checksums.WHEN_REQUIRED,
    uploadExtraArgs: { StorageClass: 'STANDARD_IA' },
    caFile: './ca.pem',
  });
  expect(destination).toBe('s3://mlflow/team/artifacts/');
  expect(definition.environment).toEqual({
    MLFLOW_S3_ENDPOINT_URL: 'https://s3.example.com',
    AWS_DEFAULT_REGION: 'eu-central-1',
    MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE: 'virtual',
    MLFLOW_S3_UPLOAD_EXTRA_ARGS: '{"StorageClass":"STANDARD_IA"}',
    AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
    AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required',
    AWS_CA_BUNDLE: '/etc/ssl/s3-ca.pem',
  });
  expect(definition.configs).toEqual([{ source: 'store_ca', target: '/etc/ssl/s3-ca.pem' }]);
  expect(definition.fileOf).toEqual({ store_ca: { file: './ca.pem' } });
});

test('a consumer may be bound twice, and there may be several', () => {
  const app = new ComposeApp(testProject(), 'app');
  app.expectPath('./ca.pem');
  const store = new S3Store(app, 'store', {
    bucket: 'mlflow',
    credentials: AwsCredentials.keys({ accessKeyId: EnvValue.of('key'), secretAccessKey: new Secret(app, 'KEY') }),
    caFile: 'ca.pem',
  });
  const [one, two] = ['one', 'two'].map(
    name => new Service(app, name, { image: ContainerImage.fromRegistry('alpine') }),
  );
  store.bind(one);
  store.bind(one);
  store.bind(two);
  const { services } = app.toDefinition();
  expect(services.one).toEqual(services.two);
  expect(services.one.secrets).toHaveLength(1);
  expect(services.one.configs).toHaveLength(1);
});

test.each(['no', 'Upper', 'under_score', 'a..b', '192.168.1.1'])('the bucket name "%s" is an error', bucket => {
  expect(() => bound({ bucket })).toThrow(`[app/store] "${bucket}" is not a valid name for a bucket;`);
});

test.each(['', 's3.example.com', 's3.example.com:9000', 'https://', 's3://bucket', 'https://a b'])(
  'the endpoint "%s" is an error',
  endpoint => {
    expect(() => bound({ endpoint })).toThrow(`[app/store] the endpoint "${endpoint}" is not a URL; give one such as`);
  },
);

test('a certificate by an absolute path is the file of the host that it names', () => {
  const app = new ComposeApp(testProject(), 'app', { directory: 'deploy' });
  const store = new S3Store(app, 'store', {
    bucket: 'mlflow',
    credentials: AwsCredentials.machineRole(),
    caFile: '/etc/ssl/ca.pem',
  });
  store.bind(new Service(app, 'job', { image: ContainerImage.fromRegistry('alpine:3.22') }));
  expect(app.toDefinition().configs).toEqual({ store_ca: { file: '/etc/ssl/ca.pem' } });
});
