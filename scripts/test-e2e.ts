/**
 * Runs the end-to-end tests where a Docker engine answers. Elsewhere they are skipped, but in CI that is a failure.
 */
import { spawnSync } from 'node:child_process';

const engine = spawnSync('docker', ['info', '--format', '{{.ServerVersion}}'], { encoding: 'utf8', timeout: 30_000 });
if (engine.status !== 0) {
  console.error('The end-to-end tests were skipped: no Docker engine answers.');
  process.exit(process.env.CI ? 1 : 0);
}
const jest = spawnSync('npx', ['jest', '--ci', '--config', 'test/e2e/jest.config.json', '--json', '--outputFile', 'test-output/e2e.json', ...process.argv.slice(2)],
  { stdio: 'inherit' });
process.exit(jest.status ?? 1);
