import { isAbsolute, join, normalize } from 'node:path/posix';
import { Construct, IConstruct } from 'constructs';
import { Component } from 'projen';
import { provideDirectory } from './app-directory';
import { ComposeElement } from './compose-element';
import { composeError, pathOf } from './compose-error';
import { ComposeModel } from './compose-model';
import { toComposeYaml } from './compose-yaml';
import { EnvFile } from './env-file';
import { EnvVariable } from './env-variable';
import { GeneratedFile } from './generated-file';
import { resolveValues } from './interpolation';
import { Network } from './network';
import { Overrides } from './overrides';
import { IComposeRule } from './rules/compose-rule';
import { HealthyNeedsHealthcheck } from './rules/healthy-needs-healthcheck';
import { KnownReferences } from './rules/known-references';
import { NoDependencyCycle } from './rules/no-dependency-cycle';
import { NoPortClash } from './rules/no-port-clash';
import { PortInRange } from './rules/port-in-range';
import { ValidNames } from './rules/valid-names';

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
}

/**
 * A Docker Compose app: the constructs below it become a compose file, its `.env` and all files that they need.
 *
 * Everything is checked before anything is written: when a rule is broken, synthesis ends with one error that lists
 * all that is to be mended.
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
    throw composeError(construct, 'there is no ComposeApp above this construct', "make it below one: new ComposeApp(project, 'id')");
  }

  /**
   * Where the files go, from the project's directory.
   */
  public readonly directory: string;

  /**
   * The name of the app on the machine that runs it.
   */
  public readonly appName: string;

  private readonly overrides: Overrides;
  private readonly rules: IComposeRule[] = [
    new ValidNames(), new KnownReferences(), new NoDependencyCycle(), new HealthyNeedsHealthcheck(), new PortInRange(), new NoPortClash(),
  ];

  /**
   * @param scope the project, or a construct below it
   * @param id the name of the app in the project
   * @throws when the project writes a file already that the app wants to write
   */
  constructor(scope: Construct, id: string, props: ComposeAppProps = {}) {
    super(scope, id);
    this.directory = normalize(props.directory ?? '.');
    this.appName = props.appName ?? validAppName(`${this.project.name}-${id}`);
    this.overrides = new Overrides(this);
    provideDirectory(this, this.directory);
    if (isAbsolute(this.directory) || this.directory.startsWith('..')) {
      throw composeError(this, `the directory "${this.directory}" is not in the project`, 'give one below it, such as "deploy"');
    }
    new GeneratedFile(this, join(this.directory, props.fileName ?? 'compose.yaml'), () => this.toYaml(), { marker: true });
    new EnvFile(this, 'env-file', join(this.directory, '.env'), () => this.variables);
  }

  /**
   * The network of the services among themselves, named `internal`: it has no way out. Made on first use.
   */
  public get internalNetwork(): Network {
    return this.network('internal', true);
  }

  /**
   * The network of the services that publish ports or call out, named `public`. Made on first use.
   */
  public get publicNetwork(): Network {
    return this.network('public', false);
  }

  /**
   * The variables that the app takes from its `.env` file.
   */
  public get variables(): EnvVariable[] {
    return this.node.findAll().filter((construct): construct is EnvVariable => construct instanceof EnvVariable);
  }

  /**
   * Adds a rule that the app must keep to.
   */
  public addRule(rule: IComposeRule): void {
    this.rules.push(rule);
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
    const elements = this.elements;
    const errors = [...this.treeErrors(elements)];
    const entries: { [section: string]: { [name: string]: any } } = {};
    for (const element of elements) {
      try {
        (entries[element.section] ??= {})[element.name] = element.toDefinition();
      } catch (error) {
        errors.push((error as Error).message);
      }
    }
    throwAll(errors);

    const model = new ComposeModel(resolveValues(this.overrides.apply('', this.renderFile(entries))), pathOf(this), elements);
    throwAll(this.rules.flatMap(rule => rule.check(model)).map(({ path, problem, remedy }) => `[${path}] ${problem}; ${remedy}`));
    return model.definition;
  }

  /**
   * Checks all apps of the project and its subprojects before projen writes any file: it writes one project's files
   * before it comes to the next one.
   */
  public preSynthesize(): void {
    this.allApps.forEach(app => app.toDefinition());
  }

  /**
   * Hook: the whole compose file, as a map with the keys of the compose specification, before the app's own overrides.
   *
   * @param entries what the constructs rendered, by top-level key and name
   */
  protected renderFile(entries: { [section: string]: any }): { [key: string]: any } {
    return { name: this.appName, ...entries };
  }

  private get allApps(): ComposeApp[] {
    return this.project.root.node.findAll().filter((construct): construct is ComposeApp => construct instanceof ComposeApp);
  }

  private get elements(): ComposeElement[] {
    return this.node.findAll().filter((construct): construct is ComposeElement => construct instanceof ComposeElement);
  }

  private network(name: string, internal: boolean): Network {
    const existing = this.node.tryFindChild(name);
    if (existing && !(existing instanceof Network)) {
      throw composeError(existing, `the services want a network "${name}", but this is none`, 'give this construct another id, or the services their `networks`');
    }
    return existing ?? new Network(this, name, internal ? { internal } : {});
  }

  /** What is wrong with the constructs themselves, before they are rendered. */
  private * treeErrors(elements: ComposeElement[]): IterableIterator<string> {
    for (const construct of this.node.findAll()) {
      yield * construct.node.validate().map(message => `[${pathOf(construct)}] ${message}`);
    }
    yield * duplicates(elements, element => `${element.section}/${element.name}`).map(([one, other]) =>
      `[${other.path}] the app has "${one.name}" among its ${one.section} already, as ${one.path}; give one of them another id`);
    yield * duplicates(this.variables, variable => variable.variableName).map(([one, other]) =>
      `[${pathOf(other)}] the variable is declared already, as ${pathOf(one)}; pass that one on, or give this one another name`);
    if (!/^[a-z0-9][a-z0-9_-]*$/.test(this.appName)) {
      yield `[${pathOf(this)}] "${this.appName}" is not a valid name for an app; use lower-case letters, digits, dashes and underscores, beginning with a letter or digit`;
    }
    yield * duplicates(this.allApps, app => app.appName).filter(([, other]) => other === this).map(([one]) =>
      `[${pathOf(this)}] the app ${pathOf(one)} is named "${one.appName}" too, and would share its containers and volumes; give one of them another appName`);
  }
}

/** Each entry whose key another one before it has, behind that first one. */
function duplicates<T>(entries: T[], keyOf: (entry: T) => string): [T, T][] {
  const first = new Map<string, T>();
  return entries.flatMap((entry): [T, T][] => {
    const key = keyOf(entry);
    const other = first.get(key);
    first.set(key, other ?? entry);
    return other === undefined ? [] : [[other, entry]];
  });
}

function throwAll(errors: string[]): void {
  if (errors.length > 0) {
    throw new Error(`the compose app is not valid, nothing was written:\n${errors.map(error => `  ${error}`).join('\n')}`);
  }
}

/** Compose allows lower-case letters, digits, dashes and underscores. */
function validAppName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9_-]+/g, '-').replace(/^[^a-z0-9]+/, '');
}
