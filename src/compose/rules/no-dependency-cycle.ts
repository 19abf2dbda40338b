import { ComposeModel } from '../compose-model';
import { IComposeRule, RuleViolation } from './compose-rule';
import { dependenciesOf, servicesByName } from './dependency-graph';

/**
 * No service waits, over others, for itself.
 */
export class NoDependencyCycle implements IComposeRule {
  public readonly name = 'no-dependency-cycle';

  public check(model: ComposeModel): RuleViolation[] {
    const services = servicesByName(model);
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
          problem: `services wait for each other in a circle: ${[...trail.slice(begin), name].join(' -> ')}`,
          remedy: 'take one of these dependencies away',
        });
        return;
      }
      for (const dependency of Object.keys(dependenciesOf(service))) {
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
