import { existsSync } from 'node:fs';
import { BucketScript, ComposeApp, EnvValue, Secret } from '../../src';
import { testProject } from '../test-project';

const app = () => new ComposeApp(testProject(), 'app');

test.each([
  ['minioAdmin', ['MINIO_ROOT_USER'], ['MINIO_ROOT_PASSWORD_FILE']],
  ['s3', ['S3_ROOT_USER'], ['S3_ROOT_PASSWORD_FILE']],
  ['s3WithBucketPolicy', ['S3_ROOT_USER', 'BUCKET_POLICY'], ['S3_ROOT_PASSWORD_FILE']],
] as const)('%s names a script of ours, and gives it the administrator', (way, variables, secrets) => {
  const script = BucketScript[way]({ rootUser: EnvValue.of('root'), rootPassword: new Secret(app(), 'PASSWORD') });
  expect(existsSync(script.path)).toBe(true);
  expect(Object.keys(script.environment)).toEqual(variables);
  expect(Object.keys(script.secrets)).toEqual(secrets);
});

test("a team's own script may need nothing", () => {
  expect(BucketScript.custom({ path: '/team/script.sh' })).toMatchObject({ path: '/team/script.sh', environment: {}, secrets: {} });
});
