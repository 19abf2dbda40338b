import { ComposeApp, ComposeModel, IComposeRule, ModelEntry, RuleViolation, Service } from '../../compose';
import { argumentsOf, withoutEscapes } from '../../compose/internal';

/** The rules of MLflow servers that an app has, by their classes. */
const rulesOf = new WeakMap<ComposeApp, Map<object, ServerRule<any>>>();

/**
 * A rule of MLflow servers alone. An app has one of each kind, from its first server on.
 */
export abstract class ServerRule<Known> implements IComposeRule {
  /**
   * Checks a server from now on.
   *
   * @param known what the rule has to know of the server
   */
  public static watch<K>(this: new () => ServerRule<K>, service: Service, known: K): void {
    const app = ComposeApp.of(service);
    const rules = rulesOf.get(app) ?? new Map<object, ServerRule<any>>();
    rulesOf.set(app, rules);
    if (!rules.has(this)) {
      const rule = new this();
      app.addRule(rule);
      rules.set(this, rule);
    }
    rules.get(this)!.servers.set(service, known);
  }

  public abstract readonly name: string;

  private readonly servers = new Map<Service, Known>();

  public check(model: ComposeModel): RuleViolation[] {
    return model.services.flatMap(entry => {
      const service = entry.element as Service;
      return this.servers.has(service) ? this.violationsIn(entry, this.servers.get(service)!, model) : [];
    });
  }

  /** What is wrong with a server as the final files hold it. */
  protected abstract violationsIn(server: ModelEntry, known: Known, model: ComposeModel): RuleViolation[];
}

/** An option of MLflow's command line that takes no value. */
const FLAG = '--disable-security-middleware';

/**
 * The long options with which a service starts a program, in the forms `--name value`, `--name=value` and `--name`;
 * those of a shell's `-c` as well. click takes no abbreviations of them.
 *
 * @param definition the service, as the compose file holds it
 */
export function optionsOf(definition: { [key: string]: any }): { name: string; value: string }[] {
  const words = [definition.entrypoint, definition.command].flatMap(value => argumentsOf(value) ?? []);
  const all = words.flatMap((word, index) =>
    /^-\w*c$/.test(words[index - 1] ?? '') ? (argumentsOf(word) ?? [word]) : [word],
  );
  return all.flatMap((word, index) => {
    const [, name, , value] = /^(--[\w-]+)(=(.*))?$/s.exec(word) ?? [];
    return name === undefined
      ? []
      : [{ name, value: withoutEscapes(value ?? (name === FLAG ? 'true' : (all[index + 1] ?? ''))) }];
  });
}
