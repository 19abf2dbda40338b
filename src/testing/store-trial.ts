import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Project } from 'projen';
import { ComposeApp, ContainerImage, Service } from '../compose';

/**
 * What stores of both kinds have in common.
 */
export interface IBindable {
  /** Attaches to a service what that needs to use the store, and says what MLflow must know. */
  bind(consumer: Service): { readonly [key: string]: any };
}

/**
 * Makes the store under test, a new one for each app.
 */
export type MakeStore<S extends IBindable = IBindable> = (app: ComposeApp, id: string) => S;

/**
 * How a store is tried.
 */
export interface StoreTrialOptions {
  /** The id that the store is made with. */
  readonly id?: string;
  /** The names of the services that use it. */
  readonly consumers?: string[];
  /** How often each of them is bound. */
  readonly times?: number;
}

/**
 * A store in an app of its own, and services that use it. Nothing is written.
 */
export class StoreTrial {
  /** The services that the store brought along. */
  public readonly storeServices: string[];

  /** What each binding said. */
  public readonly configs: { readonly [key: string]: any }[];

  /** The compose file. */
  public readonly file: { [key: string]: any };

  /** The variables of the app that hold secrets. */
  public readonly secretVariables: string[];

  /**
   * @throws when the store cannot be made or bound, or the app breaks a rule
   */
  constructor(make: MakeStore, { id = 'store', consumers = ['consumer'], times = 1 }: StoreTrialOptions = {}) {
    const app = trialApp();
    const store = make(app, id);
    this.storeServices = app.services.map(({ name }) => name);
    this.configs = consumers.flatMap(name => {
      const consumer = new Service(app, name, { image: ContainerImage.fromRegistry('consumer:1') });
      return Array.from({ length: times }, () => store.bind(consumer));
    });
    this.file = app.toDefinition();
    this.secretVariables = app.variables.filter(({ secret }) => secret).map(({ variableName }) => variableName);
  }

  /** A service, as the compose file holds it. */
  public service(name: string): { [key: string]: any } {
    return this.file.services[name];
  }
}

/**
 * An app that is only looked at.
 */
export function trialApp(): ComposeApp {
  return new ComposeApp(new Project({ name: 'trial', outdir: join(tmpdir(), 'projen-mlflow-trial') }), 'app', {
    tasks: false,
  });
}
