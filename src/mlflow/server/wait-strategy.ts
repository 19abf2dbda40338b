import { DependencyCondition, EnvValue, IEnvValue } from '../../compose';
import { checkOptions, composeTextOf } from '../../compose/internal';
import { BackendStoreConfig } from '../../database';

/**
 * Options of a `WaitStrategy`.
 */
export interface WaitOptions {
  /**
   * How long the container waits for its databases, in whole seconds. Then it fails with a message that says what is
   * wrong.
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
   * The container starts when its dependencies are healthy. The server itself waits for an external database.
   */
  public static health(options: WaitOptions = {}): WaitStrategy {
    return new Health(options);
  }

  /**
   * The container starts together with its dependencies, and the program `wait-for-it` starts the server when the port
   * of the backend store accepts connections.
   *
   * @see https://github.com/vishnubob/wait-for-it
   */
  public static waitForIt(options: WaitOptions = {}): WaitStrategy {
    return new WaitForIt(options);
  }

  /**
   * How long the container waits, in seconds.
   */
  public readonly timeout: number;

  protected constructor(options: WaitOptions) {
    checkOptions('WaitStrategy', 'WaitOptions', options, false);
    this.timeout = options.timeout ?? 90;
  }

  /**
   * The Debian packages that the image needs.
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
   * The command that waits, and then starts the server.
   *
   * @param command the arguments of the server's command
   */
  public toCommand(command: string[], _store: BackendStoreConfig): string[] {
    return command;
  }

  /**
   * The condition of a dependency of the server.
   *
   * @param condition its default condition
   */
  public toCondition(condition: string): string {
    return condition;
  }

  /**
   * Validates the strategy for a backend store.
   *
   * @returns what is wrong
   */
  public validate(_store: BackendStoreConfig): string[] {
    return Number.isInteger(this.timeout) && this.timeout >= 1
      ? []
      : [`\`timeout\` of the wait strategy is ${this.timeout}; set it to whole seconds, 1 or more`];
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
            'wait-for-it needs the host and port of the database at synthesis, but they are unknown; use WaitStrategy.health()',
          ]),
    ];
  }
}

/**
 * The value of `depends_on` with changed conditions.
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
 * The condition of a service that itself waits until a dependency is healthy: only its start.
 *
 * @internal
 */
export function startedForHealthy(condition: string): string {
  return condition === DependencyCondition.HEALTHY ? DependencyCondition.STARTED : condition;
}
