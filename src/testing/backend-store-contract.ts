import { STORE_CLAUSES, StoreClause, servesMlflow, verifyStore } from './store-clauses';
import { MakeStore, StoreTrial } from './store-trial';
import { ComposeApp, IEnvValue } from '../compose';
import { IBackendStore } from '../database';

/**
 * Creates the backend store to verify.
 */
export interface IBackendStoreFactory {
  /**
   * Creates the store and everything that it needs. It is called several times, each time for another app.
   *
   * @param app the app
   * @param id the id of the store, if it is a construct; ids of further constructs may begin with it
   */
  create(app: ComposeApp, id: string): IBackendStore;
}

/**
 * The contract of every `IBackendStore`, for tests of your own stores.
 *
 * It checks rendered compose files; nothing is written or started.
 */
export class BackendStoreContract {
  /**
   * Asserts that a store fulfils the contract: it can be bound twice and to several services, accepts names with
   * dashes, keeps secrets out of arguments and longer texts, can be reached by the services that use it without further
   * egress, is ready before they start, restarts after a crash, and works with MLflow.
   *
   * @throws when it does not, with all violations and what to do
   */
  public static verify(factory: IBackendStoreFactory): void {
    verifyStore<IBackendStore>('backend store', (app, id) => factory.create(app, id), [...STORE_CLAUSES, ...CLAUSES]);
  }

  private constructor() {}
}

const CLAUSES: StoreClause<IBackendStore>[] = [
  { demand: 'MLflow gets the address of the database', breaches: saysWhere },
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
    : ['bind() returns the password itself; return the passwordFile that consumer.addSecret() returns'];
}
