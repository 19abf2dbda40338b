import { DatabaseServer } from './database-server';
import { Migrator } from './migrator';

const MOST_RUNS = 8;

/**
 * Who is killed while a migration runs.
 */
export type Victim = 'migration' | 'server';

/**
 * A database before a migration, and after one without kills.
 */
export class Scenario {
  /** How long an undisturbed migration takes, in seconds. */
  public seconds = 0;

  private expected = '';

  /**
   * @param name what tables call it
   * @param sql the database before the migration, as SQL
   */
  constructor(
    public readonly name: string,
    private readonly server: DatabaseServer,
    private readonly migrator: Migrator,
    private readonly sql = '',
  ) {}

  /** Migrates undisturbed, twice: two good ends must be the same for a comparison to mean anything. */
  public async prepare(): Promise<void> {
    const ends = [];
    for (let time = 0; time < 2; time++) {
      this.server.reset(this.sql);
      const { code, seconds, log } = await this.migrator.run(this.server.uri);
      if (code !== 0) {
        throw new Error(`${this.name}: an undisturbed migration ended with ${code}:\n${log.slice(-3000)}`);
      }
      this.seconds = seconds;
      ends.push(this.server.contents());
    }
    if (ends[0] !== ends[1]) {
      throw new Error(`${this.name}: two undisturbed migrations end differently:\n${difference(ends[0], ends[1])}`);
    }
    this.expected = ends[0];
  }

  /**
   * Kills at some moments, each in a run of its own, one after the other, and then lets a run come to its end.
   *
   * @param moments parts of the time that an undisturbed migration takes
   * @returns how many kills met a run that was going on
   * @throws when no run ends well, or the end is not that of an undisturbed migration
   */
  public async trial(victim: Victim, moments: number[]): Promise<number> {
    this.server.reset(this.sql);
    let met = 0;
    for (const [index, moment] of moments.entries()) {
      met += (await this.kill(victim, moment * this.seconds, index === 0)) ? 1 : 0;
    }
    await this.finish();
    const end = this.server.contents();
    if (end !== this.expected) {
      throw new Error(`the database is not as after an undisturbed migration:\n${difference(this.expected, end)}`);
    }
    return met;
  }

  private async kill(victim: Victim, moment: number, first: boolean): Promise<boolean> {
    if (victim === 'migration') {
      const { code, seconds } = await this.migrator.runAndKill(this.server.uri, moment);
      if (code === 0 && first) {
        this.seconds = seconds; // a run without kills: the time that a run takes
      }
      return code === -9;
    }
    const met = await this.migrator.runAnd(this.server.uri, moment, () => this.server.kill());
    this.server.restart();
    return met;
  }

  /** Runs again, as a restart policy would, until a run ends well. */
  private async finish(): Promise<void> {
    for (let run = 1; ; run++) {
      const { code, log } = await this.migrator.run(this.server.uri);
      if (code === 0) {
        return;
      }
      if (run === MOST_RUNS) {
        throw new Error(`run ${run} after the kill ended with ${code}:\n${log.slice(-3000)}`);
      }
    }
  }
}

/** The first lines that one text has and the other has not. */
function difference(expected: string, actual: string): string {
  const [wanted, found] = [expected, actual].map(text => new Set(text.split('\n')));
  const lines = [
    ...[...wanted].filter(line => !found.has(line)).map(line => `missing: ${line}`),
    ...[...found].filter(line => !wanted.has(line)).map(line => `too much: ${line}`),
  ];
  return lines
    .slice(0, 12)
    .map(line => line.slice(0, 300))
    .join('\n');
}
