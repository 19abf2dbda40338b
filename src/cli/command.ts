/**
 * Where a command reads and writes.
 */
export interface CommandSurroundings {
  /** The working directory. */
  readonly cwd: string;
  /** Takes what goes to standard output. */
  readonly out: (text: string) => void;
  /** Takes what goes to standard error. */
  readonly err: (text: string) => void;
}

/**
 * One of the commands of `projen-mlflow`.
 */
export interface Command {
  /** How it is called, and what it does. */
  readonly usage: string;

  /**
   * Does it.
   *
   * @param args the arguments after its name
   * @throws CommandError when they, or what they name, are of no use
   */
  run(args: string[], surroundings: CommandSurroundings): void;
}

/**
 * An error for whoever typed the command.
 */
export class CommandError extends Error {}

/**
 * An error about the words themselves, which the usage helps with.
 */
export class UsageError extends CommandError {}
