import { IComposeRule, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { dependenciesOf } from '../reading/dependencies';

/**
 * Services do not wait for each other in a cycle.
 */
export class NoDependencyCycle implements IComposeRule {
  public readonly name = 'no-dependency-cycle';

  public check(model: ComposeModel): RuleViolation[] {
    const services = model._knownServices;
    const done = new Set<string>();
    const violations: RuleViolation[] = [];

    const visit = (name: string, trail: string[]) => {
      const service = services.get(name);
      if (!service || done.has(name)) {
        return;
      }
      const begin = trail.indexOf(name);
      if (begin >= 0) {
        violations.push({
          path: service.path,
          problem: `services wait for each other in a dependency cycle: ${[...trail.slice(begin), name].join(' -> ')}`,
          remedy: 'remove one of these dependencies',
        });
        return;
      }
      for (const dependency of dependenciesOf(service.definition).keys()) {
        visit(dependency, [...trail, name]);
      }
      done.add(name);
    };

    for (const name of services.keys()) {
      visit(name, []);
    }
    return violations;
  }
}
