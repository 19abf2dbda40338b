import { STORE_CLAUSES, StoreClause, servesMlflow, verifyStore } from './store-clauses';
import { MakeStore, StoreTrial } from './store-trial';
import { ComposeApp } from '../compose';
import { IArtifactStore } from '../object-store';

/**
 * Creates the artifact store to verify.
 */
export interface IArtifactStoreFactory {
  /**
   * Creates the store and everything that it needs. It is called several times, each time for another app.
   *
   * @param app the app
   * @param id the id of the store, if it is a construct; ids of further constructs may begin with it
   */
  create(app: ComposeApp, id: string): IArtifactStore;
}

/**
 * The contract of every `IArtifactStore`, for tests of your own stores.
 *
 * It checks rendered compose files; nothing is written or started.
 */
export class ArtifactStoreContract {
  /**
   * Asserts that a store fulfils the contract: it can be bound twice and to several services, accepts names with
   * dashes, keeps secrets out of arguments and longer texts, can be reached by the services that use it without further
   * egress, is ready before they start, restarts after a crash, and works with MLflow.
   *
   * @throws when it does not, with all violations and what to do
   */
  public static verify(factory: IArtifactStoreFactory): void {
    verifyStore<IArtifactStore>('artifact store', (app, id) => factory.create(app, id), [...STORE_CLAUSES, ...CLAUSES]);
  }

  private constructor() {}
}

const CLAUSES: StoreClause<IArtifactStore>[] = [
  { demand: 'MLflow gets the destination of artifacts', breaches: saysWhere },
  servesMlflow(store => ({ artifactStore: store })),
];

function saysWhere(make: MakeStore): string[] {
  const { destination } = new StoreTrial(make).configs[0];
  return /^(\/|\w+:)/.test(destination?.toCompose() ?? '')
    ? []
    : [
        'the destination that bind() returns is neither a URI nor an absolute path; return one such as s3://bucket/ or /srv/artifacts',
      ];
}
