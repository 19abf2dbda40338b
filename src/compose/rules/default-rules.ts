import { CarriableText } from './carriable-text';
import { IComposeRule } from './compose-rule';
import { HealthyNeedsHealthcheck } from './healthy-needs-healthcheck';
import { KnownReferences } from './known-references';
import { NoDependencyCycle } from './no-dependency-cycle';
import { NoIncludeClash } from './no-include-clash';
import { NoPortClash } from './no-port-clash';
import { PortInRange } from './port-in-range';
import { ProfileReachesDependencies } from './profile-reaches-dependencies';
import { StartableProcess } from './startable-process';
import { ValidNames } from './valid-names';

/**
 * The rules that every app has, in the order of their messages.
 */
export function defaultRules(): IComposeRule[] {
  return [
    new ValidNames(), new KnownReferences(), new NoDependencyCycle(), new HealthyNeedsHealthcheck(), new PortInRange(), new NoPortClash(),
    new NoIncludeClash(), new ProfileReachesDependencies(),
    new CarriableText(), new StartableProcess(),
  ];
}
