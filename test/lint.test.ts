import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { MlflowStack } from '../src';
import { testProject } from './test-project';

const DCLINT = join(dirname(require.resolve('dclint/package.json')), 'bin', 'dclint.cjs');

/** What dclint thinks of the order of keys and services; ours is that of their start. */
const ORDER = ['service-dependencies-alphabetical-order', 'service-keys-order', 'services-alphabetical-order', 'top-level-properties-order'];

test('dclint finds nothing at the default stack, but for the order of keys', () => {
  const project = testProject();
  new MlflowStack(project, 'mlflow');
  project.synth();
  const { status, stdout } = spawnSync(process.execPath, [
    DCLINT, '--formatter', 'json', '--max-warnings', '0', join(project.outdir, 'compose.yaml'), '--disable-rule', ...ORDER,
  ], { encoding: 'utf8', timeout: 60_000 });
  expect({ status, findings: JSON.parse(stdout).flatMap(({ messages }: any) => messages) }).toEqual({ status: 0, findings: [] });
});
