import { isDeepStrictEqual } from 'node:util';
import { IBindable, MakeStore, StoreTrial, trialApp } from './store-trial';
import { DependencyCondition } from '../compose';
import {
  MASQUERADE_OPTION,
  argumentsOf,
  dependenciesOf,
  environmentOf,
  namesIn,
  restartOf,
  runsOn,
} from '../compose/internal';
import { MlflowService, MlflowServiceProps } from '../mlflow';

/**
 * A clause of the contract of a store.
 */
export interface StoreClause<S extends IBindable = IBindable> {
  /** The requirement. */
  readonly demand: string;
  /** The violations of a store, each with what to do. */
  breaches(make: MakeStore<S>): string[];
}

/**
 * The clauses for both kinds of stores.
 */
export const STORE_CLAUSES: StoreClause[] = [
  { demand: 'binding it twice has the same effect as once', breaches: bindsOnce },
  { demand: 'all services that use it get the same settings', breaches: servesSeveral },
  { demand: 'names may contain dashes', breaches: takesNamesWithDashes },
  { demand: 'secrets may contain any character, and are not visible', breaches: keepsSecrets },
  { demand: 'services that use it can reach it, and get no egress without need', breaches: isReachable },
  { demand: 'services that use it start after it', breaches: startsFirst },
  { demand: 'it restarts after a crash', breaches: comesBack },
];

function bindsOnce(make: MakeStore): string[] {
  const [once, twice] = [1, 2].map(times => new StoreTrial(make, { times }));
  return [
    ...differingKeys(once.service('consumer'), twice.service('consumer')).map(
      key => `the second time changes "${key}" of the service; make bind() idempotent`,
    ),
    ...differingKeys(once.file, twice.file)
      .filter(key => key !== 'services')
      .map(key => `the second time changes "${key}" of the app; make bind() idempotent`),
    ...(said(twice.configs[0]) === said(twice.configs[1])
      ? []
      : ['bind() returns something else the second time; return the same value']),
  ];
}

function servesSeveral(make: MakeStore): string[] {
  const trial = new StoreTrial(make, { consumers: ['one', 'two'] });
  return [
    ...differingKeys(trial.service('one'), trial.service('two')).map(
      key => `the second service differs in "${key}"; add the same to each service`,
    ),
    ...(said(trial.configs[0]) === said(trial.configs[1])
      ? []
      : ['bind() returns something else for the second service; return the same value']),
  ];
}

function takesNamesWithDashes(make: MakeStore): string[] {
  new StoreTrial(make, { id: 'my-own-store', consumers: ['my-server'] });
  return [];
}

function keepsSecrets(make: MakeStore): string[] {
  const trial = new StoreTrial(make);
  const services = Object.entries<any>(trial.file.services);
  return trial.secretVariables.flatMap(variable =>
    services.flatMap(([name, definition]) => {
      const holds = (value: unknown) => typeof value === 'string' && value.includes(`\${${variable}`);
      return [
        ...([definition.command, definition.entrypoint].flatMap(value => argumentsOf(value) ?? []).some(holds)
          ? [
              `"${name}" has ${variable} in its arguments, which every process can read; pass it in a file or a variable`,
            ]
          : []),
        ...[...environmentOf(definition)]
          .filter(([, value]) => holds(value) && !/^\$\{[^}]*\}$/.test(value as string))
          .map(
            ([key]) =>
              `${key} of "${name}" has ${variable} inside a longer text, where some characters have a special meaning; pass it alone`,
          ),
      ];
    }),
  );
}

function isReachable(make: MakeStore): string[] {
  const trial = new StoreTrial(make);
  const servers = runningServices(trial);
  const own = networksOf(trial, 'consumer');
  if (servers.length === 0) {
    return isExternal(trial.configs[0]) && !own.some(network => hasEgress(trial, network))
      ? [
          'it is external, but the networks of services that use it have no egress; add ComposeApp.of(consumer).outboundNetwork to the consumer',
        ]
      : [];
  }
  const unneeded = own.filter(
    network => hasEgress(trial, network) && servers.every(server => !networksOf(trial, server).includes(network)),
  );
  return [
    ...servers
      .filter(server => !networksOf(trial, server).some(network => own.includes(network)))
      .map(server => `services that use it share no network with "${server}"; add its privateNetworks to the consumer`),
    ...unneeded.map(
      network =>
        `it adds services that use it to "${network}", which has egress and is not a network of the store; remove that`,
    ),
  ];
}

