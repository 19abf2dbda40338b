import { DependencyCondition, EnvValue, IEnvValue } from '../../compose';
import { checkOptions, composeTextOf } from '../../compose/internal';
import { BackendStoreConfig } from '../../database';

/**
 * Options of a `WaitStrategy`.
 */
export interface WaitOptions {
  /**
   * The time, in whole seconds, for which the container waits for its databases. Then it ends with a message that says
   * what is wrong.
   *
   * @default 90
   */
  readonly timeout?: number;
}

/**
 * How a server waits for its databases.
 */
export abstract class WaitStrategy {
  /**
   * Its container is started when the healthchecks of the services that it needs succeed. For a database that is no
   * service of the app the server itself waits.
   */
  public static health(options: WaitOptions = {}): WaitStrategy {
    checkOptions('WaitStrategy.health', 'WaitOptions', options);
    return new Health(options);
  }

  /**
   * Its container is started beside the others, and the program `wait-for-it` starts the server when something answers
   * at the address of the backend store: as one does it by hand.
   *
   * @see https://github.com/vishnubob/wait-for-it
   */
  public static waitForIt(options: WaitOptions = {}): WaitStrategy {
    checkOptions('WaitStrategy.waitForIt', 'WaitOptions', options);
    return new WaitForIt(options);
  }

  /**
   * The time for which the container waits.
   */
  public readonly timeout: number;

  protected constructor(options: WaitOptions) {
    checkOptions('WaitStrategy', 'WaitOptions', options, false);
    this.timeout = options.timeout ?? 90;
  }

  /**
   * The Debian packages that the image needs for it.
   */
  public get debianPackages(): string[] {
    return [];
  }

  /**
   * The environment of the server.
   */
  public toEnvironment(): { [name: string]: IEnvValue } {
    return { DATABASE_TIMEOUT: EnvValue.of(this.timeout.toString()) };
  }

  /**
   * The command that waits, and then becomes the server.
   *
   * @param command the words of the server's own command
   */
  public toCommand(command: string[], _store: BackendStoreConfig): string[] {
    return command;
  }

  /**
   * What the server waits for in another service.
   *
   * @param condition what it would wait for by itself
   */
  public toCondition(condition: string): string {
    return condition;
  }

  /**
   * Why this way does not suit a store; nothing if it does.
   */
  public validate(_store: BackendStoreConfig): string[] {
    return Number.isInteger(this.timeout) && this.timeout >= 1
      ? []
      : [`a server cannot wait for ${this.timeout} seconds; give a whole number of 1 or more`];
  }
}

class Health extends WaitStrategy {
  constructor(options: WaitOptions) {
    super(options);
  }
}

class WaitForIt extends WaitStrategy {
  constructor(options: WaitOptions) {
    super(options);
  }

  public override get debianPackages(): string[] {
    return ['wait-for-it'];
  }

  public override toCommand(command: string[], store: BackendStoreConfig): string[] {
    return [
      'wait-for-it',
      `${store.host && composeTextOf(store.host)}:${store.port}`,
      '-t',
      this.timeout.toString(),
      '--',
      ...command,
    ];
  }

  public override toCondition(condition: string): string {
    return startedForHealthy(condition);
  }

  public override validate(store: BackendStoreConfig): string[] {
    const host = store.host && composeTextOf(store.host);
    const known = host !== undefined && store.port !== undefined && !host.includes('$');
    return [
      ...super.validate(store),
      ...(known
        ? []
        : [
            'wait-for-it takes the address of the database as an argument, and its host or port is not known at synthesis; use WaitStrategy.health()',
          ]),
    ];
  }
}

/**
 * Dependencies, as the key `depends_on` holds them, with other conditions.
 *
 * @internal
 */
export function withConditions(
  dependencies: { [service: string]: any },
  change: (condition: string) => string,
): { [service: string]: any } {
  return Object.fromEntries(
    Object.entries(dependencies).map(([name, dependency]) => [
      name,
      { ...dependency, condition: change(dependency.condition) },
    ]),
  );
}

/**
 * The condition of who waits for the health of another service by itself: its start alone.
 *
 * @internal
 */
export function startedForHealthy(condition: string): string {
  return condition === DependencyCondition.HEALTHY ? DependencyCondition.STARTED : condition;
}
