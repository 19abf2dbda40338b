import { Command, CommandError, CommandSurroundings, UsageError } from './command';
import { ImportCommand } from './import-command';
import { RotateSecretCommand } from './rotate-secret-command';
import { WriteSecretCommand } from './write-secret-command';

const COMMANDS: { [name: string]: Command } = {
  import: new ImportCommand(),
  'rotate-secret': new RotateSecretCommand(),
  'write-secret': new WriteSecretCommand(),
};
const USAGE = Object.values(COMMANDS)
  .map(({ usage }) => usage)
  .join('\n');

/**
 * The program `projen-mlflow`.
 *
 * @param args the arguments after its name
 * @returns the exit code: 0, or 2 if the arguments, or the files that they name, are not valid
 */
export function runCommand(args: string[], surroundings: CommandSurroundings): number {
  const [name = '', ...rest] = args;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  const ownArgs = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest; // the rest belongs to another program
  try {
    if ([name, ...ownArgs].some(arg => arg === '--help' || arg === '-h')) {
      surroundings.out(command?.usage ?? USAGE);
    } else if (command) {
      command.run(rest, surroundings);
    } else {
      throw new UsageError(name ? `unknown command "${name}"` : 'expected the name of a command');
    }
    return 0;
  } catch (error) {
    if (!(error instanceof CommandError)) {
      throw error;
    }
    surroundings.err(
      `projen-mlflow: ${error.message}\n${error instanceof UsageError ? `\n${command?.usage ?? USAGE}` : ''}`,
    );
    return 2;
  }
}
