import { join } from 'node:path';
import { composeConfig } from './compose-config';
import { differencesBetween, hint } from './differences';
import { ComposeApp } from '../compose';
import { toComposeYaml } from '../compose/internal';

/**
 * The compose file of an app, for assertions in tests. It fails by throwing, so it serves every test framework.
 */
export class ComposeTemplate {
  /**
   * Renders and checks an app. Nothing is written.
   *
   * @throws when the app breaks a rule
   */
  public static fromApp(app: ComposeApp): ComposeTemplate {
    const dummies = app.variables.map(({ variableName, defaultValue }) => [variableName, defaultValue || variableName]);
    return new ComposeTemplate(
      app.toDefinition(),
      join(app.project.outdir, app.directory),
      Object.fromEntries(dummies),
    );
  }

  private constructor(
    private readonly definition: { [key: string]: any },
    private readonly directory: string,
    private readonly variables: { [name: string]: string },
  ) {}

  /**
   * The compose file as a map.
   */
  public toJson(): { [key: string]: any } {
    return structuredClone(this.definition);
  }

  /**
   * The compose file's text, without projen's marker: for snapshots.
   */
  public toYaml(): string {
    return toComposeYaml(this.definition);
  }

  /**
   * The compose file as Compose reads it (`docker compose config`): with values in place of variables, and with all
   * that Compose adds. Services of all profiles are in it. It needs Docker Compose, but no running engine.
   *
   * @param values values of variables; the others have their default values, or their names, and never those of a
   *   `.env`
   * @throws when Docker Compose is not installed, or does not accept the file
   */
  public resolved(values: { [variable: string]: string } = {}): ComposeTemplate {
    return new ComposeTemplate(
      composeConfig(this.toYaml(), this.directory, { ...this.variables, ...values }),
      this.directory,
      {},
    );
  }

  /**
   * Asserts that the app has a service that holds at least what is expected. Maps are compared key by key, lists whole.
   *
   * @param name the service
   * @param expected what it must hold, with the keys of the compose specification
   * @throws when it does not, with what differs
   */
  public hasService(name: string, expected: { [key: string]: any } = {}): void {
    this.has('services', name, expected);
  }

  /**
   * Asserts that the app has a network that holds at least what is expected.
   *
   * @throws when it does not, with what differs
   */
  public hasNetwork(name: string, expected: { [key: string]: any } = {}): void {
    this.has('networks', name, expected);
  }

  /**
   * Asserts that the app has a volume that holds at least what is expected.
   *
   * @throws when it does not, with what differs
   */
  public hasVolume(name: string, expected: { [key: string]: any } = {}): void {
    this.has('volumes', name, expected);
  }

  /**
   * Asserts that the app has a config that holds at least what is expected.
   *
   * @throws when it does not, with what differs
   */
  public hasConfig(name: string, expected: { [key: string]: any } = {}): void {
    this.has('configs', name, expected);
  }

  /**
   * Asserts that the app has a secret that holds at least what is expected.
   *
   * @throws when it does not, with what differs
   */
  public hasSecret(name: string, expected: { [key: string]: any } = {}): void {
    this.has('secrets', name, expected);
  }

  /**
   * Asserts the number of services.
   *
   * @throws when it is another one
   */
  public serviceCountIs(count: number): void {
    const names = Object.keys(this.definition.services ?? {});
    if (names.length !== count) {
      throw new Error(`expected ${count} services, the app has ${names.length}: ${names.join(', ')}`);
    }
  }

  private has(section: string, name: string, expected: { [key: string]: any }): void {
    const entries = this.definition[section] ?? {};
    if (!Object.hasOwn(entries, name)) {
      const names = Object.keys(entries);
      throw new Error(
        `expected "${name}" among the ${section}, the app has: ${names.join(', ') || 'none'}${hint(name, names)}`,
      );
    }
    const differences = [...differencesBetween(`${section}.${name}`, expected, entries[name] ?? {})];
    if (differences.length > 0) {
      throw new Error(`"${name}" is not as expected:\n${differences.join('\n')}`);
    }
  }
}
