import { IConstruct } from 'constructs';
import { IComposeRule, RuleLevel, RuleViolation } from './compose-rule';
import { defaultRules } from './default-rules';
import { IgnoredRules } from './ignored-rules';
import { ProtectionsKept } from './protections-kept';
import { ComposeModel } from '../app/compose-model';
import { composeError, ErrorList } from '../element/compose-error';
import { guardedHooks } from '../element/hook';

/** A violation, and its rule. */
interface Finding extends RuleViolation {
  readonly rule: string;
  readonly level?: RuleLevel;
}

/** The messages of rules, one line each. */
interface RuleReport {
  readonly violations: string[];
  readonly warnings: string[];
}

/**
 * The rules of an app: the default ones, and those that `addRule` added.
 */
export class RuleBook {
  /** Unlike the default rules, `ProtectionsKept` compares the file with the constructs: no file alone breaks it. */
  private readonly rules = new Map<string, IComposeRule>(
    [...defaultRules(), new ProtectionsKept()].map(rule => [rule.name, rule]),
  );

  constructor(private readonly app: IConstruct) {}

  /**
   * @throws when the name is not valid, or another rule has it
   */
  public add(rule: IComposeRule): void {
    const { name } = guardedHooks(this.app, 'IComposeRule', rule);
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
      throw composeError(
        this.app,
        `"${name}" is not a valid name for a rule`,
        'use lower-case words joined by dashes, such as "no-port-conflict"',
      );
    }
    if (this.rules.has(name)) {
      throw composeError(this.app, `the app has a rule "${name}" already`, 'give this one another name');
    }
    this.rules.set(name, guardedHooks(this.app, 'IComposeRule', rule, `the rule "${name}"`));
  }

  /**
   * The violations and warnings of an app that its constructs do not ignore.
   *
   * @param base its compose file
   * @param merged the base merged with each overlay, by the name of the overlay's file; violations that are also in the
   *   base are reported once
   * @param strict whether warnings are violations
   * @param ignored what the constructs ignore
   * @param errors collects the errors of rules that throw
   */
  public report(
    base: ComposeModel,
    merged: Map<string, ComposeModel>,
    strict: boolean,
    ignored: IgnoredRules,
    errors: ErrorList,
  ): RuleReport {
    const violations: string[] = [];
    const warnings: string[] = [];
    const tell = ({ path, problem, remedy, rule, level }: Finding, where = '') => {
      if (!ignored.covers(path, rule)) {
        const lines = level === RuleLevel.WARNING && !strict ? warnings : violations;
        lines.push(`[${path}] ${where}${problem}; ${remedy} (${rule})`);
      }
    };
    const failed = new Set<string>();
    const known = this.check(base, errors, failed);
    known.forEach(finding => tell(finding));
    for (const [fileName, model] of merged) {
      this.check(model, errors, failed)
        .filter(({ path, problem }) => !known.some(finding => finding.path === path && finding.problem === problem))
        .forEach(finding => tell(finding, `with ${fileName}: `));
    }
    violations.push(...ignored.errors([...this.rules.keys()], failed));
    return { violations, warnings };
  }

  private check(model: ComposeModel, errors: ErrorList, failed: Set<string>): Finding[] {
    const findings: Finding[] = [];
    for (const [name, rule] of this.rules) {
      const isChecked = errors.collect(() => {
        for (const violation of rule.check(model)) {
          findings.push({ ...violation, rule: name, level: rule.level });
        }
      });
      if (!isChecked) {
        failed.add(name);
      }
    }
    return findings;
  }
}
