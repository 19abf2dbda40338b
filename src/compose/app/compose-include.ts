import { resolve } from 'node:path';
import { Construct } from 'constructs';
import { Project } from 'projen';
import { directoryOf } from './app-directory';
import { hostPath, PathKind } from './app-path';
import { IIncludedFile, ModelEntry } from './compose-model';
import { ExistingComposeFile } from './existing-compose-file';
import { checkProps } from '../element/check-props';
import { composeError, nearest, pathOf } from '../element/compose-error';
import { HealthSource, healthOf } from '../reading/health';
import { ignoreRule } from '../rules/ignored-rules';
import { IService } from '../service/dependency';

/**
 * Properties of a `ComposeInclude`.
 */
export interface ComposeIncludeProps {
  /**
   * The compose file, relative to the app's directory: `../legacy/compose.yaml`.
   */
  readonly path: string;

  /**
   * The folder to which paths in the file are relative, itself relative to the app's directory.
   *
   * @default - the folder of the file
   */
  readonly projectDirectory?: string;

  /**
   * Files with the values of the variables in the file, relative to the app's directory.
   *
   * @default - `.env` in the project directory of the file
   */
  readonly envFiles?: string[];
}

/**
 * An existing compose file that becomes part of the app by Compose's `include`. The file is not changed, its services
 * start with those of the app, and services of the app can depend on them.
 *
 * The file is read at synthesis, and checked as far as the app depends on it.
 */
export class ComposeInclude extends Construct {
  private readonly props: ComposeIncludeProps;
  private readonly wanted = new Set<string>();
  private opening = false;

  constructor(scope: Construct, id: string, props: ComposeIncludeProps) {
    checkProps(new.target, ComposeInclude, scope, id, 'ComposeIncludeProps', props);
    super(scope, id);
    directoryOf(this); // fails where there is no app
    const { path, projectDirectory, envFiles } = props;
    this.props = {
      path: hostPath(this, 'path', path, PathKind.FILE),
      projectDirectory:
        projectDirectory === undefined
          ? undefined
          : hostPath(this, 'projectDirectory', projectDirectory, PathKind.FOLDER),
      envFiles: envFiles?.map(file => hostPath(this, 'envFiles', file, PathKind.FILE)),
    };
    this.node.addValidation({ validate: () => this.validate() });
  }

  /**
   * A service of the file, to depend on: `web.addDependency(legacy.service('db'))`. A name that is not in the file is
   * an error at synthesis.
   */
  public service(name: string): IService {
    this.wanted.add(name);
    return new IncludedService(name, () => this.read()?.entries('services')[name]);
  }

  /**
   * Disables a rule for the entries of the file. For a conflict of two included files, use the one that the message
   * names.
   *
   * @param rule the id of the rule, at the end of its message: `no-include-conflict`
   * @param reason why the rule does not apply here, for readers of the code
   * @throws when the reason is empty; at synthesis when there is no such rule, or it is not broken
   */
  public ignoreRule(rule: string, reason: string): void {
    ignoreRule(this, rule, reason);
  }

  /**
   * The entry of the compose file's `include`.
   */
  public toDefinition(): { [key: string]: any } {
    return { path: this.props.path, project_directory: this.props.projectDirectory, env_file: this.props.envFiles };
  }

  /**
   * The file as rules see it; empty where it cannot be read, which the validation reports.
   *
   * @internal
   */
  public _read(): IIncludedFile {
    const file = this.read();
    const entries = (section: string): ModelEntry[] =>
      Object.entries(file?.entries(section) ?? {}).map(([name, definition]) => ({
        name,
        path: `${pathOf(this)}/${name}`,
        definition: definition ?? {},
      }));
    return { entries };
  }

  private validate(): string[] {
    const known = Object.keys(this.open().entries('services'));
    return [...this.wanted]
      .filter(name => !known.includes(name))
      .map(
        name =>
          `there is no service "${name}" in "${this.props.path}"; ${known.length > 0 ? `did you mean "${nearest(name, known)}"?` : 'it has none'}`,
      );
  }

  /** The file, or nothing where it cannot be read, which `validate` reports. */
  private read(): ExistingComposeFile | undefined {
    try {
      return this.open();
    } catch {
      return undefined;
    }
  }

  private open(): ExistingComposeFile {
    if (this.opening) {
      throw composeError(
        this,
        `the app that writes "${this.props.path}" includes this app`,
        'remove one of the includes',
      );
    }
    this.opening = true;
    try {
      return new ExistingComposeFile(this, resolve(Project.of(this).outdir, directoryOf(this), this.props.path));
    } finally {
      this.opening = false;
    }
  }
}

class IncludedService implements IService {
  constructor(
    public readonly name: string,
    private readonly definition: () => any,
  ) {}

  public get hasHealthcheck(): boolean {
    return [HealthSource.OWN, HealthSource.UNKNOWN].includes(healthOf(this.definition() ?? {}).source);
  }
}
