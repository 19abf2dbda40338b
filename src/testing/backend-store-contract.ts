import { STORE_CLAUSES, StoreClause, servesMlflow, verifyStore } from './store-clauses';
import { MakeStore, StoreTrial } from './store-trial';
import { ComposeApp, IEnvValue } from '../compose';
import { IBackendStore } from '../database';

/**
 * Makes the backend store that a contract is to be verified of.
 */
export interface IBackendStoreFactory {
  /**
   * Makes the store, with all that belongs to it; it is called several times, each time for another app.
   *
   * @param app the app
   * @param id the id for the store's construct, if it is one; those of further constructs may begin with it
   */
  create(app: ComposeApp, id: string): IBackendStore;
}

/**
 * What each `IBackendStore` must keep to, a team's own one too: for a test of that one.
 *
 * It looks at what the store does to compose files; nothing is written or started.
 */
export class BackendStoreContract {
  /**
   * Asserts that a store fulfils the contract: it may be bound twice, serves several services, takes names with dashes,
   * keeps secrets out of arguments and longer texts, is reached by those who use it and opens nothing else to them, is
   * ready before they start, comes back after a crash, and MLflow can use it.
   *
   * @throws when it does not, with all that it breaks and what to do
   */
  public static verify(factory: IBackendStoreFactory): void {
    verifyStore<IBackendStore>('backend store', (app, id) => factory.create(app, id), [...STORE_CLAUSES, ...CLAUSES]);
  }

  private constructor() {}
}

const CLAUSES: StoreClause<IBackendStore>[] = [
  { demand: 'MLflow learns where the database is', breaches: saysWhere },
  { demand: 'the password is not in the file', breaches: hidesPassword },
  servesMlflow(store => ({ backendStore: store })),
];

function saysWhere(make: MakeStore): string[] {
  const { scheme, database, uriFile } = new StoreTrial(make).configs[0];
  return (scheme && database) || uriFile
    ? []
    : ['bind() returns neither scheme and database nor a uriFile; return one of these'];
}

function hidesPassword(make: MakeStore): string[] {
  const password: IEnvValue | undefined = new StoreTrial(make).configs[0].password;
  return password === undefined || password.toCompose().startsWith('${')
    ? []
    : ['bind() returns the password itself; return the passwordFile that consumer.addSecret() gives'];
}
