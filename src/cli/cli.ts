#!/usr/bin/env node
import { runCommand } from './run-command';

/*
 * The program `projen-mlflow`. Loading this module runs it: `npx projen-mlflow` does so, and the tasks of an app, by
 * `node --eval "require('projen-mlflow/lib/cli/cli')"` (src/compose/app/compose-tasks.ts).
 */

// No process.exit(): output that goes to a pipe would be cut off.
process.exitCode = runCommand(process.argv.slice(2), {
  cwd: process.cwd(),
  out: text => process.stdout.write(text),
  err: text => process.stderr.write(text),
});