function startsFirst(make: MakeStore): string[] {
  const trial = new StoreTrial(make);
  const awaited = new Set<string>();
  const visit = (name: string) =>
    dependenciesOf(trial.service(name)).forEach(({ condition }, other) => {
      if (condition !== DependencyCondition.STARTED && !awaited.has(other)) {
        awaited.add(other);
        visit(other);
      }
    });
  visit('consumer');
  return trial.storeServices
    .filter(name => !awaited.has(name))
    .map(
      name =>
        `services that use it do not wait until "${name}" is healthy or has completed; add consumer.addDependency(service, condition)`,
    );
}

function comesBack(make: MakeStore): string[] {
  const trial = new StoreTrial(make);
  const running = runningServices(trial);
  return trial.storeServices.flatMap(name => {
    const service = trial.service(name);
    const policy = restartOf(service)?.policy ?? service.restart;
    const [wanted, found] = running.includes(name)
      ? ['UNLESS_STOPPED', runsOn(service)]
      : ['ONE_SHOT', policy === 'on-failure'];
    return found ? [] : [`"${name}" has the restart policy "${policy}"; give it RestartPolicy.${wanted}`];
  });
}

/**
 * The clause that an MLflow server can use the store.
 *
 * @param propsOf the props of the server
 */
export function servesMlflow<S extends IBindable>(propsOf: (store: S) => MlflowServiceProps): StoreClause<S> {
  return {
    demand: 'an MLflow server can use it',
    breaches: make => {
      const app = trialApp();
      new MlflowService(app, 'mlflow', propsOf(make(app, 'store')));
      app.toDefinition();
      return [];
    },
  };
}

/** The keys whose values are not the same. */
function differingKeys(one: { [key: string]: any }, other: { [key: string]: any }): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    key => !isDeepStrictEqual(one[key], other[key]),
  );
}

/** The services of the store except init jobs, whose completion others wait for. */
function runningServices(trial: StoreTrial): string[] {
  const oneShots = Object.keys(trial.file.services).flatMap(service =>
    [...dependenciesOf(trial.service(service))]
      .filter(([, { condition }]) => condition === DependencyCondition.COMPLETED_SUCCESSFULLY)
      .map(([name]) => name),
  );
  return trial.storeServices.filter(name => !oneShots.includes(name));
}

function networksOf(trial: StoreTrial, service: string): string[] {
  return namesIn(trial.service(service).networks);
}

/** Whether a network of the app has egress. */
function hasEgress({ file }: StoreTrial, network: string): boolean {
  const { internal, driver_opts: options } = file.networks[network] ?? {};
  return !internal && options?.[MASQUERADE_OPTION] !== 'false';
}

/**
 * Whether the returned settings refer to a server, and not to a folder or file of the container.
 */
function isExternal({ scheme, host, uriFile, destination }: { readonly [key: string]: any }): boolean {
  return destination === undefined
    ? host !== undefined || uriFile !== undefined || scheme !== 'sqlite'
    : /^\w+:\/\//.test(destination.toCompose());
}

/** The returned settings as text. */
function said(config: { readonly [key: string]: any }): string {
  return JSON.stringify(config, (_, value) =>
    typeof value?.toCompose === 'function' ? value.toCompose() : (value?.node?.path ?? value),
  );
}

/**
 * Asserts that a store fulfils all clauses.
 *
 * @throws when it does not, with all violations and what to do; the `cause` is the error that the store threw, or an
 *   `AggregateError` of several
 */
export function verifyStore<S extends IBindable>(kind: string, make: MakeStore<S>, clauses: StoreClause<S>[]): void {
  const causes = new Map<string, Error>(); // several clauses may throw the same error
  const breaches = clauses.flatMap(clause => {
    try {
      return clause.breaches(make).map(breach => `  ${clause.demand}: ${breach}`);
    } catch (error) {
      const { message } = error as Error;
      causes.set(message, error as Error);
      return [`  ${clause.demand}: ${message}`];
    }
  });
  if (breaches.length > 0) {
    const [cause, ...others] = causes.values();
    throw new Error(`the ${kind} violates its contract:\n${breaches.join('\n')}`, {
      cause: others.length > 0 ? new AggregateError(causes.values(), `${causes.size} errors`) : cause,
    });
  }
}
