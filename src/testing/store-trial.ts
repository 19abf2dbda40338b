import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Project } from 'projen';
import { ComposeApp, ContainerImage, Service } from '../compose';

/**
 * The common interface of both kinds of stores.
 */
export interface IBindable {
  /** Adds to a service what that needs to use the store, and returns the settings for MLflow. */
  bind(consumer: Service): { readonly [key: string]: any };
}

/**
 * Creates the store under test, a new one for each app.
 */
export type MakeStore<S extends IBindable = IBindable> = (app: ComposeApp, id: string) => S;

/**
 * Options of a trial.
 */
export interface StoreTrialOptions {
  /** The id of the store. */
  readonly id?: string;
  /** The names of the services that use it. */
  readonly consumers?: string[];
  /** How often each of them is bound to the store. */
  readonly times?: number;
}

/**
 * A store in an app of its own, and services that use it. Nothing is written.
 */
export class StoreTrial {
  /** The services that the store created. */
  public readonly storeServices: string[];

  /** The returned settings of each binding. */
  public readonly configs: { readonly [key: string]: any }[];

  /** The compose file. */
  public readonly file: { [key: string]: any };

  /** The variables of the app for secrets. */
  public readonly secretVariables: string[];

  /**
   * @throws when the store cannot be created or bound, or the app violates a rule
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
 * An app that is not written.
 */
export function trialApp(): ComposeApp {
  return new ComposeApp(new Project({ name: 'trial', outdir: join(tmpdir(), 'projen-mlflow-trial') }), 'app', {
    tasks: false,
  });
}
