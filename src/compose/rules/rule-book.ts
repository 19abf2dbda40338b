import { IConstruct } from 'constructs';
import { composeError, guarded, typeOf } from '../compose-error';
import { ComposeModel } from '../compose-model';
import { IComposeRule, RuleLevel, RuleViolation } from './compose-rule';
import { defaultRules } from './default-rules';
import { IgnoredRules } from './ignored-rules';

/** A violation beside the rule that it is one of. */
interface Finding extends RuleViolation {
  readonly rule: IComposeRule;
}

/** What rules say, a line each. */
interface RuleReport {
  readonly violations: string[];
  readonly warnings: string[];
}

/**
 * The rules of an app: those that every app has, and those of the team.
 */
export class RuleBook {
  private readonly rules = new Map<string, IComposeRule>(defaultRules().map(rule => [rule.name, rule]));

  constructor(private readonly app: IConstruct) {}

  /**
   * @throws when the name is not of the form of names, or another rule has it
   */
  public add(rule: IComposeRule): void {
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(rule.name)) {
      throw composeError(this.app, `"${rule.name}" is no name for a rule`, 'use lower-case words joined by dashes, such as "no-port-clash"');
    }
    if (this.rules.has(rule.name)) {
      throw composeError(this.app, `the app has a rule "${rule.name}" already`, 'give this one another name');
    }
    this.rules.set(rule.name, rule);
  }

  /**
   * What the rules say of an app that its constructs do not ignore.
   *
   * @param base its compose file
   * @param merged what Compose makes of it with each overlay, by the name of the overlay's file; what is in the base too is told once
   * @param strict whether warnings are violations
   */
  public report(base: ComposeModel, merged: Map<string, ComposeModel>, strict: boolean): RuleReport {
    const ignored = new IgnoredRules(this.app);
    const violations: string[] = [];
    const warnings: string[] = [];
    const tell = ({ path, problem, remedy, rule }: Finding, where = '') => {
      if (!ignored.covers(path, rule.name)) {
        const lines = rule.level === RuleLevel.WARNING && !strict ? warnings : violations;
        lines.push(`[${path}] ${where}${problem}; ${remedy} (${rule.name})`);
      }
    };
    const known = this.check(base);
    known.forEach(finding => tell(finding));
    for (const [fileName, model] of merged) {
      this.check(model)
        .filter(({ path, problem }) => !known.some(finding => finding.path === path && finding.problem === problem))
        .forEach(finding => tell(finding, `with ${fileName}: `));
    }
    violations.push(...ignored.errors([...this.rules.keys()]));
    return { violations, warnings };
  }

  private check(model: ComposeModel): Finding[] {
    return [...this.rules.values()].flatMap(rule => (
      guarded(this.app, `the rule "${rule.name}"`, `see check() of ${typeOf(rule)}`, () => rule.check(model).map(violation => ({ ...violation, rule })))
    ));
  }
}
