import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Something whose time is measured. */
export interface Candidate {
  readonly name: string;
  /** What one run does; its result is kept from being optimized away. */
  readonly run: () => unknown;
}

let sink: unknown;

/**
 * The median CPU time of each candidate in milliseconds. Candidates take turns, so that other load affects them
 * equally; garbage is collected between runs if `node --expose-gc` is set.
 */
export function medians(candidates: Candidate[], options: { rounds: number; warmUp: number }): Map<string, number> {
  const times = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
  for (let round = -options.warmUp; round < options.rounds; round++) {
    for (const { name, run } of candidates) {
      globalThis.gc?.();
      const begin = process.cpuUsage();
      sink = run();
      const { user, system } = process.cpuUsage(begin);
      if (round >= 0) {
        times.get(name)!.push((user + system) / 1000);
      }
    }
  }
  void sink;
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

export function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

/** What something took, in milliseconds. */
export interface Cost {
  readonly wall: number;
  /**
   * The CPU time, user and system, which depends less on other load; NaN if the system does not provide it.
   */
  readonly cpu: number;
}

/**
 * Runs a program to its end; the time includes all processes that it started.
 *
 * @throws when it fails
 */
export function costOf(command: string, args: string[], options: { cwd: string; env: NodeJS.ProcessEnv }): Cost {
  const cpu = cpuOfChildren();
  const begin = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(command, args, { ...options, encoding: 'utf8' });
  const wall = Number(process.hrtime.bigint() - begin) / 1e6;
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
  }
  return { wall, cpu: cpuOfChildren() - cpu };
}

/**
 * The processor time of all children that have ended. @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
function cpuOfChildren(): number {
  if (process.platform !== 'linux') {
    return NaN;
  }
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' '); // from `state`, the third one, on
  const ticks = Number(fields[13]) + Number(fields[14]); // cutime and cstime, in hundredths of a second
  return ticks * 10;
}
