import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTestedVersion, MLFLOW_VERSION, OLDEST_TESTED_MINOR } from '../../../src/mlflow/image/mlflow-version';

const PAGE = readFileSync(join(__dirname, '../../../docs/mlflow-versions.md'), 'utf8');

/** The rows of the table that `npm run versions` writes. */
const rows = [
  ...PAGE.matchAll(/^\| \**(\d+\.\d+\.\d+)\** \| (\S+) \| (.*?) \| (?:(.*?) )?\| (?:(\S*) )?\| (?:(\S*) )?\|$/gm),
].map(([, version, index, tests, leftOut = '', stack = '', plain = '']) => ({
  version,
  minor: Number(version.split('.')[1]),
  index,
  tests,
  leftOut,
  stack,
  plain,
}));
const complete = rows.filter(({ index }) => index === 'complete');

test('the default version is the one that the lock file pins', () => {
  const lock = readFileSync(join(__dirname, '../../../assets/mlflow-server/requirements/mlflow.txt'), 'utf8');
  expect(lock).toMatch(new RegExp(`^mlflow(\\[[a-z,]+\\])?==${MLFLOW_VERSION.replaceAll('.', '\\.')}( |$)`, 'm'));
});

test('the tested range is that of the table: each minor release from the oldest to the default version', () => {
  const pinned = Number(MLFLOW_VERSION.split('.')[1]);
  const range = Array.from({ length: pinned - OLDEST_TESTED_MINOR + 1 }, (_, index) => OLDEST_TESTED_MINOR + index);
  expect(complete.map(({ minor }) => minor)).toEqual(range);
  expect(complete.at(-1)!.version).toBe(MLFLOW_VERSION);
  expect(rows.filter(({ version }) => isTestedVersion(version))).toEqual(complete);
});

test('nothing that was run failed, and no feature is left out with the default version', () => {
  expect(rows.filter(({ tests }) => !/^(not run|[1-9]\d* passed(, \d+ skipped)?)$/.test(tests))).toEqual([]);
  expect(rows.filter(({ stack, plain }) => ![stack, plain].every(result => ['', 'passed'].includes(result)))).toEqual(
    [],
  );
  expect(['', 'none']).toContain(complete.at(-1)!.leftOut);
});

test.each(['3.10.1', '3.18.0', '3.99.0'])('%s is outside of the range', version => {
  expect(isTestedVersion(version)).toBe(false);
});

test.each(['2.22.5', '3.16', '3.16.1rc1', 'latest', ''])('"%s" is no release of MLflow 3', version => {
  expect(isTestedVersion(version)).toBeUndefined();
});
