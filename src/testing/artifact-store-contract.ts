import { STORE_CLAUSES, StoreClause, servesMlflow, verifyStore } from './store-clauses';
import { MakeStore, StoreTrial } from './store-trial';
import { ComposeApp } from '../compose';
import { IArtifactStore } from '../object-store';

/**
 * Makes the artifact store that a contract is to be verified of.
 */
export interface IArtifactStoreFactory {
  /**
   * Makes the store, with all that belongs to it; it is called several times, each time for another app.
   *
   * @param app the app
   * @param id the id for the store's construct, if it is one; those of further constructs may begin with it
   */
  create(app: ComposeApp, id: string): IArtifactStore;
}

/**
 * What each `IArtifactStore` must keep to, a team's own one too: for a test of that one.
 *
 * It looks at what the store does to compose files; nothing is written or started.
 */
export class ArtifactStoreContract {
  /**
   * Asserts that a store fulfils the contract: it may be bound twice, serves several services, takes names with dashes,
   * keeps secrets out of arguments and longer texts, is reached by those who use it and opens nothing else to them, is
   * ready before they start, comes back after a crash, and MLflow can use it.
   *
   * @throws when it does not, with all that it breaks and what to do
   */
  public static verify(factory: IArtifactStoreFactory): void {
    verifyStore<IArtifactStore>('artifact store', (app, id) => factory.create(app, id), [...STORE_CLAUSES, ...CLAUSES]);
  }

  private constructor() {}
}

const CLAUSES: StoreClause<IArtifactStore>[] = [
  { demand: 'MLflow learns where to put artifacts', breaches: saysWhere },
  servesMlflow(store => ({ artifactStore: store })),
];

function saysWhere(make: MakeStore): string[] {
  const { destination } = new StoreTrial(make).configs[0];
  return /^(\/|\w+:)/.test(destination?.toCompose() ?? '')
    ? []
    : [
        'the destination that bind() returns is no URI and no absolute path; return one such as s3://bucket/ or /srv/artifacts',
      ];
}
