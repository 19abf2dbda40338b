/**
 * Compares our default stack with the tutorial's, in one run: see bench/README.md. Prints Markdown; exits with 1 if a
 * target is missed.
 *
 *   npm run bench:stack
 *   npm run bench:stack -- 3     so many rounds
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultStack, directStack } from './default-stack';
import { Stack } from './stack';
import { tutorialStack } from './tutorial';
import { PYTHON_IMAGE } from '../../src/default-images';
import { run } from '../../test/e2e/command';
import { uniqueName } from '../../test/e2e/user-project';
import { clientPython } from '../../test/e2e/workspace';
import { median } from '../measure';

const ROUNDS = 5;

/** After its first answer a server still starts its other processes. */
const SETTLE_SECONDS = 10;

/** A figure of both stacks, and the most, or the least, that ours may be of the tutorial's. */
interface Row {
  readonly what: string;
  readonly tutorial: number;
  readonly ours: number;
  readonly atMost?: number;
  readonly atLeast?: number;
}

async function measure(tutorial: Stack, ours: Stack, direct: Stack, rounds: number): Promise<Row[]> {
  const stacks = [tutorial, ours];
  stacks.forEach(stack => stack.build());
  const [tutorialBytes, ourBytes] = stacks.map(stack => stack.addedBytes(PYTHON_IMAGE) / 1e6);
  const rows: Row[] = [
    { what: 'bytes that the image adds, MB', tutorial: tutorialBytes, ours: ourBytes, atMost: 0.45 },
  ];

  const seconds = new Map<Stack, number[]>(stacks.map(stack => [stack, []]));
  const memory = new Map<Stack, number[]>(stacks.map(stack => [stack, []]));
  for (let round = 0; round < rounds; round++) {
    for (const stack of round % 2 ? [ours, tutorial] : stacks) {
      seconds.get(stack)!.push(await stack.start());
      if (round < 2) {
        await sleep(SETTLE_SECONDS * 1000);
        memory.get(stack)!.push(stack.memory());
      }
      stack.down();
    }
    console.error(
      `round ${round + 1}: ${stacks.map(stack => `${seconds.get(stack)![round].toFixed(1)} s`).join(', ')}`,
    );
  }
  const medians = (figures: Map<Stack, number[]>) => ({
    tutorial: median(figures.get(tutorial)!),
    ours: median(figures.get(ours)!),
  });
  rows.push({ what: 'no volumes to the first answer, s', ...medians(seconds), atMost: 0.8 });
  rows.push({ what: "idle memory of MLflow's container, MiB", ...medians(memory), atMost: 0.5 });

  for (const stack of stacks) {
    await stack.start();
  }
  rows.push(...(await compareRates(tutorial, 'ours', ours, rounds)));
  ours.down(); // the machine is for those that are measured
  direct.build();
  await direct.start();
  rows.push(...(await compareRates(tutorial, 'direct', direct, rounds)));
  return rows;
}

/**
 * The performance for clients of two running stacks. Clients cannot reach the tutorial's store, so it transfers only
 * through its server.
 */
async function compareRates(tutorial: Stack, name: string, other: Stack, rounds: number): Promise<Row[]> {
  await sleep(SETTLE_SECONDS * 1000);
  const output = run(
    clientPython(),
    [join(__dirname, 'rates.py'), `${rounds}`, `tutorial=${tutorial.url}`, `${name}=${other.url}`],
    { timeoutSeconds: 1800 },
  );
  const figures: { [what: string]: { [server: string]: number[] } } = JSON.parse(output.trim().split('\n').at(-1)!);
  return Object.entries(figures).map(([what, rates]) => ({
    what,
    tutorial: median(rates.tutorial),
    ours: median(rates[name]),
    atLeast: 1,
  }));
}

function isMet({ tutorial, ours, atMost, atLeast }: Row): boolean {
  return ours / tutorial <= (atMost ?? Infinity) && ours / tutorial >= (atLeast ?? 0);
}

function print(rows: Row[]): void {
  const digits = (value: number) => value.toFixed(value < 100 ? 1 : 0);
  console.log(
    [
      '| | tutorial | ours | of it | target | |',
      '|---|---|---|---|---|---|',
      ...rows.map(
        row =>
          `| ${[
            row.what,
            digits(row.tutorial),
            digits(row.ours),
            (row.ours / row.tutorial).toFixed(2),
            row.atMost === undefined ? `at least ${row.atLeast}` : `at most ${row.atMost}`,
            isMet(row) ? 'met' : '**missed**',
          ].join(' | ')} |`,
      ),
    ].join('\n'),
  );
}

async function main(rounds: number): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'projen-mlflow-bench-'));
  const folder = (name: string) => mkdtempSync(join(scratch, `${name}-`));
  const tutorial = await tutorialStack(uniqueName('bench-tutorial'), folder('tutorial'));
  const ours = await defaultStack(uniqueName('bench-ours'), folder('ours'));
  const direct = await directStack(uniqueName('bench-direct'), folder('direct'));
  const load = loadavg()[0];
  try {
    const rows = await measure(tutorial, ours, direct, rounds);
    console.log(
      `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ${process.platform} ${process.arch}, ` +
        `a load of ${load.toFixed(1)} before; medians of ${rounds} rounds\n`,
    );
    print(rows);
    process.exitCode = rows.every(isMet) ? 0 : 1;
  } finally {
    [tutorial, ours, direct].forEach(stack => stack.remove());
    rmSync(scratch, { recursive: true });
  }
}

main(Number(process.argv[2] ?? ROUNDS)).catch(error => {
  console.error(error);
  process.exit(1);
});
