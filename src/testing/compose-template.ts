import { isDeepStrictEqual } from 'node:util';
import { ComposeApp } from '../compose';
import { toComposeYaml } from '../compose/compose-yaml';

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
    return new ComposeTemplate(app.toDefinition());
  }

  private constructor(private readonly definition: { [key: string]: any }) {}

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
    if (!(name in entries)) {
      throw new Error(`expected "${name}" among the ${section}, the app has: ${Object.keys(entries).join(', ') || 'none'}`);
    }
    const differences = [...differencesBetween(`${section}.${name}`, expected, entries[name])];
    if (differences.length > 0) {
      throw new Error(`"${name}" is not as expected:\n${differences.join('\n')}`);
    }
  }
}

/** A line for each place at which `actual` lacks what is expected. */
function* differencesBetween(path: string, expected: any, actual: any): IterableIterator<string> {
  if (typeof expected === 'object' && expected !== null && !Array.isArray(expected) && typeof actual === 'object' && actual !== null) {
    for (const [key, value] of Object.entries(expected)) {
      yield* differencesBetween(`${path}.${key}`, value, actual[key]);
    }
  } else if (!isDeepStrictEqual(expected, actual)) {
    yield `  ${path}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual) ?? 'nothing'}`;
  }
}
