import { isDeepStrictEqual } from 'node:util';
import { Construct } from 'constructs';
import { composeFileName, pathInProject, PathKind } from './app-path';
import { ComposeApp } from './compose-app';
import { toComposeYaml } from './compose-yaml';
import { GeneratedFile } from './generated-file';
import { changesBetween } from './overlay-changes';
import { checkArguments, checkProps } from '../element/check-props';
import { ComposeElement } from '../element/compose-element';
import { composeError } from '../element/compose-error';
import { Overrides } from '../element/overrides';

/**
 * Properties of a `ComposeOverlay`.
 */
export interface ComposeOverlayProps {
  /**
   * The name of the file, in the app's directory.
   *
   * @default - `compose.<id>.yaml`
   */
  readonly fileName?: string;
}

/**
 * The changes for one environment: a second compose file that contains only the changes, for
 * `docker compose -f compose.yaml -f compose.prod.yaml up`.
 *
 * Overrides have the same effect as overrides of the app, and come after them. Constructs below the overlay are only in
 * its file. The app is checked with each of its overlays.
 */
export class ComposeOverlay extends Construct {
  /**
   * The name of the file.
   */
  public readonly fileName: string;

  private readonly app: ComposeApp;
  private readonly overrides: Overrides;

  /**
   * @param scope the app, or a construct below it
   * @param id the environment: `prod`
   */
  constructor(scope: Construct, id: string, props: ComposeOverlayProps = {}) {
    checkProps(new.target, ComposeOverlay, scope, id, 'ComposeOverlayProps', props);
    super(scope, id);
    this.app = ComposeApp.of(this);
    this.fileName = composeFileName(this, props.fileName ?? `compose.${id}.yaml`);
    this.overrides = new Overrides(this);
    this.app._addOverlay(this);
    new GeneratedFile(this, pathInProject(this, 'fileName', this.fileName, PathKind.FILE), () => this.toYaml(), {
      marker: true,
    });
  }

  /**
   * Changes one key of the compose file in this environment: `addOverride('services.db.cpus', 2)`.
   *
   * @param path keys joined by dots, an entry of a list by its number; a dot in a key is written `\.`
   * @param value text (literal, a `$` is no reference), a number, a flag, a list or map of them, or an `IEnvValue`
   * @throws at synthesis when the compose specification has no such path
   */
  public addOverride(path: string, value: any): void {
    this.overrides.set(path, value);
  }

  /**
   * Removes one key from the compose file in this environment.
   *
   * @param path keys joined by dots
   * @throws at synthesis when the compose specification has no such path
   */
  public addDeletionOverride(path: string): void {
    this.overrides.delete(path);
  }

  /**
   * Adds entries to a list of the compose file in this environment.
   *
   * @param path keys joined by dots
   * @param values the entries; each as for `addOverride`
   * @throws at synthesis when there is no list at that path
   */
  public addToArray(path: string, ...values: any[]): void {
    this.overrides.append(path, values);
  }

  /**
   * The changes of one service, network, volume, config or secret: `overlay.element(db).addOverride('cpus', 2)`.
   */
  public element(element: ComposeElement): OverlayElement {
    return new OverlayElement(this, element);
  }

  /**
   * The checked text of the file: only the changes, with Compose's tags `!reset` and `!override` where it would merge.
   *
   * @throws when a rule is broken
   */
  public toYaml(): string {
    const { base, merged } = this.app._withOverlay(this);
    return toComposeYaml(changesBetween(base, merged));
  }

  /**
   * The checked compose file of the app as it is in this environment, as a map.
   *
   * @throws when a rule is broken
   */
  public toDefinition(): { [key: string]: any } {
    return this.app._withOverlay(this).merged;
  }

  /**
   * The app's file, before values are resolved, with the changes of the overlay, after.
   *
   * @internal
   */
  public _change(file: { [key: string]: any }): { [key: string]: any } {
    const merged = this.overrides.apply('', file);
    if (!isDeepStrictEqual(merged.include, file.include)) {
      throw composeError(
        this,
        'an overlay cannot change "include", since Compose includes the files of all compose files',
        'include the file in the app',
      );
    }
    return merged;
  }
}

/**
 * The changes of one service, network, volume or config in one environment. Paths begin at the element.
 */
export class OverlayElement {
  private readonly overlay: ComposeOverlay;
  private readonly prefix: string;

  /**
   * @param overlay what holds the changes
   * @param element what is changed
   */
  constructor(overlay: ComposeOverlay, element: ComposeElement) {
    checkArguments(() => 'OverlayElement', 'overlay:CComposeOverlay element:CComposeElement', [overlay, element]);
    this.overlay = overlay;
    this.prefix = `${element.section}.${element.name.replaceAll('.', '\\.')}`;
  }

  /**
   * Changes one key of the element: `addOverride('deploy.resources.limits.memory', '4g')`.
   */
  public addOverride(path: string, value: any): void {
    this.overlay.addOverride(`${this.prefix}.${path}`, value);
  }

  /**
   * Removes one key from the element: `addDeletionOverride('ports')`.
   */
  public addDeletionOverride(path: string): void {
    this.overlay.addDeletionOverride(`${this.prefix}.${path}`);
  }

  /**
   * Adds entries to a list of the element: `addToArray('cap_add', 'SYS_NICE')`.
   */
  public addToArray(path: string, ...values: any[]): void {
    this.overlay.addToArray(`${this.prefix}.${path}`, ...values);
  }
}
