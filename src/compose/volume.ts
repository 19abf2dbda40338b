import { Construct } from 'constructs';
import { ComposeElement } from './compose-element';

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
}

/**
 * A named volume: data that outlives its containers (`docker compose down` keeps it, `down --volumes` removes it).
 */
export class Volume extends ComposeElement {
  public readonly section = 'volumes';

  private readonly props: VolumeProps;

  constructor(scope: Construct, id: string, props: VolumeProps = {}) {
    super(scope, id);
    this.props = props;
  }

  protected renderDefinition(): { [key: string]: any } {
    return { driver: this.props.driver, external: this.props.external };
  }
}
