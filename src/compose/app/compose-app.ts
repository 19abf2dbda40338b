import { join } from 'node:path/posix';
import { Construct, IConstruct } from 'constructs';
import { Component } from 'projen';
import { AppCheck, CheckedApp, Output, Overlay } from './app-check';
import { provideDirectory } from './app-directory';
import { appNetwork } from './app-networks';
import { composeFileName, pathInProject, PathKind } from './app-path';
import { ComposeTasks } from './compose-tasks';
import { toComposeYaml } from './compose-yaml';
import { GeneratedFile } from './generated-file';
import { addObstacles, expectPath } from './project-files';
import { checkProps } from '../element/check-props';
import { composeError, ErrorList, guarded, SEE_CAUSE } from '../element/compose-error';
import { callHook } from '../element/hook';
import { mergeDefinitions } from '../element/merge-definitions';
import { Overrides, provideOverrides } from '../element/overrides';
import { specDefinition } from '../element/spec-definition';
import { Network } from '../resource/network';
import { IComposeRule } from '../rules/compose-rule';
import { ignoreRule } from '../rules/ignored-rules';
import { RuleBook } from '../rules/rule-book';
import { provideSecretSource, SecretSource } from '../secret/secret-source';
import { Service } from '../service/service';
import { AppSpec } from '../spec';
import { Topology } from '../topology/topology';
import { EnvFile } from '../value/env-file';
import { EnvVariable } from '../value/env-variable';

/**
 * Properties of a `ComposeApp`.
 */
export interface ComposeAppProps {
  /**
   * The directory of the files, relative to the project's directory.
   *
   * @default '.'
   */
  readonly directory?: string;

  /**
   * The name of the app on the machine that runs it, the prefix of its containers, networks and volumes.
   *
   * @default - `<project>-<id>`, such as `my-team-mlflow`
   */
  readonly appName?: string;

  /**
   * The name of the compose file.
   *
   * @default 'compose.yaml'
   */
  readonly fileName?: string;

  /**
   * Any top-level keys of the compose specification that have no constructs: `include`, `models`, `jobs`, extensions.
   *
   * @default - none
   */
  readonly spec?: AppSpec;

  /**
   * The name of a Markdown file with a diagram of the app, written next to the compose file: `topology.md`. GitHub
   * shows a file named `README.md` below the list of files.
   *
   * @default - none
   */
  readonly topologyFile?: string;

  /**
   * Whether the project gets the tasks `<id>:up`, `<id>:down`, `<id>:logs`, `<id>:config` and `<id>:ps`, which run
   * `docker compose` for the app, and the tasks for its secrets.
   *
   * @default true
   */
  readonly tasks?: boolean;

  /**
   * Where secrets come from that have no source of their own, such as the passwords of ready-made services.
   *
   * @default SecretSource.randomFile()
   */
  readonly secretSource?: SecretSource;

  /**
   * Whether the warnings of rules are errors.
   *
   * @default false - they are printed at synthesis
   */
  readonly strict?: boolean;
}

/**
 * A Docker Compose app: the constructs below it are written as a compose file, its `.env`, and the files that they
 * need.
 *
 * Everything is checked before anything is written. If a rule is broken, synthesis fails with one error that lists all
 * violations.
 */
export class ComposeApp extends Component {
  /**
   * The app above a construct.
   *
   * @throws when no scope of the construct is an app
   */
  public static of(construct: IConstruct): ComposeApp {
    for (const scope of [...construct.node.scopes].reverse()) {
      if (scope instanceof ComposeApp) {
        return scope;
      }
    }
    throw composeError(
      construct,
      'there is no ComposeApp above this construct',
      "create it below one: new ComposeApp(project, 'id')",
    );
  }

  /**
   * The directory of the files, relative to the project's directory.
   */
  public readonly directory: string;

  /**
   * The name of the app on the machine that runs it.
   */
  public readonly appName: string;

