import { BuildHasDockerfile } from './build-has-dockerfile';
import { CarriableText } from './carriable-text';
import { CompatibleLimits } from './compatible-limits';
import { CompletedServiceEnds } from './completed-service-ends';
import { IComposeRule } from './compose-rule';
import { ContainerNameOfOne } from './container-name-of-one';
import { DeclaredVariables } from './declared-variables';
import { HealthcheckCommandExists } from './healthcheck-command-exists';
import { HealthyNeedsHealthcheck } from './healthy-needs-healthcheck';
import { KnownReferences } from './known-references';
import { LimitedMemory } from './limited-memory';
import { NeededServiceRuns } from './needed-service-runs';
import { NetworkModeAlone } from './network-mode-alone';
import { NoDependencyCycle } from './no-dependency-cycle';
import { NoIncludeClash } from './no-include-clash';
import { NoPortClash } from './no-port-clash';
import { ObservedHealth } from './observed-health';
import { OneMountPerTarget } from './one-mount-per-target';
import { PathExists } from './path-exists';
import { PinnedImages } from './pinned-images';
import { PortForEachReplica } from './port-for-each-replica';
import { PortInRange } from './port-in-range';
import { ProfileReachesDependencies } from './profile-reaches-dependencies';
import { PublishedPortsReachable } from './published-ports-reachable';
import { ReadOnlyTakesFiles } from './read-only-takes-files';
import { SecretFileExists } from './secret-file-exists';
import { StartableProcess } from './startable-process';
import { UniqueContainerNames } from './unique-container-names';
import { UsedEntries } from './used-entries';
import { UsedVariables } from './used-variables';
import { ValidDurations } from './valid-durations';
import { ValidForms } from './valid-forms';
import { ValidImageReferences } from './valid-image-references';
import { ValidNames } from './valid-names';
import { ValidSizes } from './valid-sizes';

/**
 * The rules that every app has, in the order of their messages.
 */
export function defaultRules(): IComposeRule[] {
  return [
    // what stands in the file
    new ValidForms(), new ValidNames(), new ValidImageReferences(), new ValidDurations(), new ValidSizes(), new PortInRange(), new CarriableText(),
    new StartableProcess(),
    // what belongs together
    new KnownReferences(), new UsedEntries(), new DeclaredVariables(), new UsedVariables(), new NoIncludeClash(), new PathExists(),
    new BuildHasDockerfile(),
    // who waits for whom
    new NoDependencyCycle(), new HealthyNeedsHealthcheck(), new HealthcheckCommandExists(), new CompletedServiceEnds(),
    new ProfileReachesDependencies(),
    // what cannot be at once
    new NoPortClash(), new PortForEachReplica(), new PublishedPortsReachable(), new NetworkModeAlone(), new UniqueContainerNames(),
    new ContainerNameOfOne(), new CompatibleLimits(), new OneMountPerTarget(), new ReadOnlyTakesFiles(),
    // warnings
    new PinnedImages(), new LimitedMemory(), new ObservedHealth(), new SecretFileExists(), new NeededServiceRuns(),
  ];
}
