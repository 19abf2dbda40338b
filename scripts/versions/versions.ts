/**
 * Tests the runtime and the stack with each minor release of MLflow that the package index has, and writes the table of
 * `docs/mlflow-versions.md`. Exits with 1 if a test failed.
 *
 *   npm run versions                 the runtime's tests on all releases; the stack with the oldest, pinned, newest
 *   npm run versions -- 3.11 3.16    only these releases, without writing the table
 *
 * Needs Python 3.13 or later, which `PYTHON` may name, and a Docker engine for the stack.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Acceptance } from './acceptance';
import { Environment, findPython, oldestPython, RuntimeResult } from './environment';
import { Release, releasesSince } from './release';
import { MlflowRuntime } from '../../src';
import { MLFLOW_VERSION, OLDEST_TESTED_MINOR } from '../../src/mlflow/image/mlflow-version';
import { Machine } from '../../test/e2e/machine';

const PAGE = resolve(__dirname, '..', '..', 'docs', 'mlflow-versions.md');
const TABLE = /(<!-- written by `npm run versions` -->\n)[^]*?(\n<!-- end -->)/;
const PASSED = 'passed';

interface Row {
  readonly release: Release;
  readonly runtime: RuntimeResult;
  /** The result of the stack for each kind of runtime; none where it was not started. */
  readonly stacks: string[];
}

async function main(python: string, only: string[]): Promise<void> {
  const releases = releasesSince(python, OLDEST_TESTED_MINOR);
  const stackReleases = new Set([releases[0].version, MLFLOW_VERSION, releases.at(-1)!.version]);
  const engineProblem = new Machine().engineProblem();
  if (engineProblem) {
    console.error(`The stack is not tested: ${engineProblem}.`);
  }
  const rows: Row[] = [];
  for (const release of releases.filter(({ minor }) => only.length === 0 || only.includes(`3.${minor}`))) {
    const environment = new Environment(release);
    say(`${release.version}: installing`);
    environment.install(python);
    say(`${release.version}: testing the runtime`);
    const runtime = environment.testRuntime();
    say(`${release.version}: ${runtime.tests}`);
    const stacks: string[] = [];
    if (!engineProblem && stackReleases.has(release.version)) {
      stacks.push(
        await acceptance(release, environment, MlflowRuntime.patched()),
        await acceptance(release, environment, MlflowRuntime.plain()),
      );
    }
    rows.push({ release, runtime, stacks });
  }

  const table = render(rows);
  console.log(table);
  mkdirSync('test-output', { recursive: true });
  writeFileSync(join('test-output', 'versions.md'), `${table}\n`);
  if (only.length === 0 && !engineProblem) {
    writeFileSync(PAGE, readFileSync(PAGE, 'utf8').replace(TABLE, `$1${table}$2`));
  }
  process.exitCode = rows.every(({ runtime, stacks }) => runtime.passed && stacks.every(result => result === PASSED))
    ? 0
    : 1;
}

async function acceptance(release: Release, { python }: Environment, runtime: MlflowRuntime): Promise<string> {
  const what = `${release.version}: ${runtime.isPlain ? 'plain' : 'patched'} stack`;
  try {
    say(`${what}: starting`);
    await new Acceptance(release, python, runtime).run();
    say(`${what}: passed`);
    return PASSED;
  } catch (error) {
    say(`${what}: FAILED: ${error}`);
    return 'failed';
  }
}

function render(rows: Row[]): string {
  return [
    "| MLflow | on the index | the runtime's tests | features left out | stack | stack, `MlflowRuntime.plain()` |",
    '|---|---|---|---|---|---|',
    ...rows.map(
      ({ release, runtime, stacks: [patched, plain] }) =>
        `| ${[
          release.version === MLFLOW_VERSION ? `**${release.version}**` : release.version,
          release.isComplete ? 'complete' : 'incomplete',
          runtime.tests,
          runtime.leftOut.join(', ') || 'none',
          patched ?? '',
          plain ?? '',
        ].join(' | ')} |`,
    ),
  ].join('\n');
}

function say(line: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
}

const found = findPython();
if (found) {
  main(found, process.argv.slice(2)).catch(error => {
    console.error(error);
    process.exit(1);
  });
} else {
  console.error(
    `The versions were not tested: no Python ${oldestPython()} or later with venv; install one, or name it by PYTHON.`,
  );
  process.exit(process.env.CI ? 1 : 0);
}
