#!/usr/bin/env node
import { runCommand } from './run-command';

process.exitCode = runCommand(process.argv.slice(2), {
  cwd: process.cwd(),
  out: text => process.stdout.write(text),
  err: text => process.stderr.write(text),
});
