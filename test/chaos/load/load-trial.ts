import { ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from './fault';
import { FaultyStack } from './faulty-stack';
import { run } from '../../e2e/command';

const PROGRAM = join(__dirname, 'load.py');

/** The time in which a stack has to work again, on a busy machine too. */
const HEAL_SECONDS = 300;

/** The time in which the log has to tell: a service may work before it has written that it has started. */
const LOG_SECONDS = 10;

/** The time in which clients have to begin, on a busy machine too. */
const BEGIN_SECONDS = 300;

/** The longest time that clients work, whatever else happens. */
const WORK_SECONDS = 3600;

/** The time in which clients must exit after they were asked to: their last calls may still wait. */
const END_SECONDS = 180;

/** The time for the search for all that was acknowledged. */
const VERIFY_SECONDS = 1800;

/**
 * How hard a trial is.
 */
export interface LoadTrialProps {
  /** A Python with the MLflow client. */
  readonly python: string;
  readonly clients: number;
  /** How many seconds the clients go on undisturbed before each fault. */
  readonly calmSeconds: number;
  /** The size of each artifact. */
  readonly artifactMegabytes: number;
  /** Every how many runs a client logs an artifact, so that its disk lasts for the whole trial. */
  readonly runsPerArtifact: number;
  /** Called for each fault when the stack has recovered. */
  readonly onHealed?: (outcome: FaultOutcome) => void;
}

/**
 * How a fault went.
 */
export interface FaultOutcome {
  readonly fault: string;
  /** The seconds from its end until MLflow took runs and artifacts again. */
  readonly healSeconds: number;
  /** Whether the log says what happened, if it can. */
  readonly isLogged: boolean;
}

/**
 * How a trial went.
 */
export interface LoadOutcome {
  readonly faults: FaultOutcome[];
  /** How many calls clients saw succeed. */
  readonly acknowledged: number;
  /** How many calls failed, by the kind of error. */
  readonly failures: { [kind: string]: number };
  /** How many things that were acknowledged are there. */
  readonly found: { [what: string]: number };
  /** What was acknowledged and is not there. */
  readonly missing: string[];
}

/**
 * Lets clients log while faults happen, one after the other, and checks the data of all successful calls.
 */
export async function loadTrial(stack: FaultyStack, faults: Fault[], props: LoadTrialProps): Promise<LoadOutcome> {
  const clients = Array.from({ length: props.clients }, (_, index) => new LoadClient(stack, index, props));
  const outcomes: FaultOutcome[] = [];
  try {
    for (const client of clients) {
      await client.begins();
    }
    for (const fault of faults) {
      await sleep(props.calmSeconds * 1000);
      const outcome = await strike(stack, fault);
      outcomes.push(outcome);
      props.onHealed?.(outcome);
    }
    await sleep(props.calmSeconds * 1000);
  } finally {
    clients.forEach(client => client.stop());
  }
  const failures: { [kind: string]: number } = {};
  for (const client of clients) {
    for (const [kind, count] of Object.entries(await client.failures())) {
      failures[kind] = (failures[kind] ?? 0) + count;
    }
  }
  const verification = run(props.python, [PROGRAM, 'verify', stack.url, ...clients.map(client => client.ledger)], {
    timeoutSeconds: VERIFY_SECONDS,
  });
  return { faults: outcomes, failures, ...JSON.parse(verification.trim().split('\n').at(-1)!) };
}

/** A client in a process of its own. */
class LoadClient {
  /** Where it notes what it saw succeed. */
  public readonly ledger: string;

  private readonly process: ChildProcessByStdio<null, Readable, null>;
  private readonly output: Promise<string>;

  constructor(stack: FaultyStack, index: number, { python, artifactMegabytes, runsPerArtifact }: LoadTrialProps) {
    this.ledger = join(stack.directory, `ledger-${index}.jsonl`);
    this.process = spawn(
      python,
      [
        PROGRAM,
        'work',
        stack.url,
        this.ledger,
        stack.experimentId,
        `${WORK_SECONDS}`,
        `${artifactMegabytes}`,
        `${runsPerArtifact}`,
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        timeout: (WORK_SECONDS + END_SECONDS) * 1000,
        killSignal: 'SIGKILL',
      },
    );
    this.output = text(this.process.stdout);
  }

  /** Returns when it has seen a first call succeed. Throws after a while. */
  public async begins(): Promise<void> {
    const end = Date.now() + BEGIN_SECONDS * 1000;
    while (!existsSync(this.ledger) || statSync(this.ledger).size === 0) {
      if (Date.now() > end) {
        throw new Error(`a client saw no call succeed in ${BEGIN_SECONDS} s`);
      }
      await sleep(200);
    }
  }

  /** Asks it to end after the run that it is at. */
  public stop(): void {
    this.process.kill('SIGTERM');
    setTimeout(() => this.process.kill('SIGKILL'), END_SECONDS * 1000).unref();
  }

  /** Waits for its end, and returns how many calls failed, by the kind of error. */
  public async failures(): Promise<{ [kind: string]: number }> {
    const output = await this.output;
    if (!output) {
      throw new Error('a client ended without a word, or did not end');
    }
    return JSON.parse(output.trim().split('\n').at(-1)!).failures;
  }
}

async function strike(stack: FaultyStack, fault: Fault): Promise<FaultOutcome> {
  const since = new Date();
  await fault.strike(stack);
  const begin = performance.now();
  await stack.works(HEAL_SECONDS);
  const healSeconds = (performance.now() - begin) / 1000;
  const isLogged = !fault.log || (await stack.says(fault.log, since, LOG_SECONDS));
  return { fault: fault.name, healSeconds, isLogged };
}
