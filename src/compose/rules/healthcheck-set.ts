import { IComposeRule, RuleLevel, RuleViolation } from './compose-rule';
import { hasHealthcheck } from './healthy-requires-healthcheck';
import { ComposeModel } from '../app/compose-model';
import { HealthSource, healthOf } from '../reading/health';
import { runsOn } from '../reading/restart';

/**
 * Services that run on have a healthcheck, of their own or of their image. A warning.
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
        problem: 'it runs without a healthcheck, so nobody sees when it hangs',
        remedy: 'give it one, or say hasHealthcheck of an image that brings its own',
      }));
  }
}
