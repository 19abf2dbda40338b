import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BucketScript, ComposeApp, EnvValue, Secret } from '../../../src';
import { testProject } from '../../test-project';

const asset = (...path: string[]) => readFileSync(join(__dirname, '..', '..', '..', 'assets', ...path), 'utf8');
const app = () => new ComposeApp(testProject(), 'app');

test.each([
  ['minioAdmin', ['MINIO_ROOT_USER'], ['MINIO_ROOT_PASSWORD_FILE']],
  ['s3', ['S3_ROOT_USER'], ['S3_ROOT_PASSWORD_FILE']],
  ['s3WithBucketPolicy', ['S3_ROOT_USER', 'BUCKET_POLICY'], ['S3_ROOT_PASSWORD_FILE']],
] as const)('%s names a script of ours, and gives it the administrator', (way, variables, secrets) => {
  const script = BucketScript[way]({ rootUser: EnvValue.of('root'), rootPassword: new Secret(app(), 'PASSWORD') });
  expect(script.content).toBe(
    asset('bucket-script.sh') + asset(way === 'minioAdmin' ? 'minio' : 's3', 'create-buckets.sh'),
  );
  expect(Object.keys(script.environment)).toEqual(variables);
  expect(Object.keys(script.secrets)).toEqual(secrets);
});

test("a team's own script may need nothing, and can call what ours call", () => {
  const path = join(testProject().outdir, 'script.sh');
  writeFileSync(path, 'require BUCKETS\n');

  expect(BucketScript.custom({ path })).toMatchObject({
    content: `${asset('bucket-script.sh')}require BUCKETS\n`,
    environment: {},
    secrets: {},
  });
});

/** Writes a script as a container gets it, after which a program of the test follows. */
function scriptWith(program: string): string {
  const project = testProject();
  const path = join(project.outdir, 'create-buckets.sh');
  writeFileSync(join(project.outdir, 'end.sh'), program);
  writeFileSync(path, BucketScript.custom({ path: join(project.outdir, 'end.sh') }).content);
  return path;
}

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s ends a script at once, also while a program that it waits for ignores it', async (signal, code) => {
  const script = spawn(
    'sh',
    [scriptWith("try 'no answer' sh -c 'trap \"\" TERM INT; echo $$ >&3; exec sleep 600'\n")],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const [pid] = await once(script.stdio[3]!, 'data');
  script.kill(signal);
  expect(await once(script, 'exit')).toEqual([code, null]);
  process.kill(Number(pid), 'SIGKILL'); // in a container it ends with the first process
});

test.each([
  ['true', 0],
  ['fail "no bucket"', 1],
  ['exit 7', 7],
  ['false\ntrue', 1],
])('a script that runs "%s" ends with %d', (program, code) => {
  expect(spawnSync('sh', [scriptWith(`${program}\n`)]).status).toBe(code);
});
