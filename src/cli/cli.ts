#!/usr/bin/env node
import { runCommand } from './run-command';

/*
 * The program `projen-mlflow`, which runs when this module is loaded: by `npx projen-mlflow`, and by the tasks of an
 * app with `node --eval "require('projen-mlflow/lib/cli/cli')"` (src/compose/app/compose-tasks.ts), since Windows
 * starts no `.cmd` file without a shell.
 */

// Not process.exit(), which would truncate output to a pipe.
process.exitCode = runCommand(process.argv.slice(2), {
  cwd: process.cwd(),
  out: text => process.stdout.write(text),
  err: text => process.stderr.write(text),
});
