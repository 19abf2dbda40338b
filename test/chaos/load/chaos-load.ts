/**
 * Lets clients log to the default stack while all faults of `fault.ts` are injected, several times, and checks the
 * data of all successful calls. Prints a table; exits with 1 if data is missing, a fault is not logged, or the stack
 * does not recover.
 *
 *   npm run chaos:load                    three rounds with 8 clients
 *   npm run chaos:load -- 1               the number of rounds
 *   npm run chaos:load -- 1 db            only faults whose names contain the text
 *   npm run chaos:load -- 1 db postgres   with PostgreSQL instead of MySQL
 */
import { Fault, FAULTS } from './fault';
import { FaultyStack } from './faulty-stack';
import { LoadOutcome, loadTrial } from './load-trial';
import { StackDatabase } from '../../../src';
import { clientPython } from '../../e2e/workspace';

const ROUNDS = 3;
const DISK_MEGABYTES = 8000;

function report({ stops }: FaultyStack, { acknowledged, failures, found, missing }: LoadOutcome): void {
  console.log(
    `\nStopped in: ${stops.map(({ service, seconds }) => `${service} ${seconds.toFixed(1)} s`).join(', ') || 'not tried'}.`,
  );
  console.log(`Calls that succeeded: ${acknowledged}.`);
  console.log(
    `Acknowledged and there: ${Object.entries(found)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')}.`,
  );
  console.log(
    `Calls that failed: ${
      Object.entries(failures)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', ') || 'none'
    }.`,
  );
  console.log(`Acknowledged and missing: ${missing.length}`);
  missing.slice(0, 20).forEach(line => console.log(`  ${line}`));
}

async function main(rounds: number, word: string, database: StackDatabase): Promise<void> {
  const python = clientPython();
  const stack = await FaultyStack.make(DISK_MEGABYTES, database);
  try {
    await stack.up();
    console.log('| fault | healed after, s | in the log |\n|---|---|---|');
    const faults: Fault[] = Array.from({ length: rounds }, () =>
      FAULTS.filter(({ name }) => name.includes(word)),
    ).flat();
    const outcome = await loadTrial(stack, faults, {
      python,
      clients: 8,
      calmSeconds: 10,
      artifactMegabytes: 10,
      runsPerArtifact: 8,
      onHealed: ({ fault, healSeconds, isLogged }) =>
        console.log(`| ${fault} | ${healSeconds.toFixed(1)} | ${isLogged ? 'yes' : '**no**'} |`),
    });
    report(stack, outcome);
    process.exitCode = outcome.missing.length === 0 && outcome.faults.every(({ isLogged }) => isLogged) ? 0 : 1;
  } finally {
    stack.remove();
  }
}

const [rounds, word, database] = process.argv.slice(2);
main(
  Number(rounds ?? ROUNDS),
  word ?? '',
  database === 'postgres' ? StackDatabase.postgres() : StackDatabase.mysql(),
).catch(error => {
  console.error(error);
  process.exit(1);
});
