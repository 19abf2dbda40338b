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
 * Properties of a `Config`. Its text comes from a file (`path`), `content`, `environment` or the platform (`external`).
 */
export interface ConfigProps {
  /**
   * The text of the file. It is committed, so it must not contain secrets.
   *
   * @default - the text of the existing file at `path`, of `environment`, or from elsewhere
   */
  readonly content?: string;

  /**
   * With `content`, the path to write, relative to the app's directory and inside of the project. Without, the path of
   * an existing file on the machine that runs the app: `../shared/ca.pem`, `/etc/ssl/ca.pem`.
   *
   * @default - none: `content` is part of the compose file
   */
  readonly path?: string;

  /**
   * A variable whose value is the text of the file.
   *
   * @default - the text comes from elsewhere
   */
  readonly environment?: EnvVariable;

  /**
   * Whether the config exists in the platform that runs the app. Docker's engine supports this only in a swarm.
   *
   * @default false
   */
  readonly external?: boolean;

  /**
   * Any keys of the compose specification; they override the other props.
   *
   * @default - none
   */
  readonly spec?: ConfigSpec;
}

/**
 * A file that services mount read-only (`Mount.config`): one that synthesis writes, or an existing one.
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
   * A digest of the file's text, by which Compose notices a change: a label of the services that mount it. Undefined if
   * the text is only known at start.
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
   * Writes the file also if the hook returns its text and no prop does, which is known only when hooks run.
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
