/** Something whose time is measured. */
export interface Candidate {
  readonly name: string;
  /** What one run does; its result is kept from being optimized away. */
  readonly run: () => unknown;
}

let sink: unknown;

/**
 * The median time of each candidate in milliseconds. All take turns, run by run, so that whatever else the machine does
 * hits them alike; garbage is collected between runs where `node --expose-gc` allows it, so that nobody pays for another.
 */
export function medians(candidates: Candidate[], options: { rounds: number; warmUp: number }): Map<string, number> {
  const times = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
  for (let round = -options.warmUp; round < options.rounds; round++) {
    for (const { name, run } of candidates) {
      globalThis.gc?.();
      const begin = process.hrtime.bigint();
      sink = run();
      const time = Number(process.hrtime.bigint() - begin) / 1e6;
      if (round >= 0) {
        times.get(name)!.push(time);
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
