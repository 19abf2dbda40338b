/**
 * The environment of a command.
 */
export interface CommandSurroundings {
  /** The working directory. */
  readonly cwd: string;
  /** Writes to standard output. */
  readonly out: (text: string) => void;
  /** Writes to standard error. */
  readonly err: (text: string) => void;
}

/**
 * One of the commands of `projen-mlflow`.
 */
export interface Command {
  /** The usage text. */
  readonly usage: string;

  /**
   * Runs the command.
   *
   * @param args the arguments after its name
   * @throws CommandError when they, or the files that they name, are not valid
   */
  run(args: string[], surroundings: CommandSurroundings): void;
}

/**
 * An error whose message is printed without a stack.
 */
export class CommandError extends Error {}

/**
 * An error in the arguments, which is printed with the usage text.
 */
export class UsageError extends CommandError {}
