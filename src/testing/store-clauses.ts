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
 * Something that a store must keep to.
 */
export interface StoreClause<S extends IBindable = IBindable> {
  /** What it demands. */
  readonly demand: string;
  /** What of it the store does not keep, each with what to do. */
  breaches(make: MakeStore<S>): string[];
}

/**
 * What stores of both kinds must keep to.
 */
export const STORE_CLAUSES: StoreClause[] = [
  { demand: 'binding it twice is as binding it once', breaches: bindsOnce },
  { demand: 'each service that uses it gets the same', breaches: servesSeveral },
  { demand: 'names may have dashes', breaches: takesNamesWithDashes },
  { demand: 'secrets may hold any character, and show nowhere', breaches: keepsSecrets },
  { demand: 'those who use it reach it, and get no egress that it does not need', breaches: isReachable },
  { demand: 'those who use it start after it', breaches: startsFirst },
  { demand: 'it comes back after a crash', breaches: comesBack },
];

function bindsOnce(make: MakeStore): string[] {
  const [once, twice] = [1, 2].map(times => new StoreTrial(make, { times }));
  return [
    ...differingKeys(once.service('consumer'), twice.service('consumer')).map(
      key => `the second time changes "${key}" of the service; let bind() add things only once`,
    ),
    ...differingKeys(once.file, twice.file)
      .filter(key => key !== 'services')
      .map(key => `the second time changes "${key}" of the app; let bind() add things only once`),
    ...(said(twice.configs[0]) === said(twice.configs[1])
      ? []
      : ['bind() says something else the second time; return the same']),
  ];
}

function servesSeveral(make: MakeStore): string[] {
  const trial = new StoreTrial(make, { consumers: ['one', 'two'] });
  return [
    ...differingKeys(trial.service('one'), trial.service('two')).map(
      key => `the second service differs in "${key}"; attach the same to each`,
    ),
    ...(said(trial.configs[0]) === said(trial.configs[1])
      ? []
      : ['bind() says something else to the second service; return the same']),
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
              `"${name}" has ${variable} in its arguments, which every process sees; hand it over in a file or a variable`,
            ]
          : []),
        ...[...environmentOf(definition)]
          .filter(([, value]) => holds(value) && !/^\$\{[^}]*\}$/.test(value as string))
          .map(
            ([key]) =>
              `${key} of "${name}" has ${variable} inside of a longer text, where some characters mean something else; hand it over alone`,
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
    return isElsewhere(trial.configs[0]) && !own.some(network => hasWayOut(trial, network))
      ? [
          'it is elsewhere, and the networks of those who use it have no egress; add ComposeApp.of(consumer).outboundNetwork to the consumer',
        ]
      : [];
  }
  const unneeded = own.filter(
    network => hasWayOut(trial, network) && servers.every(server => !networksOf(trial, server).includes(network)),
  );
  return [
    ...servers
      .filter(server => !networksOf(trial, server).some(network => own.includes(network)))
      .map(server => `those who use it share no network with "${server}"; add its privateNetworks to the consumer`),
    ...unneeded.map(
      network => `it puts those who use it into "${network}", which has egress and is not the store's; leave that out`,
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
        `those who use it do not wait until "${name}" is healthy, or has done its work; add it by consumer.addDependency(service, condition)`,
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
 * That an MLflow server can use it.
 *
 * @param propsOf what the server is given
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

/** The services of the store that nobody waits for the end of. */
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

/** Whether containers reach the world by a network of the app. */
function hasWayOut({ file }: StoreTrial, network: string): boolean {
  const { internal, driver_opts: options } = file.networks[network] ?? {};
  return !internal && options?.[MASQUERADE_OPTION] !== 'false';
}

/**
 * Whether what the binding said names something that is reached by a network, and no folder or file of the container.
 */
function isElsewhere({ scheme, host, uriFile, destination }: { readonly [key: string]: any }): boolean {
  return destination === undefined
    ? host !== undefined || uriFile !== undefined || scheme !== 'sqlite'
    : /^\w+:\/\//.test(destination.toCompose());
}

/** What a binding said, as text. */
function said(config: { readonly [key: string]: any }): string {
  return JSON.stringify(config, (_, value) =>
    typeof value?.toCompose === 'function' ? value.toCompose() : (value?.node?.path ?? value),
  );
}

/**
 * Asserts that a store fulfils all clauses.
 *
 * @throws with each breach, and what to do; the `cause` is what the store threw, or an `AggregateError` of all that
 */
export function verifyStore<S extends IBindable>(kind: string, make: MakeStore<S>, clauses: StoreClause<S>[]): void {
  const causes = new Map<string, Error>(); // clauses that meet the same fault throw it once each
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
    throw new Error(`the ${kind} breaks its contract:\n${breaches.join('\n')}`, {
      cause: others.length > 0 ? new AggregateError(causes.values(), `${causes.size} errors`) : cause,
    });
  }
}
