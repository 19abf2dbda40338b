import { IComposeRule, RuleLevel, RuleViolation } from './compose-rule';
import { hasHealthcheck } from './healthy-requires-healthcheck';
import { ComposeModel } from '../app/compose-model';
import { HealthSource, healthOf } from '../reading/health';
import { runsOn } from '../reading/restart';

/**
 * Long-running services have a healthcheck, their own or that of their image. A warning.
 */
export class HealthcheckSet implements IComposeRule {
  public readonly name = 'healthcheck-set';
  public readonly level = RuleLevel.WARNING;

  public check(model: ComposeModel): RuleViolation[] {
    return model.services
      .filter(
        service =>
          runsOn(service.definition) &&
          healthOf(service.definition).source !== HealthSource.DISABLED &&
          !hasHealthcheck(service),
      )
      .map(({ path }) => ({
        path,
        problem: 'it has no healthcheck, so Compose does not notice when it hangs',
        remedy: 'add a healthcheck, or set hasHealthcheck if the image has its own',
      }));
  }
}
