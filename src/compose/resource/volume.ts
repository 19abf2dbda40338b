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
   * @default - the engine's own, `local`
   */
  readonly driver?: string;

  /**
   * Whether the volume is made by somebody else: the app uses it and never removes it.
   *
   * @default false
   */
  readonly external?: boolean;

  /**
   * Any keys of the compose specification, as they stand there; they override the other props.
   *
   * @default - none
   */
  readonly spec?: VolumeSpec;
}

/**
 * A named volume: data that outlives its containers (`docker compose down` keeps it, `down --volumes` removes it).
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
