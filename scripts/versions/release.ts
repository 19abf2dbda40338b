import { attempt } from '../../test/e2e/command';

/**
 * A release of MLflow on the package index.
 */
export interface Release {
  /** The version, such as `3.16.1`. */
  readonly version: string;
  /** The number of its minor release. */
  readonly minor: number;
  /** Whether the index has the packages that it requires. Without them only `pip install --no-deps` installs it. */
  readonly isComplete: boolean;
}

/** The packages of one release of MLflow, which require each other at the same version. */
const PACKAGES = ['mlflow', 'mlflow-skinny', 'mlflow-tracing'];

/**
 * The newest patch of each minor release of MLflow 3 on the package index.
 *
 * @param python an interpreter with pip
 * @param firstMinor the minor release to begin with
 */
export function releasesSince(python: string, firstMinor: number): Release[] {
  const { status, stdout, stderr } = attempt(python, ['-m', 'pip', 'index', 'versions', 'mlflow']);
  const listed = /^Available versions: (.*)$/m.exec(stdout)?.[1];
  if (status !== 0 || !listed) {
    throw new Error(`pip cannot list the versions of mlflow:\n${stderr.slice(-2000)}`);
  }
  const newest = new Map<number, string>();
  for (const version of listed.split(', ')) {
    // the newest one is first
    const minor = Number(/^3\.(\d+)\.\d+$/.exec(version)?.[1] ?? -1);
    if (minor >= firstMinor && !newest.has(minor)) {
      newest.set(minor, version);
    }
  }
  return [...newest]
    .sort(([one], [other]) => one - other)
    .map(([minor, version]) => ({ version, minor, isComplete: isComplete(python, version) }));
}

function isComplete(python: string, version: string): boolean {
  const { status, stderr } = attempt(
    python,
    [
      '-m',
      'pip',
      'install',
      '--dry-run',
      '--quiet',
      '--ignore-installed',
      '--no-deps',
      ...PACKAGES.map(name => `${name}==${version}`),
    ],
    { timeoutSeconds: 300 },
  );
  if (status !== 0 && !stderr.includes('No matching distribution found')) {
    throw new Error(`pip cannot tell whether mlflow ${version} is complete:\n${stderr.slice(-2000)}`);
  }
  return status === 0;
}
