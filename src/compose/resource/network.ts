import { Construct } from 'constructs';
import { checkProps } from '../element/check-props';
import { ComposeElement } from '../element/compose-element';
import { mergeDefinitions } from '../element/merge-definitions';
import { specDefinition } from '../element/spec-definition';
import { NetworkSpec } from '../spec';

/**
 * Properties of a `Network`.
 */
export interface NetworkProps {
  /**
   * The driver.
   *
   * @default - the engine's default, `bridge`
   */
  readonly driver?: string;

  /**
   * Whether the network has no egress: its services only reach each other, and publish no ports.
   *
   * @default false
   */
  readonly internal?: boolean;

  /**
   * Any keys of the compose specification; they override the other props.
   *
   * @default - none
   */
  readonly spec?: NetworkSpec;
}

/**
 * A network that services of the app share. They reach each other by their names.
 */
export class Network extends ComposeElement {
  public readonly section = 'networks';

  /**
   * Whether the network has no egress.
   */
  public readonly internal: boolean;

  private readonly props: NetworkProps;
  private readonly spec: { [key: string]: any };

  constructor(scope: Construct, id: string, props: NetworkProps = {}) {
    checkProps(new.target, Network, scope, id, 'NetworkProps', props);
    super(scope, id);
    this.props = props;
    this.spec = specDefinition(this, 'networks.*', props.spec);
    this.internal = this.spec.internal ?? props.internal ?? false;
  }

  protected renderDefinition(): { [key: string]: any } {
    return mergeDefinitions({ driver: this.props.driver, internal: this.props.internal }, this.spec);
  }
}
