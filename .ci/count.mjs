// Prints `N passed, N failed` over the suites of `npm test`, from jest's reports below a folder, and ends with 1 where anything failed.
// Usage: node .ci/count.mjs <folder of the reports> <exit status of npm test>
// It needs no package, since it must also tell of an installation that failed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, status] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const suite of ['unit', 'e2e']) {
  let report;
  try {
    report = JSON.parse(readFileSync(join(folder, `${suite}.json`), 'utf8'));
  } catch {
    console.log(`${suite}: did not run to its end`);
    failed += 1;
    continue;
  }
  passed += report.numPassedTests;
  failed += report.numFailedTests + report.numRuntimeErrorTestSuites; // a file that cannot be loaded has no tests that could fail
  if (report.numPassedTests === 0 || (!report.success && report.numFailedTests + report.numRuntimeErrorTestSuites === 0)) {
    console.log(`${suite}: ended without success, though no test failed`);
    failed += 1;
  }
}
if (status !== '0' && failed === 0) {
  console.log(`npm test ended with ${status}, though no test failed`);
  failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