  private readonly spec: { [key: string]: any };
  private readonly overrides: Overrides;
  private readonly strict: boolean;
  private readonly rules = new RuleBook(this);
  private readonly printedWarnings = new Set<string>();
  private readonly overlays = new Set<IConstruct>();
  private readonly outputs: Output[] = [];

  /**
   * @param scope the project, or a construct below it
   * @param id the name of the app in the project
   * @throws when the project already writes one of the app's files, or has a task of the same name
   */
  constructor(scope: Construct, id: string, props: ComposeAppProps = {}) {
    checkProps(new.target, ComposeApp, scope, id, 'ComposeAppProps', props);
    super(scope, id);
    this.directory = pathInProject(this, 'directory', props.directory ?? '.', PathKind.FOLDER, '.');
    this.appName = props.appName ?? appNameOf(`${this.project.name}-${id}`);
    this.spec = specDefinition(this, '', props.spec);
    this.strict = props.strict ?? false;
    this.overrides = new Overrides(this);
    provideOverrides(this, this.overrides);
    const fileName = composeFileName(this, props.fileName ?? 'compose.yaml');
    provideDirectory(this, this.directory, fileName);
    provideSecretSource(this, props.secretSource ?? SecretSource.randomFile());
    if (props.tasks ?? true) {
      ComposeTasks.provide(this, this.directory, fileName);
    }
    new GeneratedFile(this, join(this.directory, fileName), () => this.toYaml(), { marker: true });
    new EnvFile(this, 'env-file', join(this.directory, '.env'), () => this.variables);
    if (props.topologyFile !== undefined) {
      new GeneratedFile(
        this,
        pathInProject(this, 'topologyFile', props.topologyFile, PathKind.FILE),
        () => new Topology(this.toDefinition()).toMarkdown(),
        { marker: true },
      );
    }
  }

  /**
   * The network `internal`, by which services reach each other. It has no egress, not even to the host. Created on
   * first use.
   */
  public get internalNetwork(): Network {
    return appNetwork(this, 'internal');
  }

  /**
   * The network `public` of services that publish ports. The host reaches them, and they reach nothing outside of the
   * host. Created on first use.
   */
  public get publicNetwork(): Network {
    return appNetwork(this, 'public');
  }

  /**
   * The network `outbound` of services that need egress. Ready-made services are in it only if they need it. Created on
   * first use.
   */
  public get outboundNetwork(): Network {
    return appNetwork(this, 'outbound');
  }

  /**
   * The variables of the app's `.env` file.
   */
  public get variables(): EnvVariable[] {
    return this.node.findAll().filter((construct): construct is EnvVariable => construct instanceof EnvVariable);
  }

  /**
   * The services that the app has now. `Aspects.of(app)` changes those too that are added later.
   */
  public get services(): Service[] {
    return this.node.findAll().filter((construct): construct is Service => construct instanceof Service);
  }

  /**
   * Adds a rule.
   *
   * @throws when the name of the rule is not valid, or is that of another rule
   */
  public addRule(rule: IComposeRule): void {
    this.rules.add(rule);
  }

  /**
   * Disables a rule for the app itself and for entries of its file that no construct made. Elements have
   * an `ignoreRule` of their own.
   *
   * @param rule the id of the rule, at the end of its message: `no-port-conflict`
   * @param reason why the rule does not apply here, for readers of the code
   * @throws when the reason is empty; at synthesis when there is no such rule, or it is not broken
   */
  public ignoreRule(rule: string, reason: string): void {
    ignoreRule(this, rule, reason);
  }

  /**
   * Declares a file or folder that something else creates before the app starts, such as a download, a build or a
   * person. No rule then reports that it, or a file in the folder, is missing.
   *
   * @param path relative to the app's directory
   * @throws when the path is outside of the project, where nothing is missed anyway
   */
  public expectPath(path: string): void {
    expectPath(this, pathInProject(this, 'path', path, PathKind.ANY));
  }

