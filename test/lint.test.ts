import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { MlflowStack } from '../src';
import { testProject } from './test-project';

const DCLINT = join(dirname(require.resolve('dclint/package.json')), 'bin', 'dclint.cjs');

test('dclint finds nothing at the default stack', () => {
  const project = testProject();
  new MlflowStack(project, 'mlflow');
  project.synth();
  const { status, stdout } = spawnSync(
    process.execPath,
    [DCLINT, '--formatter', 'json', '--max-warnings', '0', join(project.outdir, 'compose.yaml')],
    { encoding: 'utf8', timeout: 60_000 },
  );
  expect({ status, findings: JSON.parse(stdout).flatMap(({ messages }: any) => messages) }).toEqual({
    status: 0,
    findings: [],
  });
});
