import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, CommandError, CommandSurroundings, UsageError } from './command';
import { writeSecretFile } from '../compose/internal';

/**
 * Writes the output of another program, such as a password manager, to the file of a secret.
 */
export class WriteSecretCommand implements Command {
  public readonly usage = `Usage: projen-mlflow write-secret <file> -- <program> [<argument> …]

Runs a program without a shell, and writes its output to the file of a secret, without the line break at the end.
`;

  public run(args: string[], { cwd, err }: CommandSurroundings): void {
    const [file, separator, program, ...programArgs] = args;
    if (!file || separator !== '--' || !program) {
      throw new UsageError('expected a file and, after "--", a program');
    }
    const path = resolve(cwd, file);
    const secret = outputOf(program, programArgs, file, cwd);
    if (existsSync(path) && readFileSync(path, 'utf8') === secret) {
      err(`${file}: not changed\n`);
    } else {
      writeSecretFile(path, secret);
      err(`${file}: written; recreate the services that use it\n`);
    }
  }
}

function outputOf(program: string, args: string[], file: string, cwd: string): string {
  // The program may ask the user for a password, and prints its own errors.
  const { status, signal, stdout, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  if (error) {
    throw new CommandError(
      `the program "${program}" cannot be run (${(error as NodeJS.ErrnoException).code}); install it, or use its path. ${file} was not changed`,
    );
  }
  if (status !== 0) {
    throw new CommandError(
      `"${program}" exited with ${status ?? signal} (see the error above); ${file} was not changed`,
    );
  }
  const secret = stdout.replace(/\r?\n$/, '');
  if (!secret) {
    throw new CommandError(`"${program}" printed no output; ${file} was not changed`);
  }
  return secret;
}
