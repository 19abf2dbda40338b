import { IConstruct } from 'constructs';
import { Project } from 'projen';
import { dropUnusedNetworks } from './app-networks';
import { runAspects } from './aspects';
import { ComposeInclude } from './compose-include';
import { ComposeModel } from './compose-model';
import { ProjectFiles } from './project-files';
import { namedElements, renderSections, Sections, settled, withSections, withValues } from './rendered-sections';
import { addTreeErrors } from './tree-errors';
import { ComposeElement } from '../element/compose-element';
import { ErrorList, guarded, typeOf } from '../element/compose-error';
import { Config } from '../resource/config';
import { IgnoredRules } from '../rules/ignored-rules';
import { RuleBook } from '../rules/rule-book';
import { EnvVariable } from '../value/env-variable';

/** An app as its check needs it; the class `ComposeApp`, which imports this file. */
interface App extends IConstruct {
  readonly appName: string;
}

/** An overlay as the check needs it; the class `ComposeOverlay`, which imports `ComposeApp`. */
export interface Overlay extends IConstruct {
  readonly fileName: string;
  _change(file: { [key: string]: any }): { [key: string]: any };
}

/** Something else that is made of a checked file, such as the manifests of a cluster. */
export interface Output {
  /** The overlay that the file is merged with, if any. */
  readonly overlay?: IConstruct;
  /** Takes each file that has passed the check; what it returns belongs to the result of the check. */
  take(definition: { [key: string]: any }): {
    readonly errors: readonly string[];
    readonly warnings: readonly string[];
  };
}

/** What an app is checked by, beside its constructs. */
export interface AppCheckProps {
  /** Whether a construct is an app. */
  readonly isApp: (construct: IConstruct) => construct is App;
  readonly overlays: Set<IConstruct>;
  readonly outputs: Output[];
  /** Makes the file of what the constructs rendered, with the overrides of the app. */
  readonly renderFile: (sections: Sections) => Sections;
  readonly rules: RuleBook;
  /** Whether warnings are errors. */
  readonly strict: boolean;
}

/** An app that has passed all checks. */
export interface CheckedApp {
  /** Its file. */
  readonly base: { [key: string]: any };
  /** What Compose makes of the file with each overlay. */
  readonly merged: Map<Overlay, { [key: string]: any }>;
  readonly warnings: string[];
}

/** An overlay, and the elements that are in its file alone. */
interface OverlayElements {
  readonly overlay: Overlay;
  readonly own: ComposeElement[];
}

/**
 * One check of an app: its constructs are visited by aspects, asked for what is wrong with them, and rendered; the
 * rules see the result with and without each overlay. All errors are collected, so that a user sees them at once.
 */
export class AppCheck {
  private readonly errors: ErrorList;
  /** The constructs of the app. */
  private readonly constructs: IConstruct[];
  /** Those of all projects of the repository. */
  private readonly repository: IConstruct[];
  private readonly elements: ComposeElement[];
  private readonly overlays: OverlayElements[];
  private readonly includes: ComposeInclude[];

  constructor(
    private readonly app: App,
    private readonly props: AppCheckProps,
  ) {
    this.errors = new ErrorList(app);
    this.constructs = runAspects(app, this.errors);
    this.includes = this.constructs.filter(construct => construct instanceof ComposeInclude);
    this.elements = this.elementsOf();
    this.overlays = this.constructs
      .filter((construct): construct is Overlay => props.overlays.has(construct))
      .map(overlay => ({ overlay, own: this.elementsOf(overlay) }));
    this.settleFiles();
    this.repository = Project.of(app).root.node.findAll();
  }

  /**
   * @throws one error that lists everything that is wrong
   */
  public run(): CheckedApp {
    this.checkTree();
    const file = this.renderFile();
    const changed = this.applyOverlays(file);
    dropUnusedNetworks(this.app, [file, ...changed.values()]);
    const { base, merged } = this.models(file, changed);
    this.errors.throwInvalid();
    const warnings = this.applyRules(base, merged);
    this.errors.throwInvalid();
    warnings.push(...this.makeOutputs(base, merged));
    this.errors.throwInvalid();
    return {
      base: base.definition,
      merged: new Map([...merged].map(([overlay, { definition }]) => [overlay, definition])),
      warnings,
    };
  }

