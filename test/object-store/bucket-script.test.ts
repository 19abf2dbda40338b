import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BucketScript, ComposeApp, EnvValue, Secret } from '../../src';
import { testProject } from '../test-project';

const asset = (...path: string[]) => readFileSync(join(__dirname, '..', '..', 'assets', ...path), 'utf8');
const app = () => new ComposeApp(testProject(), 'app');

test.each([
  ['minioAdmin', ['MINIO_ROOT_USER'], ['MINIO_ROOT_PASSWORD_FILE']],
  ['s3', ['S3_ROOT_USER'], ['S3_ROOT_PASSWORD_FILE']],
  ['s3WithBucketPolicy', ['S3_ROOT_USER', 'BUCKET_POLICY'], ['S3_ROOT_PASSWORD_FILE']],
] as const)('%s names a script of ours, and gives it the administrator', (way, variables, secrets) => {
  const script = BucketScript[way]({ rootUser: EnvValue.of('root'), rootPassword: new Secret(app(), 'PASSWORD') });
  expect(script.content).toBe(asset('bucket-script.sh') + asset(way === 'minioAdmin' ? 'minio' : 's3', 'create-buckets.sh'));
  expect(Object.keys(script.environment)).toEqual(variables);
  expect(Object.keys(script.secrets)).toEqual(secrets);
});

test("a team's own script may need nothing, and can call what ours call", () => {
  const path = join(testProject().outdir, 'script.sh');
  writeFileSync(path, 'require BUCKETS\n');

  expect(BucketScript.custom({ path })).toMatchObject({ content: `${asset('bucket-script.sh')}require BUCKETS\n`, environment: {}, secrets: {} });
});
