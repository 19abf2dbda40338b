import { ComposeApp, ComposeModel, IComposeRule, ModelEntry, RuleViolation, Service } from '../../compose';
import { argumentsOf, withoutEscapes } from '../../compose/internal';

/** The server rules of each app, by class. */
const rulesOf = new WeakMap<ComposeApp, Map<object, ServerRule<any>>>();

/**
 * A rule that checks only MLflow servers. The first server of an app adds it to the app.
 */
export abstract class ServerRule<Known> implements IComposeRule {
  /**
   * Adds a server to those that the rule checks.
   *
   * @param known what the rule must know about the server
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

  /** Checks a server in its final form. */
  protected abstract violationsIn(server: ModelEntry, known: Known, model: ComposeModel): RuleViolation[];
}

/** The option of `mlflow server` that takes no value. */
const FLAG = '--disable-security-middleware';

/**
 * The long options of a service's command, in the forms `--name value`, `--name=value` and `--name`, including those in
 * the script of a shell's `-c`, and variables that it sets itself: `env NAME=value`. click accepts no abbreviations.
 *
 * @param definition the service in the compose file
 */
export function optionsOf(definition: { [key: string]: any }): { name: string; value: string }[] {
  const given = [definition.entrypoint, definition.command].flatMap(value => argumentsOf(value) ?? []);
  const all = given.flatMap((argument, index) =>
    /^-\w*c$/.test(given[index - 1] ?? '') ? (argumentsOf(argument) ?? [argument]) : [argument],
  );
  return all.flatMap((argument, index) => {
    const [, name, , value] = /^(--[\w-]+|[A-Za-z_]\w*(?==))(=(.*))?$/s.exec(argument) ?? [];
    return name === undefined
      ? []
      : [{ name, value: withoutEscapes(value ?? (name === FLAG ? 'true' : (all[index + 1] ?? ''))) }];
  });
}
