import { StoreClause } from './store-clauses';
import { IBindable, MakeStore } from './store-trial';

/**
 * Asserts that a store fulfils all clauses.
 *
 * @throws with each breach, and what to do
 */
export function verifyStore<S extends IBindable>(kind: string, make: MakeStore<S>, clauses: StoreClause<S>[]): void {
  const breaches = clauses.flatMap(clause => breachesOf(clause, make).map(breach => `  ${clause.demand}: ${breach}`));
  if (breaches.length > 0) {
    throw new Error(`the ${kind} breaks its contract:\n${breaches.join('\n')}`);
  }
}

function breachesOf<S extends IBindable>(clause: StoreClause<S>, make: MakeStore<S>): string[] {
  try {
    return clause.breaches(make);
  } catch (error) {
    return [(error as Error).message];
  }
}