  /**
   * Changes one key of the compose file, after everything else: `addOverride('services.db.cpus', 2)`.
   *
   * @param path keys joined by dots, an entry of a list by its number; a dot in a key is written `\.`
   * @param value text (literal, a `$` is no reference), a number, a flag, a list or map of them, or an `IEnvValue`
   * @throws at synthesis when the compose specification has no such path
   */
  public addOverride(path: string, value: any): void {
    this.overrides.set(path, value);
  }

  /**
   * Removes one key from the compose file.
   *
   * @param path keys joined by dots
   * @throws at synthesis when the compose specification has no such path
   */
  public addDeletionOverride(path: string): void {
    this.overrides.delete(path);
  }

  /**
   * Adds entries to a list of the compose file, after the existing ones, after all other overrides.
   *
   * @param path keys joined by dots
   * @param values the entries; each as for `addOverride`
   * @throws at synthesis when there is no list at that path
   */
  public addToArray(path: string, ...values: any[]): void {
    this.overrides.append(path, values);
  }

  /**
   * The checked compose file, as YAML.
   *
   * @throws when a rule is broken
   */
  public toYaml(): string {
    return toComposeYaml(this.toDefinition());
  }

  /**
   * The checked compose file, as a map.
   *
   * @throws when a rule is broken
   */
  public toDefinition(): { [key: string]: any } {
    return this.checked().base;
  }

  /**
   * Adds an overlay, with which the app is checked as well.
   *
   * @internal
   */
  public _addOverlay(overlay: Overlay): void {
    this.overlays.add(overlay);
  }

  /**
   * Makes something else of the file each time that it has passed the check.
   *
   * @internal
   */
  public _addOutput(output: Output): void {
    this.outputs.push(output);
  }

  /**
   * The checked file, and what Compose makes of it with an overlay.
   *
   * @internal
   */
  public _withOverlay(overlay: Overlay): { base: { [key: string]: any }; merged: { [key: string]: any } } {
    const { base, merged } = this.checked();
    return { base, merged: merged.get(overlay)! };
  }

  /**
   * Checks all apps of the project and its subprojects before projen writes any file, since projen writes the files of
   * one project before it checks the next one. Each warning is printed once.
   */
  public preSynthesize(): void {
    const errors = new ErrorList(this);
    for (const app of this.allApps) {
      errors.collect(() => app.print(app.checked().warnings));
      addObstacles(errors, app);
    }
    errors.throwInvalid();
  }

  /**
   * Hook: the whole compose file, as a map with the keys of the compose specification, before the app's own overrides.
   *
   * @param entries the rendered entries, by top-level key and name
   */
  protected renderFile(entries: { [section: string]: any }): { [key: string]: any } {
    return mergeDefinitions({ name: this.appName, ...entries }, this.spec);
  }

  private get allApps(): ComposeApp[] {
    return this.project.root.node
      .findAll()
      .filter((construct): construct is ComposeApp => construct instanceof ComposeApp);
  }

  private checked(): CheckedApp {
    return guarded(this, 'checking it', SEE_CAUSE, () =>
      new AppCheck(this, {
        isApp: construct => construct instanceof ComposeApp,
        overlays: this.overlays,
        outputs: this.outputs,
        renderFile: sections =>
          this.overrides.apply(
            '',
            callHook(this, 'ComposeApp.renderFile()', () => this.renderFile(sections)),
          ),
        rules: this.rules,
        strict: this.strict,
      }).run(),
    );
  }

  private print(warnings: string[]): void {
    for (const warning of warnings.filter(text => !this.printedWarnings.has(text))) {
      this.printedWarnings.add(warning);
      this.project.logger.warn(warning);
    }
  }
}

/**
 * A valid name of an app, made from any text. Compose allows lower-case letters, digits, dashes and underscores.
 */
function appNameOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '');
}
