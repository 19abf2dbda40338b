import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'count-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A report of jest; by default all tests pass. */
function report(suite: string, counts: object = {}): void {
  writeFileSync(
    join(folder, `${suite}.json`),
    JSON.stringify({ success: true, numPassedTests: 5, numFailedTests: 0, numRuntimeErrorTestSuites: 0, ...counts }),
  );
}

/** The last line of what is printed, and the exit status. */
function count(status = 0): { line: string; status: number | null } {
  const result = spawnSync(process.execPath, [resolve(__dirname, '../.ci/count.mjs'), folder, `${status}`], {
    encoding: 'utf8',
  });
  return { line: result.stdout.trimEnd().split('\n').at(-1)!, status: result.status };
}

test('tests that passed are added up', () => {
  report('unit');
  report('e2e', { numPassedTests: 3 });

  expect(count()).toEqual({ line: '8 passed, 0 failed', status: 0 });
});

test('failed tests, and files that could not be loaded, are failures', () => {
  report('unit', { success: false, numFailedTests: 2 });
  report('e2e', { success: false, numRuntimeErrorTestSuites: 1 });

  expect(count(1)).toEqual({ line: '10 passed, 3 failed', status: 1 });
});

test.each([
  ['is missing', undefined],
  ['was not written to its end', '{"success": tr'],
])('a suite whose report %s is a failure', (_, text) => {
  report('unit');
  if (text) {
    writeFileSync(join(folder, 'e2e.json'), text);
  }

  expect(count(1)).toEqual({ line: '5 passed, 1 failed', status: 1 });
});

test('without any report, as when the installation fails, both suites are failures', () => {
  expect(count(1)).toEqual({ line: '0 passed, 2 failed', status: 1 });
});

test.each([
  ['without success', { success: false }],
  ['without a test', { numPassedTests: 0 }],
])('a suite that ended %s is a failure', (_, counts) => {
  report('unit');
  report('e2e', counts);

  expect(count().status).toBe(1);
  expect(count().line).toMatch(/ 1 failed$/);
});

test('a command that failed is a failure, whatever the reports say', () => {
  report('unit');
  report('e2e');

  expect(count(1)).toEqual({ line: '10 passed, 1 failed', status: 1 });
});
