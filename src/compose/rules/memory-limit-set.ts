import { IComposeRule, RuleLevel, RuleViolation } from './compose-rule';
import { ComposeModel } from '../app/compose-model';
import { runsOn } from '../reading/restart';

/**
 * Long-running services have a memory limit. A warning.
 */
export class MemoryLimitSet implements IComposeRule {
  public readonly name = 'memory-limit-set';
  public readonly level = RuleLevel.WARNING;

  public check(model: ComposeModel): RuleViolation[] {
    return model.services
      .filter(service => runsOn(service.definition) && limitOf(service.definition) === undefined)
      .map(({ path }) => ({
        path,
        problem: 'it may use all memory of the host',
        remedy: "limit it: service.with(new ResourceLimits({ memory: '1g' }))",
      }));
  }
}

function limitOf(definition: { [key: string]: any }): any {
  return definition.mem_limit ?? definition.deploy?.resources?.limits?.memory;
}
