/**
 * Runs the end-to-end tests if there is a Docker engine, and installs what else they need. Prints a line for each
 * requirement that cannot be installed: without a browser or a cluster its tests are skipped, without another
 * requirement all tests are. In CI that is a failure, but for the cluster.
 */
import { spawnSync } from 'node:child_process';
import { Machine } from '../test/e2e/machine';

const machine = new Machine();
const engineProblem = machine.engineProblem();
const problems = engineProblem ? [engineProblem] : machine.missingPrograms();
if (problems.length > 0) {
  console.error(`The end-to-end tests were skipped: ${problems.join('; ')}.`);
  process.exit(process.env.CI ? 1 : 0);
}
const browserProblem = machine.missingBrowser();
if (browserProblem) {
  console.error(
    `The end-to-end tests in a browser ${process.env.CI ? 'will fail' : 'are skipped'}: ${browserProblem}.`,
  );
}
const clusterProblem = machine.clusterProblem();
if (clusterProblem) {
  console.error(`The end-to-end tests in a Kubernetes cluster are skipped: ${clusterProblem}.`);
}
const jest = spawnSync(
  'npx',
  [
    'jest',
    '--ci',
    '--config',
    'test/e2e/jest.config.json',
    '--json',
    '--outputFile',
    'test-output/e2e.json',
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
process.exit(jest.status ?? 1);
