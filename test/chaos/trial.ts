import { setTimeout } from 'node:timers/promises';
import { DatabaseServer } from './database-server';
import { MigrationRun } from './migration-run';

const MOST_RUNS = 8;

/**
 * Who is killed, at the same moment of a migration.
 */
export type Victim = 'migration' | 'server';

/**
 * What a database holds before a migration, and after one that nobody disturbs.
 */
export class Scenario {
  /** The database, schema and rows, after an undisturbed migration. */
  public expected = '';

  /** How long that took from its first word on, in milliseconds. */
  public duration = 0;

  /**
   * @param name what the tables call it
   * @param sql the database before the migration, as SQL
   */
  constructor(
    public readonly name: string,
    public readonly server: DatabaseServer,
    private readonly sql: string,
    private readonly image: string,
    private readonly network: string,
  ) {}

  /** Migrates undisturbed, twice: two good ends must be the same for the comparison to mean anything. */
  public async prepare(): Promise<void> {
    const ends = [];
    for (let time = 0; time < 2; time++) {
      this.server.reset(this.sql);
      const migration = this.start();
      await migration.begin();
      const begin = Date.now();
      this.expectExit(migration, 0);
      this.duration = Date.now() - begin;
      ends.push(this.server.contents());
    }
    if (ends[0] !== ends[1]) {
      throw new Error(`${this.name}: two undisturbed migrations end differently:\n${firstDifference(ends[0], ends[1])}`);
    }
    this.expected = ends[0];
  }

  /**
   * Kills at some moments, each in a run of its own, one after the other, then lets a run come to its end.
   *
   * @param moments parts of the undisturbed duration, counted from the first word of the run
   * @returns how many kills met a run that was going on
   * @throws when no run ends well, or the end is not that of an undisturbed migration
   */
  public async trial(victim: Victim, moments: number[]): Promise<number> {
    this.server.reset(this.sql);
    let kills = 0;
    for (const moment of moments) {
      kills += await this.killAt(victim, moment * this.duration) ? 1 : 0;
    }
    this.finish();
    const end = this.server.contents();
    if (end !== this.expected) {
      throw new Error(`the database is not as after an undisturbed migration:\n${firstDifference(this.expected, end)}`);
    }
    return kills;
  }

  private async killAt(victim: Victim, milliseconds: number): Promise<boolean> {
    const migration = this.start();
    try {
      await migration.begin();
      await setTimeout(milliseconds);
      const running = migration.isRunning();
      if (victim === 'migration') {
        return migration.kill();
      }
      this.server.kill();
      migration.end();
      this.server.restart();
      return running;
    } finally {
      migration.remove();
    }
  }

  /** Runs as a restart policy would, until a run ends well. */
  private finish(): void {
    for (let run = 1; ; run++) {
      const migration = this.start();
      try {
        const code = migration.end();
        if (code === 0) {
          return;
        }
        if (run === MOST_RUNS) {
          throw new Error(`run ${run} after the kill ended with ${code}:\n${migration.log().slice(-3000)}`);
        }
      } finally {
        migration.remove();
      }
    }
  }

  private start(): MigrationRun {
    return new MigrationRun(this.image, this.network, this.server);
  }

  private expectExit(migration: MigrationRun, code: number): void {
    try {
      const ended = migration.end();
      if (ended !== code) {
        throw new Error(`${this.name}: an undisturbed migration ended with ${ended}:\n${migration.log().slice(-3000)}`);
      }
    } finally {
      migration.remove();
    }
  }
}

/** The lines that one text has and the other has not, the first few. */
function firstDifference(expected: string, actual: string): string {
  const [wanted, found] = [expected, actual].map(text => new Set(text.split('\n')));
  const lines = [
    ...[...wanted].filter(line => !found.has(line)).map(line => `missing: ${line}`),
    ...[...found].filter(line => !wanted.has(line)).map(line => `too much: ${line}`),
  ];
  return lines.slice(0, 12).map(line => line.slice(0, 300)).join('\n');
}
