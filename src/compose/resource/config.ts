import { createHash } from 'node:crypto';
import { relative } from 'node:path/posix';
import { Construct } from 'constructs';
import { directoryOf } from '../app/app-directory';
import { hostPath, pathFromApp, pathInProject, PathKind } from '../app/app-path';
import { GeneratedFile } from '../app/generated-file';
import { checkProps } from '../element/check-props';
import { ComposeElement } from '../element/compose-element';
import { callHook } from '../element/hook';
import { mergeDefinitions } from '../element/merge-definitions';
import { specDefinition } from '../element/spec-definition';
import { ConfigSpec } from '../spec';
import { EnvVariable, nameOfVariable } from '../value/env-variable';
import { brokenCharacter } from '../value/invalid-character';

/**
 * Properties of a `Config`. What it holds comes from a file (`path`), `content`, `environment` or elsewhere
 * (`external`).
 */
export interface ConfigProps {
  /**
   * The text of the file. It is committed, so it must hold no secret.
   *
   * @default - that of the file at `path`, which synthesis leaves alone, or from elsewhere
   */
  readonly content?: string;

  /**
   * Where the file is written, from the app's directory and in the project; without `content`, where it is on the
   * machine that runs the app, which may be anywhere: `../shared/ca.pem`, `/etc/ssl/ca.pem`.
   *
   * @default - none: `content` stands in the compose file itself
   */
  readonly path?: string;

  /**
   * A variable whose value is the text of the file.
   *
   * @default - the text comes from elsewhere
   */
  readonly environment?: EnvVariable;

  /**
   * Whether the config is made by somebody else, in the platform that runs the app. Docker's engine has such ones in
   * a swarm only.
   *
   * @default false
   */
  readonly external?: boolean;

  /**
   * Any keys of the compose specification, as they stand there; they override the other props.
   *
   * @default - none
   */
  readonly spec?: ConfigSpec;
}

/**
 * A file that services mount, read-only (`Mount.config`): one that synthesis writes beside the compose file, or text
 * from elsewhere.
 */
export class Config extends ComposeElement {
  public readonly section = 'configs';

  private readonly props: ConfigProps;
  private readonly spec: { [key: string]: any };
  private file?: string;
  private hasFile = false;
  private digested?: { text: string; digest: string };

  constructor(scope: Construct, id: string, props: ConfigProps) {
    checkProps(new.target, Config, scope, id, 'ConfigProps', props);
    super(scope, id);
    this.props = props;
    this.spec = specDefinition(this, 'configs.*', props.spec);
    this.node.addValidation({ validate: () => this.validate() });
    const { content, path } = props;
    this.file = path === undefined ? undefined : hostPath(this, 'path', path, PathKind.FILE);
    if (content !== undefined && path !== undefined) {
      this.provideFile(path);
    }
  }

  /**
   * A digest of the file's text, by which Compose notices a change: a label of the services that mount it. There is
   * none when the text is known at start only.
   */
  public get digest(): string | undefined {
    const text = this.spec.content ?? this.content();
    if (text !== undefined && text !== this.digested?.text) {
      this.digested = { text, digest: createHash('sha256').update(text).digest('hex').slice(0, 12) };
    }
    return text === undefined ? undefined : this.digested?.digest;
  }

  /**
   * Hook: the text of the file.
   */
  protected renderContent(): string | undefined {
    return this.props.content;
  }

  protected renderDefinition(): { [key: string]: any } {
    const { environment, external } = this.props;
    return mergeDefinitions(
      {
        file: this.file,
        content: this.file === undefined ? this.content() : undefined,
        environment: environment && nameOfVariable(environment),
        external,
      },
      this.spec,
    );
  }

  /**
   * Lets synthesis write the file where the hook gives its text, though no prop did: known only now, since hooks run at
   * synthesis.
   *
   * @internal
   */
  public _settleFile(): void {
    const { path } = this.props;
    if (path !== undefined && !this.hasFile && this.content() !== undefined) {
      this.provideFile(path);
    }
  }

  private provideFile(path: string): void {
    const pathFromProject = pathInProject(this, 'path', path, PathKind.FILE);
    this.hasFile = true;
    this.file = pathFromApp(relative(directoryOf(this), pathFromProject));
    new GeneratedFile(this, pathFromProject, () => this.content() ?? '');
  }

  private content(): string | undefined {
    return callHook(this, 'Config.renderContent()', () => this.renderContent());
  }

  private validate(): string[] {
    const { file, content, environment, external } = this._render();
    const sources = [file, content, environment, external || undefined].filter(source => source !== undefined);
    const character = brokenCharacter(this.content() ?? '');
    return [
      ...(sources.length === 1
        ? []
        : [
            `the config has ${sources.length === 0 ? 'no source' : 'several sources'}; give one of path, content, environment and external`,
          ]),
      ...(character ? [`the content contains ${character}; remove it`] : []),
    ];
  }
}