  /** The elements of the app's own file, or of that of an overlay. */
  private elementsOf(overlay?: Overlay): ComposeElement[] {
    const elements = this.constructs.filter(
      (construct): construct is ComposeElement =>
        construct instanceof ComposeElement &&
        construct.node.scopes.find(scope => this.props.overlays.has(scope)) === overlay,
    );
    return namedElements(elements, this.errors);
  }

  /** Adds the files whose text only a hook returns to the tree. */
  private settleFiles(): void {
    for (const element of [...this.elements, ...this.overlays.flatMap(({ own }) => own)]) {
      if (element instanceof Config) {
        this.errors.collect(() => element._settleFile());
      }
    }
  }

  private checkTree(): void {
    const ownElements = this.overlays.map(({ own }) => own);
    const apps = this.repository.filter(this.props.isApp);
    addTreeErrors(this.errors, this.app, this.constructs, apps, this.elements, ownElements);
  }

  private renderFile(): Sections {
    const sections = renderSections(this.elements, this.errors);
    const { includes } = this;
    if (includes.length > 0) {
      this.errors.collect(() => {
        sections.include = includes.map(include =>
          guarded(include, 'rendering', `see what ${typeOf(include)} overrides`, () => include.toDefinition()),
        );
      });
    }
    let file: Sections = {};
    this.errors.collect(() => {
      file = settled(this.props.renderFile(sections), this.elements);
    });
    return file;
  }

  /** What each overlay makes of the file, before values are resolved; an overlay that fails is left out. */
  private applyOverlays(file: Sections): Map<Overlay, Sections> {
    const added = this.overlays.map(({ overlay, own }) => ({ overlay, sections: renderSections(own, this.errors) }));
    const changed = new Map<Overlay, Sections>();
    for (const { overlay, sections } of added) {
      this.errors.collect(() => {
        changed.set(overlay, overlay._change(withSections(file, sections)));
      });
    }
    return changed;
  }

  /** What the rules see: the files with all values in Compose's syntax. */
  private models(
    file: Sections,
    changed: Map<Overlay, Sections>,
  ): { base: ComposeModel; merged: Map<Overlay, ComposeModel> } {
    const { app, elements, errors } = this;
    const variants: ComposeModel[] = [];
    const included = this.includes.map(include => include._read());
    const variables = this.constructs.filter((construct): construct is EnvVariable => construct instanceof EnvVariable);
    const shared = { app, included, variables, variants };
    const base = new ComposeModel(withValues(app, file, elements, errors), { ...shared, elements });
    const merged = new Map(
      this.overlays.map(({ overlay, own }) => {
        const all = [...elements, ...own];
        const definition = settled(withValues(app, changed.get(overlay) ?? {}, all, errors), all);
        return [overlay, new ComposeModel(definition, { ...shared, elements: all })];
      }),
    );
    variants.push(base, ...merged.values());
    const files = new ProjectFiles(app, this.repository);
    variants.forEach(variant => {
      variant._files = files;
    });
    return { base, merged };
  }

  /** Adds what breaks a rule to the errors; what is a warning only is returned. */
  private applyRules(base: ComposeModel, merged: Map<Overlay, ComposeModel>): string[] {
    const byFile = new Map([...merged].map(([{ fileName }, model]) => [fileName, model]));
    const ignored = new IgnoredRules(this.constructs);
    const { violations, warnings } = this.props.rules.report(base, byFile, this.props.strict, ignored, this.errors);
    this.errors.add(...violations);
    return warnings;
  }

  /** Hands the files to what else is made of them. */
  private makeOutputs(base: ComposeModel, merged: Map<IConstruct, ComposeModel>): string[] {
    const warnings: string[] = [];
    for (const output of this.props.outputs) {
      this.errors.collect(() => {
        const made = output.take((output.overlay ? merged.get(output.overlay)! : base).definition);
        this.errors.add(...made.errors);
        warnings.push(...made.warnings);
      });
    }
    return warnings;
  }
}
