import { IConstruct } from 'constructs';
import { composeError, nearest, pathOf } from '../element/compose-error';

/** The rules that each construct ignores. */
const ignoredBy = new WeakMap<IConstruct, string[]>();

/**
 * Disables a rule for a construct.
 *
 * @throws when there is no reason
 */
export function ignoreRule(construct: IConstruct, rule: string, reason: string): void {
  if (!reason.trim()) {
    throw composeError(
      construct,
      `it ignores the rule "${rule}" without a reason`,
      'give the reason why the rule does not apply here',
    );
  }
  ignoredBy.set(construct, [...(ignoredBy.get(construct) ?? []), rule]);
}

/**
 * The rules that constructs of an app ignore, and whether each was needed.
 */
export class IgnoredRules {
  private readonly ignored: { construct: IConstruct; rule: string; used: boolean }[] = [];
  private readonly paths?: Set<string>;

  /**
   * @param constructs all constructs of the app
   */
  constructor(constructs: IConstruct[]) {
    for (const construct of constructs) {
      for (const rule of ignoredBy.get(construct) ?? []) {
        this.ignored.push({ construct, rule, used: false });
      }
    }
    if (this.ignored.length > 0) {
      this.paths = new Set(constructs.map(pathOf));
    }
  }

  /**
   * Whether the construct at a path ignores a rule. An entry without a construct belongs to the nearest construct
   * above.
   */
  public covers(path: string, rule: string): boolean {
    if (!this.paths) {
      return false;
    }
    let owner = path;
    while (!this.paths.has(owner) && owner.includes('/')) {
      owner = owner.slice(0, owner.lastIndexOf('/'));
    }
    const covering = this.ignored.filter(entry => entry.rule === rule && pathOf(entry.construct) === owner);
    covering.forEach(entry => {
      entry.used = true;
    });
    return covering.length > 0;
  }

  /**
   * The errors of calls of `ignoreRule` that are not needed, or name a rule that does not exist.
   *
   * @param rules the names of all rules
   * @param failed the rules that threw an error, so that their violations are unknown
   */
  public errors(rules: string[], failed: Set<string>): string[] {
    return this.ignored
      .filter(({ used, rule }) => !used && !failed.has(rule))
      .map(
        ({ construct, rule }) =>
          (rules.includes(rule)
            ? composeError(construct, `it ignores the rule "${rule}", but does not violate it`, 'remove ignoreRule')
            : composeError(
                construct,
                `it ignores the rule "${rule}", which does not exist`,
                `did you mean "${nearest(rule, rules)}"?`,
              )
          ).message,
      );
  }
}
