import { Construct } from 'constructs';
import { ComposeElement } from './compose-element';
import { EnvVariable } from './env-variable';
import { SecretSpec } from './spec';
import { mergeDefinitions, specDefinition } from './spec-definition';

/**
 * Properties of a `Secret`. One of `file`, `environment` and `external` says where it comes from, or `spec` does.
 */
export interface SecretProps {
  /**
   * A file of the host, from the app's directory. It is not generated, must exist at start, and should be one that git
   * ignores. The container sees it with the owner and the mode that it has on the host.
   *
   * @default - the secret comes from elsewhere
   */
  readonly file?: string;

  /**
   * A variable whose value is the content of the file.
   *
   * @default - the secret comes from elsewhere
   */
  readonly environment?: EnvVariable;

  /**
   * Whether the secret is made by somebody else, in the platform that runs the app. Docker's engine has such ones in
   * a swarm only.
   *
   * @default false
   */
  readonly external?: boolean;

  /**
   * Any keys of the compose specification, as they stand there; they go over the other props.
   *
   * @default - none
   */
  readonly spec?: SecretSpec;
}

/**
 * A file with a secret that services are given by `Service.addSecret` or `Mount.secret`. Unlike an environment variable
 * it does not show in `docker inspect`.
 */
export class Secret extends ComposeElement {
  public readonly section = 'secrets';

  private readonly props: SecretProps;
  private readonly spec: { [key: string]: any };

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);
    this.props = props;
    this.spec = specDefinition(this, 'secrets.*', props.spec);
    this.node.addValidation({ validate: () => this.validate() });
  }

  protected renderDefinition(): { [key: string]: any } {
    const { file, environment, external } = this.props;
    return mergeDefinitions({ file, environment: environment?.variableName, external }, this.spec);
  }

  private validate(): string[] {
    const { file, environment, external, driver } = this.renderDefinition();
    const sources = [file, environment, external || undefined, driver].filter(source => source !== undefined);
    return sources.length === 1 ? [] : [
      `the secret comes from ${sources.length === 0 ? 'nowhere' : 'several places at once'}; give one of file, environment and external`,
    ];
  }
}
