import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from '../e2e/command';

/**
 * How a run ended.
 */
export interface MigrationEnd {
  /** The exit code; -9 when it was killed. */
  readonly code: number;
  /** How long it took, from its first word on. */
  readonly seconds: number;
  /** What it printed. */
  readonly log: string;
}

/**
 * A container that runs migrations, one after the other, and kills them in the midst.
 */
export class Migrator {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;
  private errors = '';

  constructor(
    image: string,
    network: string,
    private readonly container: string,
  ) {
    this.process = spawn('docker', [
      'run',
      '--rm',
      '--interactive',
      '--name',
      container,
      '--network',
      network,
      '--env',
      'MIGRATE_WAIT_SECONDS=120',
      '--volume',
      `${join(__dirname, 'migrator.py')}:/migrator.py:ro`,
      image,
      'python',
      '/migrator.py',
    ]);
    this.process.stderr.on('data', text => (this.errors += text));
    this.process.stdin.on('error', error => (this.errors += error)); // the missing answer shows it
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** Runs to the end. */
  public async run(uri: string): Promise<MigrationEnd> {
    return this.order({ uri });
  }

  /** Runs, and kills the run so many seconds after its first word. */
  public async runAndKill(uri: string, seconds: number): Promise<MigrationEnd> {
    return this.order({ uri, kill: seconds });
  }

  /** Runs, and stands still at that moment while something else is done; tells whether the run was still going on. */
  public async runAnd(uri: string, seconds: number, action: () => void): Promise<boolean> {
    const { running } = await this.order({ uri, tell: seconds });
    run('docker', ['pause', this.container]);
    try {
      action();
    } finally {
      run('docker', ['unpause', this.container]);
    }
    await this.answer();
    return running;
  }

  /** Ends the container. */
  public close(): void {
    this.process.stdin.end();
  }

  private async order(order: object): Promise<any> {
    this.process.stdin.write(`${JSON.stringify(order)}\n`);
    return this.answer();
  }

  private async answer(): Promise<any> {
    const { value, done } = await this.lines.next();
    if (done) {
      throw new Error(`the migrator has ended:\n${this.errors.slice(-2000)}`);
    }
    return JSON.parse(value);
  }
}
