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
import { expectPath } from './project-files';
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
   * Where the files go, from the project's directory.
   *
   * @default '.'
   */
  readonly directory?: string;

  /**
   * The name of the app on the machine that runs it: containers, networks and volumes begin with it.
   *
   * @default - the names of project and id, such as `my-team-mlflow`
   */
  readonly appName?: string;

  /**
   * The name of the compose file.
   *
   * @default 'compose.yaml'
   */
  readonly fileName?: string;

  /**
   * Any top-level keys of the compose specification that are not made of constructs, as they stand there: `include`,
   * `models`, `jobs`, extensions.
   *
   * @default - none
   */
  readonly spec?: AppSpec;

  /**
   * The name of a Markdown file with a picture of the app, written beside the compose file: `topology.md`. GitHub shows
   * one that is named `README.md` below the list of files.
   *
   * @default - none
   */
  readonly topologyFile?: string;

  /**
   * Whether the project gets the tasks `<id>:up`, `<id>:down`, `<id>:logs`, `<id>:config` and `<id>:ps`, which run
   * `docker compose` on the app, and those that the source of its secrets needs.
   *
   * @default true
   */
  readonly tasks?: boolean;

  /**
   * Where secrets come from that say nothing of it themselves, such as the passwords of ready-made services.
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
 * A Docker Compose app: the constructs below it become a compose file, its `.env` and all files that they need.
 *
 * Everything is checked before anything is written: when a rule is broken, synthesis ends with one error that lists
 * all that is to be fixed.
 */
export class ComposeApp extends Component {
  /**
   * The app above a construct.
   *
   * @throws when there is none
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
      "make it below one: new ComposeApp(project, 'id')",
    );
  }

  /**
   * Where the files go, from the project's directory.
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
   * @throws when the project writes a file already that the app wants to write, or has a task of that name
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
   * The network of the services among themselves, named `internal`: it has no egress, not even to the host. Made on
   * first use.
   */
  public get internalNetwork(): Network {
    return appNetwork(this, 'internal');
  }

  /**
   * The network of the services that publish ports, named `public`: the host reaches them there, and they reach nothing
   * outside of the host. Made on first use.
   */
  public get publicNetwork(): Network {
    return appNetwork(this, 'public');
  }

  /**
   * The network of the services that call out, named `outbound`. No ready-made service is in it unless it needs to be.
   * Made on first use.
   */
  public get outboundNetwork(): Network {
    return appNetwork(this, 'outbound');
  }

  /**
   * The variables that the app takes from its `.env` file.
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
   * Adds a rule that the app must obey.
   *
   * @throws when the rule has no valid name, or the name of another one
   */
  public addRule(rule: IComposeRule): void {
    this.rules.add(rule);
  }

  /**
   * Switches a rule off for the app itself and for entries of its file that no construct made, but not for its
   * elements: they have an `ignoreRule` of their own.
   *
   * @param rule the name of the rule, which its message ends with: `no-port-conflict`
   * @param reason why the rule does not hold here, for those who read the code
   * @throws when there is no reason; at synthesis when there is no such rule, or it is kept
   */
  public ignoreRule(rule: string, reason: string): void {
    ignoreRule(this, rule, reason);
  }

  /**
   * Says that something else makes a file or folder before the app starts: a download, a build, a person. No rule
   * misses it then, nor what is in the folder.
   *
   * @param path from the app's directory
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
   * Takes one key away from the compose file.
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
   * Lets the app be checked with an overlay too.
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
   * Checks all apps of the project and its subprojects before projen writes any file: it writes one project's files
   * before it comes to the next one. Warnings are printed, each once.
   */
  public preSynthesize(): void {
    const errors = new ErrorList(this);
    this.allApps.forEach(app => errors.collect(() => app.print(app.checked().warnings)));
    errors.throwInvalid();
  }

  /**
   * Hook: the whole compose file, as a map with the keys of the compose specification, before the app's own overrides.
   *
   * @param entries what the constructs rendered, by top-level key and name
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
        allApps: this.allApps,
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
 * A name for an app, of any text: Compose allows lower-case letters, digits, dashes and underscores.
 */
function appNameOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '');
}
