import { spawnSync } from 'node:child_process';

/**
 * How a command is run.
 */
export interface CommandOptions {
  /** The working directory. */
  readonly cwd?: string;
  /** Variables beside those of this process. */
  readonly env?: { [name: string]: string };
  /** Text for its standard input. */
  readonly input?: string;
  /** The time after which it is killed. */
  readonly timeoutSeconds?: number;
}

/**
 * How a command ended.
 */
export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command to its end, whatever that is. It never runs longer than its bound.
 */
export function attempt(command: string, args: string[], options: CommandOptions = {}): CommandResult {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    input: options.input ?? '',
    encoding: 'utf8',
    timeout: (options.timeoutSeconds ?? 120) * 1000,
    killSignal: 'SIGKILL',
    maxBuffer: 256 * 1024 * 1024,
  });
  return { status, stdout, stderr: error ? `${stderr}\n${error.message}` : stderr };
}

/**
 * Runs a command that must succeed; its standard output is the result.
 */
export function run(command: string, args: string[], options: CommandOptions = {}): string {
  const { status, stdout, stderr } = attempt(command, args, options);
  if (status !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} ended with ${status}:\n${stdout.slice(-4000)}\n${stderr.slice(-4000)}`,
    );
  }
  return stdout;
}
