import { ArgumentLength } from './argument-length';
import { CompatibleKeys } from './compatible-keys';
import { CompletedDependencyExits } from './completed-dependency-exits';
import { IComposeRule } from './compose-rule';
import { ContainerNameSingleReplica } from './container-name-single-replica';
import { DockerfileExists } from './dockerfile-exists';
import { HealthcheckCommandExists } from './healthcheck-command-exists';
import { HealthcheckSet } from './healthcheck-set';
import { HealthyRequiresHealthcheck } from './healthy-requires-healthcheck';
import { MemoryLimitSet } from './memory-limit-set';
import { NeededServiceRuns } from './needed-service-runs';
import { NetworkModeExclusive } from './network-mode-exclusive';
import { NoConflictingLimits } from './no-conflicting-limits';
import { NoDependencyCycle } from './no-dependency-cycle';
import { NoIncludeConflict } from './no-include-conflict';
import { NoPortConflict } from './no-port-conflict';
import { NoUndefinedReferences } from './no-undefined-references';
import { NoUndefinedVariables } from './no-undefined-variables';
import { NoUnusedEntries } from './no-unused-entries';
import { NoUnusedVariables } from './no-unused-variables';
import { PathExists } from './path-exists';
import { PinnedImages } from './pinned-images';
import { PortPerReplica } from './port-per-replica';
import { ProfileIncludesDependencies } from './profile-includes-dependencies';
import { PublishedPortsReachable } from './published-ports-reachable';
import { ReadOnlyFileSources } from './read-only-file-sources';
import { SecretFileExists } from './secret-file-exists';
import { UniqueContainerNames } from './unique-container-names';
import { UniqueMountTargets } from './unique-mount-targets';
import { ValidCharacters } from './valid-characters';
import { ValidDurations } from './valid-durations';
import { ValidEntries } from './valid-entries';
import { ValidImageReferences } from './valid-image-references';
import { ValidMounts } from './valid-mounts';
import { ValidNames } from './valid-names';
import { ValidPorts } from './valid-ports';
import { ValidRestartPolicies } from './valid-restart-policies';
import { ValidScalars } from './valid-scalars';
import { ValidSizes } from './valid-sizes';
import { ValidTypes } from './valid-types';

/**
 * The rules of every app, in the order of their messages.
 */
export function defaultRules(): IComposeRule[] {
  return [
    // values
    new ValidTypes(),
    new ValidNames(),
    new ValidImageReferences(),
    new ValidDurations(),
    new ValidSizes(),
    new ValidPorts(),
    new ValidMounts(),
    new ValidScalars(),
    new ValidRestartPolicies(),
    new ValidEntries(),
    new CompatibleKeys(),
    new ValidCharacters(),
    new ArgumentLength(),
    // references
    new NoUndefinedReferences(),
    new NoUnusedEntries(),
    new NoUndefinedVariables(),
    new NoUnusedVariables(),
    new NoIncludeConflict(),
    new PathExists(),
    new DockerfileExists(),
    // dependencies
    new NoDependencyCycle(),
    new HealthyRequiresHealthcheck(),
    new HealthcheckCommandExists(),
    new CompletedDependencyExits(),
    new ProfileIncludesDependencies(),
    // conflicts
    new NoPortConflict(),
    new PortPerReplica(),
    new PublishedPortsReachable(),
    new NetworkModeExclusive(),
    new UniqueContainerNames(),
    new ContainerNameSingleReplica(),
    new NoConflictingLimits(),
    new UniqueMountTargets(),
    new ReadOnlyFileSources(),
    // warnings
    new PinnedImages(),
    new MemoryLimitSet(),
    new HealthcheckSet(),
    new SecretFileExists(),
    new NeededServiceRuns(),
  ];
}
