import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { Release } from './release';
import { MLFLOW_VERSION } from '../../src/mlflow/image/mlflow-version';
import { attempt, run } from '../../test/e2e/command';

const REPOSITORY = resolve(__dirname, '..', '..');
const ASSETS = join(REPOSITORY, 'assets', 'mlflow-server');
const DRIVERS = ['boto3', 'pymysql', 'flask-wtf'];
const SETTINGS = { MLFLOW_DISABLE_TELEMETRY: 'true', MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' };

/**
 * The results of the runtime's tests on a release.
 */
export interface RuntimeResult {
  /** Such as `221 passed` or `3 of 221 failed`. */
  readonly tests: string;
  /** Whether the self-check and all tests passed. */
  readonly passed: boolean;
  /** The optional features of the runtime that do not fit the release. */
  readonly leftOut: string[];
}

/**
 * A Python for the runtime: the one in the variable `PYTHON`, or the first one in the `PATH` that is new enough
 * according to the runtime's `pyproject.toml`.
 */
export function findPython(): string | undefined {
  const check = `import ensurepip, sys, venv; sys.exit(sys.version_info < (${oldestPython().replace('.', ', ')}))`;
  const names = process.env.PYTHON ? [process.env.PYTHON] : [`python${oldestPython()}`, 'python3'];
  return names.find(name => attempt(name, ['-c', check]).status === 0);
}

/** The oldest Python that the runtime runs on, such as `3.13`. */
export function oldestPython(): string {
  return /^requires-python = ">=(\d+\.\d+)"$/m.exec(
    readFileSync(join(ASSETS, 'runtime', 'pyproject.toml'), 'utf8'),
  )![1];
}

/**
 * A virtual environment with a release of MLflow, kept between runs until the lock files change. It is installed as
 * `MlflowImage` installs that version.
 */
export class Environment {
  /** The interpreter of the environment. */
  public readonly python: string;

  private readonly directory: string;

  constructor(private readonly release: Release) {
    this.directory = join(REPOSITORY, '.cache', 'versions', release.version);
    this.python = join(this.directory, 'bin', 'python');
  }

  /**
   * Creates the environment if it does not exist, and installs the runtime of this checkout into it.
   *
   * @param python the interpreter to create it with
   */
  public install(python: string): void {
    const stamp = join(this.directory, 'lock.txt');
    const lock = ['mlflow', 'build', ...DRIVERS].map(name => readFileSync(requirements(name), 'utf8')).join('');
    if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
      rmSync(this.directory, { recursive: true, force: true });
      run(python, ['-m', 'venv', this.directory]);
      this.installMlflow();
      [...DRIVERS, 'build'].forEach(name => this.pip('--no-deps', '--require-hashes', '-r', requirements(name)));
      writeFileSync(stamp, lock);
    }
    this.pip('--no-deps', '--no-build-isolation', '--force-reinstall', join(ASSETS, 'runtime'));
  }

  /** Runs the self-check and the tests of the runtime; their output goes to `test-output/versions`. */
  public testRuntime(): RuntimeResult {
    const env = { ...SETTINGS, PATH: [join(this.directory, 'bin'), process.env.PATH].join(delimiter) };
    const check = attempt('mlflow-selfcheck', [], { env, cwd: this.directory, timeoutSeconds: 300 });
    const tests = attempt(
      this.python,
      ['-W', 'ignore', '-m', 'unittest', 'discover', '-s', join(REPOSITORY, 'test', 'runtime')],
      { env, cwd: this.directory, timeoutSeconds: 3600 },
    );
    const log = join(REPOSITORY, 'test-output', 'versions');
    mkdirSync(log, { recursive: true });
    writeFileSync(
      join(log, `${this.release.version}.log`),
      [check, tests].map(({ stdout, stderr }) => stdout + stderr).join('\n'),
    );

    const leftOut = [...check.stdout.matchAll(/^selfcheck: without ([^:]*):/gm)].map(([, feature]) => feature);
    return {
      tests: check.status === 0 ? summary(tests.stderr) : 'the self-check failed',
      passed: check.status === 0 && tests.status === 0,
      leftOut,
    };
  }

  private installMlflow(): void {
    const { version, isComplete } = this.release;
    const lock = requirements('mlflow');
    if (version === MLFLOW_VERSION || !isComplete) {
      this.pip('--no-deps', '--only-binary', ':all:', '--require-hashes', '-r', lock);
      if (!isComplete) {
        this.pip('--no-deps', `mlflow==${version}`);
      }
      return;
    }
    const report = (name: string) => join(this.directory, `${name}.json`);
    const dryRun = ['--dry-run', '--ignore-installed', '--no-deps', '--report'];
    this.pip(
      ...dryRun,
      report('mlflow'),
      ...['mlflow', 'mlflow-skinny', 'mlflow-tracing'].map(name => `${name}==${version}`),
    );
    this.pip(...dryRun, report('locked'), '-r', lock);
    const constraints = join(this.directory, 'constraints.txt');
    writeFileSync(
      constraints,
      run(this.python, [join(ASSETS, 'requirements', 'constraints.py'), report('mlflow'), report('locked')]),
    );
    this.pip('--constraint', constraints, `mlflow==${version}`);
  }

  private pip(...args: string[]): void {
    run(this.python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...args], {
      timeoutSeconds: 900,
    });
  }
}

function requirements(name: string): string {
  return join(ASSETS, 'requirements', `${name}.txt`);
}

/** What unittest says at its end, in a few words. */
function summary(output: string): string {
  const ran = Number(/^Ran (\d+) tests?/m.exec(output)?.[1] ?? 0);
  const count = (kind: string) =>
    Number(new RegExp(`^(?:OK|FAILED) \\(.*\\b${kind}=(\\d+)`, 'm').exec(output)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  const skipped = count('skipped');
  if (ran === 0 || !/^(OK|FAILED)/m.test(output)) {
    return 'the tests broke off';
  }
  return failed > 0
    ? `${failed} of ${ran} failed`
    : `${ran - skipped} passed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
