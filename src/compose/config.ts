import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import { pathInProject } from './app-directory';
import { ComposeElement } from './compose-element';
import { GeneratedFile } from './generated-file';

/**
 * Properties of a `Config`.
 */
export interface ConfigProps {
  /**
   * The text of the file. It is committed, so it must hold no secret.
   */
  readonly content: string;

  /**
   * Where the file is written, from the app's directory.
   */
  readonly path: string;
}

/**
 * A file that synthesis writes beside the compose file and that services mount, read-only (`Mount.config`).
 */
export class Config extends ComposeElement {
  public readonly section = 'configs';

  /**
   * A digest of the file's text, by which Compose notices a change: a label of the services that mount it.
   */
  public readonly digest: string;

  private readonly file: string;

  constructor(scope: Construct, id: string, props: ConfigProps) {
    super(scope, id);
    this.file = props.path;
    this.digest = createHash('sha256').update(props.content).digest('hex').slice(0, 12);
    new GeneratedFile(this, pathInProject(this, props.path), () => props.content);
  }

  protected renderDefinition(): { [key: string]: any } {
    return { file: `./${this.file}` };
  }
}
