import { join } from 'node:path';
import { composeConfig } from './compose-config';
import { differencesBetween, hint } from './differences';
import { ComposeApp } from '../compose';
import { toComposeYaml } from '../compose/internal';

/**
 * The compose file of an app, for assertions in tests. Failures throw errors, so it works with every test framework.
 */
export class ComposeTemplate {
  /**
   * Renders and checks an app. Nothing is written.
   *
   * @throws when the app violates a rule
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
   * The text of the compose file without projen's marker, for snapshots.
   */
  public toYaml(): string {
    return toComposeYaml(this.definition);
  }

  /**
   * The compose file as Compose reads it (`docker compose config`): with values of variables, and with everything that
   * Compose adds. It contains the services of all profiles. It needs Docker Compose, but no running engine.
   *
   * @param values values of variables; the others have their default values or their names, never those of `.env`
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
   * Asserts that the app has a service that contains at least the expected keys and values. Maps are
   * compared key by key, lists as a whole.
   *
   * @param name the service
   * @param expected the expected keys of the compose specification, and their values
   * @throws when it does not, with the differences
   */
  public hasService(name: string, expected: { [key: string]: any } = {}): void {
    this.has('services', name, expected);
  }

  /**
   * Asserts that the app has a network that contains at least the expected keys and values.
   *
   * @throws when it does not, with the differences
   */
  public hasNetwork(name: string, expected: { [key: string]: any } = {}): void {
    this.has('networks', name, expected);
  }

  /**
   * Asserts that the app has a volume that contains at least the expected keys and values.
   *
   * @throws when it does not, with the differences
   */
  public hasVolume(name: string, expected: { [key: string]: any } = {}): void {
    this.has('volumes', name, expected);
  }

  /**
   * Asserts that the app has a config that contains at least the expected keys and values.
   *
   * @throws when it does not, with the differences
   */
  public hasConfig(name: string, expected: { [key: string]: any } = {}): void {
    this.has('configs', name, expected);
  }

  /**
   * Asserts that the app has a secret that contains at least the expected keys and values.
   *
   * @throws when it does not, with the differences
   */
  public hasSecret(name: string, expected: { [key: string]: any } = {}): void {
    this.has('secrets', name, expected);
  }

  /**
   * Asserts the number of services.
   *
   * @throws when the number is different
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
        `expected "${name}" in ${section}, the app has: ${names.join(', ') || 'none'}${hint(name, names)}`,
      );
    }
    const differences = [...differencesBetween(`${section}.${name}`, expected, entries[name] ?? {})];
    if (differences.length > 0) {
      throw new Error(`"${name}" is not as expected:\n${differences.join('\n')}`);
    }
  }
}
