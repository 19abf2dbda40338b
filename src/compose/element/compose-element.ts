import { Construct } from 'constructs';
import { pathOf } from './compose-error';
import { callHook, guardHooks } from './hook';
import { Overrides, overridesOf } from './overrides';
import { directoryOf } from '../app/app-directory';
import { ignoreRule } from '../rules/ignored-rules';

/**
 * A named entry of a compose file: a service, network, volume, config or secret. Its id is its name in the file.
 */
export abstract class ComposeElement extends Construct {
  /**
   * The top-level key of the compose file that holds the element: `services`, `networks`, `volumes`, `configs`,
   * `secrets`.
   */
  public abstract readonly section: string;

  /**
   * What mixins change, before the element's own overrides.
   *
   * @internal
   */
  public readonly _mixinOverrides: Overrides;

  private readonly overrides: Overrides;

  /**
   * @throws when there is no `ComposeApp` above the element
   */
  constructor(scope: Construct, id: string) {
    super(scope, id);
    directoryOf(this); // throws when there is no app, since the element would be in no file
    this._mixinOverrides = new Overrides(this, 'mixin override');
    this.overrides = new Overrides(this);
  }

  /**
   * The name in the compose file.
   */
  public get name(): string {
    return this.node.id;
  }

  /**
   * The construct path, relative to the project: `mlflow/db`.
   */
  public get path(): string {
    return pathOf(this);
  }

  /**
   * Changes one key of what the element renders, after everything else: `addOverride('deploy.resources.limits.memory',
   * '1g')`.
   *
   * @param path keys joined by dots, an entry of a list by its number; a dot in a key is written `\.`
   * @param value text (literal, a `$` is no reference), a number, a flag, a list or map of them, or an `IEnvValue`
   * @throws at synthesis when the compose specification has no such path
   */
  public addOverride(path: string, value: any): void {
    this.overrides.set(path, value);
  }

  /**
   * Removes one key from what the element renders: `addDeletionOverride('restart')`.
   *
   * @param path keys joined by dots
   * @throws at synthesis when the compose specification has no such path
   */
  public addDeletionOverride(path: string): void {
    this.overrides.delete(path);
  }

  /**
   * Adds entries to a list of what the element renders, after the existing ones: `addToArray('cap_add', 'SYS_NICE')`.
   * They are added after all other overrides of the element, so no override removes them.
   *
   * @param path keys joined by dots
   * @param values the entries; each as for `addOverride`
   * @throws at synthesis when there is no list at that path
   */
  public addToArray(path: string, ...values: any[]): void {
    this.overrides.append(path, values);
  }

  /**
   * Disables a rule for this element. If the element does not break the rule, that is an error, so that no such call is
   * left over.
   *
   * @param rule the id of the rule, at the end of its message: `no-port-conflict`
   * @param reason why the rule does not apply here, for readers of the code
   * @throws when the reason is empty; at synthesis when there is no such rule, or it is not broken
   */
  public ignoreRule(rule: string, reason: string): void {
    ignoreRule(this, rule, reason);
  }

  /**
   * The element as it goes into the compose file: rendered, with the changes of mixins and overrides. Text in it is
   * literal, references are still objects; the app turns both into Compose's syntax.
   *
   * @throws when a hook or an override fails; the message begins with the path of the construct
   */
  public toDefinition(): { [key: string]: any } {
    return this.overrides.apply(this.section, this._mixinOverrides.apply(this.section, this._render()));
  }

  /**
   * What the hooks render.
   *
   * @internal
   */
  protected _render(): { [key: string]: any } {
    guardHooks(this);
    return callHook(this, 'ComposeElement.renderDefinition()', () => this.renderDefinition());
  }

  /**
   * The value of one key after the overrides of mixins, the element and the app, for callers that ask before the app is
   * rendered.
   *
   * @internal
   */
  protected _overridden(key: string, rendered: any): any {
    const own = this.overrides.valueAt([key], this._mixinOverrides.valueAt([key], rendered));
    const app = overridesOf(this);
    return app ? app.valueAt([this.section, this.name, key], own) : own;
  }

  /**
   * The definition with the overrides of the app or of an overlay, without the defaults that these exclude.
   *
   * @internal
   */
  public _settled(definition: { [key: string]: any }): { [key: string]: any } {
    return definition;
  }

  /**
   * Hook: the element as a map with the keys of the compose specification, before mixins and overrides.
   */
  protected abstract renderDefinition(): { [key: string]: any };
}

/**
 * The name of an element in the compose file.
 *
 * @throws an error that names the element, when its getter fails
 * @internal
 */
export function nameOf(element: ComposeElement): string {
  return callHook(element, 'ComposeElement.name', () => element.name);
}
