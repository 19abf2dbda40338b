import { ComposeApp, MinioImage, MinioService } from '../../../src';
import { testProject } from '../../test-project';

test('the fork is the default', () => {
  expect(MinioImage.fork().toDefinition()).toEqual({ image: expect.stringMatching(/^pgsty\/silo:RELEASE\./) });
});

test("MinIO's own last image is on Quay", () => {
  expect(MinioImage.frozenOfficial().toDefinition()).toEqual({
    image: 'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z',
  });
});

test('an image from source is built by a Dockerfile of the app', () => {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  const s3 = new MinioService(app, 's3', { image: MinioImage.fromSource(app, 'minio') });
  expect(app.toDefinition().services.s3.build).toEqual({ context: './minio', dockerfile: 'Dockerfile' });
  expect(s3.clientImage).toBe(s3.image);
  expect((app.node.findChild('minio') as any).toText()).toMatchSnapshot();
});
