import { IComposeRule, RuleViolation } from './compose-rule';
import { Fault, violationsIn } from './fault';
import { ComposeModel, ModelEntry } from '../app/compose-model';
import { SpecFault, specFaults } from '../element/spec-faults';
import { argumentsOf } from '../reading/command';
import { LiteralPaths } from '../reading/literal-paths';
import { COMPOSE_SPEC } from '../spec/keys';
import { hasReference } from '../value/interpolation';

const COMMANDS = new LiteralPaths(
  'command',
  'entrypoint',
  'post_start.*.command',
  'pre_stop.*.command',
  'develop.watch.*.exec.command',
);

/**
 * All values of the file have a type that Compose accepts; otherwise it refuses the whole file.
 */
export class ValidTypes implements IComposeRule {
  public readonly name = 'valid-types';

  public check(model: ComposeModel): RuleViolation[] {
    return [...faultsOfEntries(model), ...faultsOfFile(model), ...violationsIn(model.services, healthcheck, commands)];
  }
}

/** What the specification does not allow in services, networks and other entries. */
function faultsOfEntries(model: ComposeModel): RuleViolation[] {
  return Object.keys(model.definition)
    .filter(isSection)
    .flatMap(section =>
      model
        .entries(section)
        .flatMap(({ path, definition }) =>
          specFaults(COMPOSE_SPEC.keys![section].map, definition, { complete: true }).map(fault =>
            violation(path, fault),
          ),
        ),
    );
}

/** What the specification does not allow in the rest of the file. */
function faultsOfFile(model: ComposeModel): RuleViolation[] {
  const others = Object.fromEntries(
    Object.entries(model.definition).map(([key, value]) => [
      key,
      isSection(key) && typeof value === 'object' ? {} : value,
    ]),
  );
  return specFaults(COMPOSE_SPEC, others, { complete: true }).map(fault => violation(model.appPath, fault));
}

function isSection(key: string): boolean {
  return Object.hasOwn(COMPOSE_SPEC.keys!, key) && COMPOSE_SPEC.keys![key].map !== undefined;
}

function violation(path: string, { keys, problem, remedy }: SpecFault): RuleViolation {
  return { path, problem: `${keys.length > 0 ? `${keys.join('.')}: ` : ''}${problem}`, remedy };
}

function healthcheck(definition: ModelEntry['definition']): Fault[] {
  const test = definition.healthcheck?.test;
  return Array.isArray(test) &&
    test.length > 0 &&
    !['CMD', 'CMD-SHELL', 'NONE'].includes(test[0]) &&
    !hasReference(test[0])
    ? [[`the test of its healthcheck begins with "${test[0]}"`, 'begin the list with "CMD", "CMD-SHELL" or "NONE"']]
    : [];
}

function commands(definition: ModelEntry['definition']): Fault[] {
  return COMMANDS.in(definition)
    .filter(({ value }) => argumentsOf(value) === undefined)
    .map(({ key }) => [
      `its ${key} cannot be split into arguments: a quote or parenthesis is left open, or it ends in a backslash`,
      'fix it, or use a list of arguments',
    ]);
}
