import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from './command';
import { Machine } from './machine';
import { MLFLOW_VERSION } from '../../src/mlflow/image/mlflow-version';

/** The root of this repository. */
export const REPOSITORY = resolve(__dirname, '..', '..');

/** Where tests leave what is to be looked at: screenshots, logs. */
export const OUTPUT = join(REPOSITORY, 'test-output');

const STATE = join(OUTPUT, 'e2e-workspace.json');
const VENV = join(REPOSITORY, '.venv');

/**
 * What all end-to-end tests share, made once before the first one.
 */
export interface Workspace {
  /** The packed library. */
  readonly tarball: string;
  /** A folder with the library and what a small project needs, installed as a user does it. */
  readonly installation: string;
  /** A Python with the MLflow client, as a user has it. */
  readonly python: string;
  /** The program of a browser; none where there is none. */
  readonly browser?: string;
  /** A folder for everything else, removed at the end. */
  readonly scratch: string;
}

export function workspace(): Workspace {
  return JSON.parse(readFileSync(STATE, 'utf8'));
}

export function prepareWorkspace(): void {
  mkdirSync(OUTPUT, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'projen-mlflow-e2e-'));
  run('npx', ['projen', 'compile'], { cwd: REPOSITORY, timeoutSeconds: 300 });
  const tarball = join(
    scratch,
    run('npm', ['pack', '--silent', '--pack-destination', scratch], { cwd: REPOSITORY }).trim().split('\n').at(-1)!,
  );
  const prepared: Workspace = {
    tarball,
    installation: install(scratch, tarball),
    python: clientPython(),
    browser: new Machine().browser(),
    scratch,
  };
  writeFileSync(STATE, JSON.stringify(prepared));
}

export function removeWorkspace(): void {
  if (existsSync(STATE)) {
    rmSync(workspace().scratch, { recursive: true, force: true });
    rmSync(STATE);
  }
}

/** Installs the packed library as a user does. */
function install(scratch: string, tarball: string): string {
  const installation = join(scratch, 'installation');
  mkdirSync(installation);
  writeFileSync(join(installation, 'package.json'), '{ "private": true }');
  run(
    'npm',
    ['install', '--silent', '--no-audit', '--no-fund', tarball, 'projen@0.103.0', 'constructs@10.5.0', 'tsx'],
    { cwd: installation, timeoutSeconds: 600 },
  );
  return installation;
}

/** The Python of a virtual environment with the MLflow client, which is kept between runs. */
export function clientPython(): string {
  const python = join(VENV, 'bin', 'python');
  const requirements = `mlflow==${MLFLOW_VERSION}\n${readFileSync(join(__dirname, 'requirements.txt'), 'utf8')}`;
  const stamp = join(VENV, 'requirements.txt');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== requirements) {
    rmSync(VENV, { recursive: true, force: true });
    run('python3', ['-m', 'venv', VENV]);
    run(
      python,
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...requirements.trim().split('\n')],
      { timeoutSeconds: 900 },
    );
    writeFileSync(stamp, requirements);
  }
  return python;
}
