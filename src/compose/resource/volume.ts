import { Construct } from 'constructs';
import { checkProps } from '../element/check-props';
import { ComposeElement } from '../element/compose-element';
import { mergeDefinitions } from '../element/merge-definitions';
import { specDefinition } from '../element/spec-definition';
import { VolumeSpec } from '../spec';

/**
 * Properties of a `Volume`.
 */
export interface VolumeProps {
  /**
   * The driver.
   *
   * @default - the engine's default, `local`
   */
  readonly driver?: string;

  /**
   * Whether the volume is created outside of the app, which uses it and never removes it.
   *
   * @default false
   */
  readonly external?: boolean;

  /**
   * Any keys of the compose specification; they override the other props.
   *
   * @default - none
   */
  readonly spec?: VolumeSpec;
}

/**
 * A named volume: data that is kept when containers are removed. `docker compose down` keeps it, `down --volumes`
 * removes it.
 */
export class Volume extends ComposeElement {
  public readonly section = 'volumes';

  private readonly props: VolumeProps;
  private readonly spec: { [key: string]: any };

  constructor(scope: Construct, id: string, props: VolumeProps = {}) {
    checkProps(new.target, Volume, scope, id, 'VolumeProps', props);
    super(scope, id);
    this.props = props;
    this.spec = specDefinition(this, 'volumes.*', props.spec);
  }

  protected renderDefinition(): { [key: string]: any } {
    return mergeDefinitions({ driver: this.props.driver, external: this.props.external }, this.spec);
  }
}
