import {
  ComposeApp,
  ContainerImage,
  GoogleCloudStorage,
  GoogleCloudStorageProps,
  Secret,
  Service,
  SignedUrls,
} from '../../src';
import { testProject } from '../test-project';

function bound(props: (app: ComposeApp) => Partial<GoogleCloudStorageProps> = () => ({})): {
  config: any;
  definition: any;
} {
  const app = new ComposeApp(testProject(), 'app');
  const store = new GoogleCloudStorage(app, 'store', { bucket: 'team-mlflow', ...props(app) });
  const job = new Service(app, 'job', { image: ContainerImage.fromRegistry('alpine') });
  const config = store.bind(job);
  return { config, definition: app.toDefinition().services.job };
}

test('by default the identity of the platform is used', () => {
  const { config, definition } = bound();
  expect(config.destination.toCompose()).toBe('gs://team-mlflow');
  expect(config).toMatchObject({ pythonPackages: ['google-cloud-storage'], signedUrls: SignedUrls.NONE });
  expect(definition.environment).toBeUndefined();
});

test('credentials are a file, and can sign', () => {
  const { config, definition } = bound(app => ({
    credentials: new Secret(app, 'GCS', { file: './key.json' }),
    project: 'team',
    prefix: 'artifacts/',
  }));
  expect(config.destination.toCompose()).toBe('gs://team-mlflow/artifacts');
  expect(config.signedUrls).toBe(SignedUrls.EVERYWHERE);
  expect(definition).toMatchObject({
    environment: { GOOGLE_APPLICATION_CREDENTIALS: '/run/secrets/GCS', GOOGLE_CLOUD_PROJECT: 'team' },
    secrets: [{ source: 'GCS' }],
  });
});

test.each(['A', 'UPPER', '-a-'])('the bucket name "%s" is an error', bucket => {
  expect(() => bound(() => ({ bucket }))).toThrow(`[app/store] "${bucket}" is not a valid name for a bucket;`);
});
